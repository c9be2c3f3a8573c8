"""Speed, measured beside the generators that one would pick instead."""
