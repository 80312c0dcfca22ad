"""Registration numbers: which a country gives, whether one can be right, and how it is written.

Check digits are those of the registers themselves; `python-stdnum` knows them, but for Lithuania.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.at import businessid, uid
from stdnum.de import handelsregisternummer, leitweg, vat
from stdnum.dk import cvr
from stdnum.ee import registrikood
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.fi import ytunnus
from stdnum.lv import pvn
from stdnum.no import mva
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr
from stdnum.se import vat as se_vat

from ppi.kernel.verdicts import Refused
from ppi.taxonomy.countries import country_name

# How a VAT number begins, and which country that is: Greece has letters of its own.
COUNTRIES_OF_VAT = {code.upper(): code.upper() for code in eu_vat.MEMBER_STATES - {"gr", "xi"}} | {
    "EL": "GR",
    "NO": "NO",
}


@dataclass(frozen=True)
class Register:
    """A country's numbers: what they are called, how one looks, and who can check them.

    Each check returns the number in its one written form, or raises stdnum's `ValidationError`.
    """

    name: str | Promise
    example: str
    checks: tuple[Callable[[str], str], ...]


def lithuanian(number: str) -> str:
    """A legal entity's code of the Lithuanian register: nine digits, the last one a check digit."""
    number = number.replace(" ", "")
    if len(number) != 9 or not (number.isascii() and number.isdigit()):
        raise ValidationError
    digits = [int(digit) for digit in number]
    check = _weighed(digits, (1, 2, 3, 4, 5, 6, 7, 8))
    if check == 10:
        check = _weighed(digits, (3, 4, 5, 6, 7, 8, 9, 1)) % 10
    if check != digits[8]:
        raise ValidationError
    return number


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def finnish(number: str) -> str:
    return ytunnus.format(ytunnus.validate(number))


def norwegian_vat(number: str) -> str:
    """The organisation's number with MVA behind it."""
    return no_orgnr.validate(mva.validate(number).removesuffix("MVA"))


def swedish_vat(number: str) -> str:
    """The organisation's number with 01 behind it."""
    return swedish(se_vat.validate(number).removesuffix("01"))


def swedish(number: str) -> str:
    return se_orgnr.format(se_orgnr.validate(number))


REGISTERS = {
    "DK": Register("CVR", "12345674", (cvr.validate,)),
    "DE": Register(
        gettext_lazy("commercial register number, VAT number or Leitweg-ID"),
        "Aachen HRB 11223",
        (handelsregisternummer.validate, vat.validate, leitweg.validate),
    ),
    "EE": Register("registrikood", "12345678", (registrikood.validate,)),
    "FI": Register("Y-tunnus", "1234567-1", (finnish,)),
    "LT": Register("įmonės kodas", "123456786", (lithuanian,)),
    "LV": Register("reģistrācijas numurs", "40003000002", (pvn.validate,)),
    "NO": Register("organisasjonsnummer", "812345672", (no_orgnr.validate, norwegian_vat)),
    "SE": Register("organisationsnummer", "123456-7897", (swedish, swedish_vat)),
    "AT": Register(
        gettext_lazy("company register number or VAT number"),
        "FN 122119m",
        (businessid.validate, uid.validate),
    ),
}


def checked(country: str, number: str) -> str:
    """The number as it is written in its register; elsewhere in the EU a VAT number or any other.

    Raises `Refused` with a sentence when the country gives no such number.
    """
    _refuse_anothers(country, number)
    register = REGISTERS.get(country)
    if register is None or not number:
        return _elsewhere(country, number.strip())
    for check in register.checks:
        try:
            return check(number)
        except ValidationError:
            continue
    raise Refused(
        _("«%(number)s» cannot be right. A %(name)s looks like this: %(example)s.")
        % {"number": number, "name": register.name, "example": register.example},
        field="registration_number",
    )


def _refuse_anothers(country: str, number: str) -> None:
    """A VAT number says itself whose it is."""
    prefix = number.strip()[:2].upper()
    other = COUNTRIES_OF_VAT.get(prefix, country)
    if other != country and _is_vat(prefix, number):
        raise Refused(
            _("«%(number)s» is a VAT number of another country: %(country)s.")
            % {"number": number, "country": country_name(other)},
            field="registration_number",
        )


def _is_vat(prefix: str, number: str) -> bool:
    return mva.is_valid(number) if prefix == "NO" else eu_vat.is_valid(number)


def _elsewhere(country: str, number: str) -> str:
    """In a country whose register is not known here: what begins as its VAT number must be one."""
    prefix = number[:2].upper()
    if COUNTRIES_OF_VAT.get(prefix) != country or not number[2:].strip()[:1].isdigit():
        return number
    if not eu_vat.is_valid(number):
        raise Refused(
            _("«%(number)s» begins as a VAT number, and cannot be one.") % {"number": number},
            field="registration_number",
        )
    return eu_vat.compact(number)


def tidied(country: str, number: str) -> str:
    """The number as its register writes it, where it is a right one, else as it came."""
    try:
        return checked(country, number)
    except Refused:
        return number.strip()
