"""Bytes under their own SHA-256: damage is seen, and what is damaged is nothing."""

from __future__ import annotations

from hashlib import sha256

_SOMME = 32


def sceller(corps: bytes) -> bytes:
    """Bytes after their own SHA-256."""
    return sha256(corps).digest() + corps


def desceller(octets: bytes | None) -> bytes | None:
    """What ``sceller`` was given, or nothing when it is damaged or absent."""
    if octets is None:
        return None
    corps = octets[_SOMME:]
    return corps if sha256(corps).digest() == octets[:_SOMME] else None
