"""From files to plain data whose every value knows where it was written."""
