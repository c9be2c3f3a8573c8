"""What templates see: frozen dataclasses of strings ready to print. No dicts, no sets."""
