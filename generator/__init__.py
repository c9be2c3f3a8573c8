"""From versioned content to the whole site. One direction: see ``docs/architecture.md``."""
