"""The shape of NUTS codes: a country's two letters and one character more for each level."""

from __future__ import annotations

import re

from ppi.taxonomy.countries import NUTS_PREFIX_TO_ISO

ISO_TO_NUTS_PREFIX = {iso: prefix for prefix, iso in NUTS_PREFIX_TO_ISO.items()}
WRITTEN = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


def parsed(text: str) -> str | None:
    """The code that this text could be, in capitals; `None` when it is something else."""
    code = text.strip().upper()
    return code if WRITTEN.fullmatch(code) else None


def level(code: str) -> int:
    """0 for a country, 1 to 3 for its regions."""
    return len(code) - 2


def parent(code: str) -> str | None:
    return code[:-1] if len(code) > 2 else None


def country(code: str) -> str:
    """The country's ISO 3166 code; NUTS writes EL for Greece."""
    return NUTS_PREFIX_TO_ISO.get(code[:2], code[:2])


def is_within(code: str, region: str) -> bool:
    """Whether a region is the wider one or lies in it."""
    return code.startswith(region)


def of_country(country: str) -> str:
    """The code of level 0 of the country with this ISO 3166 code."""
    return ISO_TO_NUTS_PREFIX.get(country, country)
