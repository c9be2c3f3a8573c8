"""What templates see: frozen structs of strings ready to print. No dicts, no sets."""
