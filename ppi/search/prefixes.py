"""Facets typed into the search box: `cpv:34928 buyer:"Havneby Kommune" country:Danmark`.

What is not understood stays a word to look for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from babel import Locale

from ppi.search.choices import Kind
from ppi.taxonomy import cpv, nuts
from ppi.taxonomy.countries import countries_named, country_name

PREFIX = re.compile(r'(?<!\S)(?P<name>[a-z]+):(?P<value>"[^"]*"|\S+)', re.IGNORECASE)
CPV_BRANCH = re.compile(r"[0-9]{2,8}")
# Either all the letters of a name, or a code of two.
ISO_CODE = re.compile(r"[A-Za-z]{2}")


def understood(words: str) -> tuple[str, dict[str, list[str]]]:
    """The words without the prefixes, and what those choose, by facet."""
    chosen: dict[str, list[str]] = defaultdict(list)

    def take(match: re.Match) -> str:
        facet, read = READERS.get(match["name"].lower(), ("", _nothing))
        values = read(match["value"].strip('"').strip())
        chosen[facet] += values
        return " " if values else match[0]

    rest = PREFIX.sub(take, words) if ":" in words else words
    return " ".join(rest.split()), {name: values for name, values in chosen.items() if values}


def branch(text: str) -> list[str]:
    """A code of the CPV, whole or its first digits, with its check digit or without."""
    whole = cpv.parsed(text)
    digits = whole[0] if whole else text
    return [cpv.prefix(digits)] if CPV_BRANCH.fullmatch(digits) else []


def countries(text: str) -> list[str]:
    """ISO 3166 codes for a code, or for a name in the reader's language or in English."""
    code = text.upper()
    if ISO_CODE.fullmatch(text) and country_name(code) != code:
        return [code]
    found = countries_named(text) if text else []
    named = [code for code in found if country_name(code).casefold() == text.casefold()]
    return named or found


def region(text: str) -> list[str]:
    code = nuts.parsed(text)
    return [code] if code else []


def language(text: str) -> list[str]:
    code = text.lower()
    return [code] if code in Locale("en").languages else []


def kind(text: str) -> list[str]:
    return [text.lower()] if text.lower() in Kind.values else []


def name(text: str) -> list[str]:
    return [text] if text else []


def _nothing(text: str) -> list[str]:
    return []


# What is typed before the colon → the facet, and how its value is read.
READERS: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "cpv": ("subject", branch),
    "buyer": ("name", name),
    "country": ("country", countries),
    "region": ("region", region),
    "language": ("language", language),
    "kind": ("kind", kind),
}
