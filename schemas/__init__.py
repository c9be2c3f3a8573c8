"""Content models: what a file of ``content/`` must hold. No I/O, never imports ``generator``."""
