"""Characters as they are compared, and those that have no place in a document."""

from __future__ import annotations

import unicodedata

# Controls and halves of a character: no font has them, and no reader sees them. XML 1.0 (section
# 2.2) refuses them, and two more.
UNSEEN, NONCHARACTERS = ("Cc", "Cs"), "\ufffe\uffff"


def printable(text: str) -> str:
    """Without what a document cannot hold; line ends stay."""
    return "".join(sign for sign in text if sign == "\n" or _is_held(sign))


def _is_held(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSEEN and sign not in NONCHARACTERS


def one_line(text: str) -> str:
    """The same words with a single space between them, and nothing that cannot be printed."""
    return " ".join(printable(" ".join(text.split())).split())


def plain(text: str) -> str:
    """Small letters without accents, as words of different hands are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
