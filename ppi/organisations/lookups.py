"""What national registers and VIES say of a number, for the moderators; off until an operator says
which (`PPI_REGISTER_LOOKUPS`: country, or "*" for all others, to the path of a function).

A lookup is a function of country and number. It answers `Known`, or None where the register has no
such number, and raises `Unanswered` where it cannot be asked now.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from ppi.kernel import outbound

VIES = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
# VIES calls Greece by its language.
VIES_COUNTRIES = {"GR": "EL"}
# What stands behind a number in a country's VAT number, and there alone.
VAT_ENDINGS = {"SE": "01"}


@dataclass(frozen=True)
class Known:
    name: str
    address: str = ""


class Unanswered(Exception):
    """The register is away, or said something that could not be understood."""


Lookup = Callable[[str, str], Known | None]


def lookup_for(country: str) -> Lookup | None:
    """The one that the operator has chosen for this country."""
    chosen = settings.PPI_REGISTER_LOOKUPS
    path = chosen.get(country) or chosen.get("*")
    return import_string(path) if path else None


def vies(country: str, number: str) -> Known | None:
    """The European Commission's register of VAT numbers: that of the company's own country.

    Not every company is in it, and some countries keep names to themselves.
    """
    digits = "".join(sign for sign in number if sign.isalnum()).removeprefix(country)
    body = {
        "countryCode": VIES_COUNTRIES.get(country, country),
        "vatNumber": digits + VAT_ENDINGS.get(country, ""),
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    try:
        answer = outbound.post(VIES, json.dumps(body).encode(), headers)
        said = json.loads(answer.body) if answer.is_success else {}
    except (outbound.Refused, outbound.Failed, ValueError) as failure:
        raise Unanswered(str(failure)) from failure
    return understood(said)


def understood(said: dict) -> Known | None:
    """VIES' answer; names that a country does not give are dashes."""
    if not isinstance(said, dict) or "valid" not in said:
        raise Unanswered("no answer about a number")
    if not said["valid"]:
        return None
    return Known(*(_given(said.get(field)) for field in ("name", "address")))


def _given(text: object) -> str:
    given = " ".join(str(text or "").split())
    return "" if given.strip("-") == "" else given[:500]
