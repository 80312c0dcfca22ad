"""What a checked registration number tells by itself, without asking anybody.

A number that its register would not give tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stdnum.at import uid
from stdnum.de import vat as german_vat
from stdnum.exceptions import ValidationError

from ppi.kernel.verdicts import Refused
from ppi.organisations import numbers

# Countries whose VAT number follows from the registration number. In Estonia and Lithuania, and
# for entries in a German or Austrian register, it is another number.
VAT: dict[str, Callable[[str], str]] = {
    "DK": lambda number: f"DK{number}",
    "FI": lambda number: f"FI{number.replace('-', '')}",
    "LV": lambda number: f"LV{number}",
    "SE": lambda number: f"SE{number.replace('-', '')}01",
    "NO": lambda number: f"NO{number}MVA",
}
# Where everybody can read what the register says.
PAGES = {
    "DK": "https://datacvr.virk.dk/enhed/virksomhed/{}",
    "EE": "https://ariregister.rik.ee/eng/company/{}",
    "FI": "https://tietopalvelu.ytj.fi/yritys/{}",
    "NO": "https://virksomhet.brreg.no/nb/oppslag/enheter/{}",
}


@dataclass(frozen=True)
class Known:
    """A number as its register writes it, what it is called there, and what follows from it."""

    number: str
    register: str
    vat: str
    page: str


def known_of(country: str, number: str) -> Known | None:
    """None for a number that cannot be right, and where we do not know the register."""
    register = numbers.REGISTERS.get(country)
    try:
        written = numbers.checked(country, number)
    except Refused:
        return None
    if register is None or not written:
        return None
    page = PAGES.get(country, "")
    return Known(written, str(register.name), vat_number(country, written), page.format(written))


def vat_number(country: str, number: str) -> str:
    """With the country's letters, as VIES takes it; empty where it does not follow."""
    if not number:
        return ""
    if country in VAT:
        return VAT[country](number)
    return _vat_itself(country, number)


def _vat_itself(country: str, number: str) -> str:
    """In Germany and Austria the number given may be the VAT number."""
    check = {"DE": german_vat, "AT": uid}.get(country)
    try:
        return f"{country}{check.validate(number)}" if check else ""
    except ValidationError:
        return ""
