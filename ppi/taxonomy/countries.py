"""The nine countries, and countries' names in the reader's language from Unicode's CLDR."""

from __future__ import annotations

from collections.abc import Iterable

import icu
from babel import Locale
from django.utils.translation import get_language

COUNTRIES = ("DK", "DE", "EE", "FI", "LT", "LV", "NO", "SE", "AT")
# NUTS keeps two prefixes that differ from ISO 3166.
NUTS_PREFIX_TO_ISO = {"EL": "GR", "UK": "GB"}


def country_name(code: str, language: str | None = None) -> str:
    """The country's name in this language, or the reader's; the code itself when CLDR has none."""
    territories = Locale.parse(language or get_language() or "en", sep="-").territories
    return territories.get(NUTS_PREFIX_TO_ISO.get(code, code), code)


def country_choices() -> list[tuple[str, str]]:
    """The nine as choices of a form field, in the order of their names in this language."""
    return in_order_of_names((code, country_name(code)) for code in COUNTRIES)


def in_order_of_names(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes with their names, as the reader's language orders names."""
    order = icu.Collator.createInstance(icu.Locale(get_language() or "en"))
    return sorted(named, key=lambda pair: order.getSortKey(pair[1]))


def countries_named(words: str, language: str | None = None) -> list[str]:
    """ISO codes of countries whose name, in this language or in English, starts with the words."""
    wanted = words.casefold()
    return sorted(
        {
            code
            for locale in dict.fromkeys([language or get_language() or "en", "en"])
            for code, name in Locale.parse(locale, sep="-").territories.items()
            if len(code) == 2 and name.casefold().startswith(wanted)
        }
    )
