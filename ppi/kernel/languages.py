"""Languages by name: ours in their own words, others in the reader's."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

NATIVE_NAMES = {
    "en": "English",
    "da": "Dansk",
    "de": "Deutsch",
    "et": "Eesti",
    "fi": "Suomi",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nb": "Norsk bokmål",
    "sv": "Svenska",
}
LANGUAGE_CHOICES = list(NATIVE_NAMES.items())


def language_name(code: str) -> str:
    """A language in its own words where it is one of ours, else in the reader's."""
    if code in NATIVE_NAMES:
        return NATIVE_NAMES[code]
    return Locale.parse(get_language() or "en", sep="-").languages.get(code, code)
