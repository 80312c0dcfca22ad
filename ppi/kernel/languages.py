"""Languages by name, in the reader's language; in its own words only where a reader chooses one."""

from __future__ import annotations

from babel import Locale
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language

# Those of the interface; editors write in them too.
LANGUAGES = [code for code, _name in settings.LANGUAGES]
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


def language_in_sentence(code: str) -> str:
    """As it is written inside a sentence of the reader's: «Danish», «dansk», «Dänisch» (CLDR)."""
    return Locale.parse(get_language() or "en", sep="-").languages.get(code, code)


def language_name(code: str) -> str:
    """The same as it stands alone, in a list or a fact."""
    name = language_in_sentence(code)
    return name[:1].upper() + name[1:]


# Named when they are shown, for each reader anew.
LANGUAGE_CHOICES = [(code, lazy(language_name, str)(code)) for code in NATIVE_NAMES]
