"""Who is who: eForms lists organisations once and refers to them by technical identifiers."""

from __future__ import annotations

from tenders.exchange import codes
from tenders.exchange.fields import EXTENSION, Element, Reader, every, many, one, path, texts
from tenders.exchange.notice import Buyer, wording

_ADDRESS = "cac:PostalAddress"
_IDENTIFIER = "cac:PartyIdentification/cbc:ID"

COMPANY: dict[str, Reader] = {
    "legal_id": one("cac:PartyLegalEntity/cbc:CompanyID"),
    "country": one(f"{_ADDRESS}/cac:Country/cbc:IdentificationCode", codes.country),
    "nuts": one(f"{_ADDRESS}/cbc:CountrySubentityCode", codes.nuts),
    "town": one(f"{_ADDRESS}/cbc:CityName"),
    "website": one("cbc:WebsiteURI", codes.address),
}

CONTRACTING_PARTY: dict[str, Reader] = {
    "legal_type": one(
        "cac:ContractingPartyType/cbc:PartyTypeCode[not(@listName='buyer-contracting-type')]"
    ),
    "activity": one("cac:ContractingActivity/cbc:ActivityTypeCode"),
}

_organisations = path(f"{EXTENSION}/efac:Organizations/efac:Organization[efac:Company]")
_company = path("efac:Company")
_identifiers = many(f"*/{_IDENTIFIER}")
_names = texts("cac:PartyName/cbc:Name")
_parties = path("cac:ContractingParty")
_reference = one(f"cac:Party/{_IDENTIFIER}")


def companies(notice: Element) -> dict[str, Element]:
    """Each organisation's company, under its own identifier and those of its touch points."""
    known = {}
    for organisation in _organisations(notice):
        company = _company(organisation)[0]
        for identifier in _identifiers(organisation):
            known[identifier] = company
    return known


def name(company: Element, language: str | None) -> str:
    return wording(_names(company), language) or ""


def buyers(notice: Element, known: dict[str, Element], language: str | None) -> tuple[Buyer, ...]:
    """Each organisation once. A party that refers to nobody in the notice is left out."""
    parties: dict[Element, Element] = {}
    for party in _parties(notice):
        if (reference := _reference(party)) in known:
            parties.setdefault(known[reference], party)
    return tuple(
        Buyer(
            name=name(company, language),
            **every(COMPANY, company),
            **every(CONTRACTING_PARTY, party),
        )
        for company, party in parties.items()
    )
