"""From versioned content to the whole site. One direction: see ``docs/architecture.md``."""

__version__ = "0.1.0"
