"""Validated content: only what every rule accepts gets here."""
