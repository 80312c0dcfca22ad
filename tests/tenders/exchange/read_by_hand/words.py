"""Short ways to write down what stands in a notice."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tenders.exchange.notice import Moment, Money, Place


def at(stamp: str) -> Moment:
    """A moment whose date, time and offset were all stated."""
    return Moment(datetime.fromisoformat(stamp), zone_stated=True, time_stated=True)


def money(amount: str, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


LUXEMBOURG = Place("LU000", "LU")
ROUEN = Place("FRD22", "FR")
NARVIK = Place("NO071", "NO")
BRESCIA = Place("ITC47", "IT")
ANYWHERE_EEA = Place(anywhere="anyw-eea")
ANYWHERE_UK = Place(country="GB", anywhere="anyw-cou")
ANYWHERE_ES = Place(country="ES", anywhere="anyw-cou")
OP_TITLE = (
    "Provision of IT Services Related to OP IT Systems (EUR-Lex, N-Lex, Search Layer, and Others)"
)
OP_URL = "https://etendering.ted.europa.eu/cft/cft-display.html?cftId=5629"
SMALL_BUYER = {
    "legal_id": None,
    "nuts": None,
    "town": None,
    "website": None,
    "legal_type": None,
    "activity": None,
}
OP_BUYER = {
    "name": "Publications Office of the European Union",
    "legal_id": "EU-PO",
    "country": "LU",
    "nuts": "LU000",
    "town": "Luxembourg",
    "legal_type": "eu-ins-bod-ag",
    "activity": "gen-pub",
}
