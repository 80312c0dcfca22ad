"""Codes as sources write them, turned into the platform's. None for what is no such code.

Nothing here looks a code up in a list: whether a CPV or NUTS code exists is for `taxonomy` to say.
"""

from __future__ import annotations

import re

from babel.core import get_global

from tenders.exchange.notice import NoticeReference

IDENTIFIER_LENGTH = 100
UNKNOWN_COUNTRY = "ZZ"
_CPV = re.compile(r"([0-9]{8})(?:-[0-9])?")
_NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_NOTICE_VERSION = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9]{1,4})")
_SCHEME = re.compile(r"https?://[^\s/]", re.IGNORECASE)

# Kosovo has no ISO code; EU bodies have used both of these. NUTS names two countries its own way.
_COUNTRIES = {"XKX": "XK", "1A0": "XK", "EL": "GR", "UK": "GB"}
# NOR is the macrolanguage of Bokmål and Nynorsk. Nynorsk has a code of its own (NNO), and ISO
# 639-1 `no` would match none of the platform's languages.
_LANGUAGES = {"nor": "nb", "no": "nb"}


def cpv(text: str) -> str | None:
    """Eight digits. The check digit, written outside eForms, goes (Regulation (EC) 213/2008)."""
    code = _CPV.fullmatch(text)
    return code[1] if code else None


def nuts(text: str) -> str | None:
    """A code of any level, the country's two letters included."""
    return text.upper() if _NUTS.fullmatch(text.upper()) else None


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 from alpha-3, from alpha-2 or from the letters that NUTS codes use."""
    code = text.upper()
    aliases = get_global("territory_aliases").get(code) or [code]
    code = _COUNTRIES.get(code, aliases[0])
    return code if re.fullmatch(r"[A-Z]{2}", code) and code != UNKNOWN_COUNTRY else None


def language(text: str) -> str | None:
    """ISO 639-1 in lower case, or ISO 639-3 where a language has no two-letter code."""
    code = text.lower()
    if code in _LANGUAGES:
        return _LANGUAGES[code]
    short = get_global("language_aliases").get(code, "")
    code = short if len(short) == 2 else code
    return code if re.fullmatch(r"[a-z]{2,3}", code) else None


def identifier(text: str) -> str | None:
    """Lower case, because a UUID is the same in any; None where too long to be an identifier."""
    return text.lower() if len(text) <= IDENTIFIER_LENGTH else None


def notice_reference(text: str) -> NoticeReference | None:
    """BT-758: `<uuid>-<version>`, in change notices of older forms also an OJ S number."""
    reference = identifier(text)
    if reference is None:
        return None
    versioned = _NOTICE_VERSION.fullmatch(reference)
    if versioned:
        return NoticeReference(versioned[1], int(versioned[2]))
    return NoticeReference(reference, None)


def address(text: str) -> str | None:
    """A web address that is safe to link to: http or https only, `https://` put before `www.`."""
    if text.lower().startswith("www."):
        text = f"https://{text}"
    return text if _SCHEME.match(text) and not re.search(r"\s", text) else None
