"""Readable addresses out of names in any of the network's languages."""

from __future__ import annotations

from django.utils.text import slugify

# Letters that are no plain letter with a mark, which would therefore be lost.
LATIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "ł": "l"})


def readable(text: str, *, otherwise: str, longest: int = 100) -> str:
    """«Ærø Kommune» becomes `aero-kommune`; a text without Latin letters becomes `otherwise`."""
    return slugify(text.lower().translate(LATIN))[:longest].strip("-") or otherwise
