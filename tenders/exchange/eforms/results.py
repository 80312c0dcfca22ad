"""What came of a procedure: eForms joins lots, tenders, contracts and tenderers by identifiers."""

from __future__ import annotations

from datetime import date

from tenders.exchange import values
from tenders.exchange.eforms.organisations import name
from tenders.exchange.fields import EXTENSION, Element, many, money, one, path
from tenders.exchange.notice import Result

_results = path(f"{EXTENSION}/efac:NoticeResult")
_decided = many("efac:SettledContract/cbc:AwardDate", values.day)  # BT-1451
_concluded = many("efac:SettledContract/cbc:IssueDate", values.day)  # BT-145
_stated_total = money("cbc:TotalAmount")  # BT-161
_contracted = many("efac:SettledContract/efac:LotTender/cbc:ID")
_selected = many(
    "efac:LotResult[normalize-space(cbc:TenderResultCode)='selec-w']/efac:LotTender/cbc:ID"
)
_tenders = path("efac:LotTender")
_tender_value = money("cac:LegalMonetaryTotal/cbc:PayableAmount")  # BT-720
_tendering_party = one("efac:TenderingParty/cbc:ID")
_tendering_parties = path("efac:TenderingParty")
_tenderers = many("efac:Tenderer/cbc:ID")
_identifier = one("cbc:ID")
_received = path(
    "efac:LotResult/efac:ReceivedSubmissionsStatistics"
    "[normalize-space(efbc:StatisticsCode)='tenders']/efbc:StatisticsNumeric"
)


def result(notice: Element, known: dict[str, Element], language: str | None) -> Result | None:
    """None for a notice without a result."""
    found = next(iter(_results(notice)), None)
    if found is None:
        return None
    winning = _winning_tenders(found)
    return Result(
        awarded_on=_awarded_on(found),
        total=_stated_total(found) or values.total([_tender_value(tender) for tender in winning]),
        winners=_winners(found, winning, known, language),
        tenders_received=_tenders_received(found),
    )


def _awarded_on(found: Element) -> date | None:
    """The last decision of several; where none is stated, the last contract's conclusion.

    The award date at the root is no answer: UBL demands one, and eForms fills in 2000-01-01.
    """
    return max(_decided(found) or _concluded(found), default=None)


def _winning_tenders(found: Element) -> list[Element]:
    """Those that became contracts; without contracts, those of lots with a winner."""
    winning = set(_contracted(found) or _selected(found))
    return [tender for tender in _tenders(found) if _identifier(tender) in winning]


def _winners(
    found: Element, winning: list[Element], known: dict[str, Element], language: str | None
) -> tuple[str, ...]:
    """The names of all tenderers in the winning groups, each once."""
    groups = {_identifier(group): _tenderers(group) for group in _tendering_parties(found)}
    # Everything is looked up once, however often a hostile file repeats it.
    won = dict.fromkeys(_tendering_party(tender) for tender in winning)
    members = (known[who] for group in won for who in groups.get(group, ()) if who in known)
    names = (name(company, language) for company in dict.fromkeys(members))
    return tuple(dict.fromkeys(filter(None, names)))


def _tenders_received(found: Element) -> int | None:
    """Summed over the lots, so that a tender for two lots counts twice."""
    counts = [values.number((node.text or "").strip()) for node in _received(found)]
    stated = [count for count in counts if count is not None]
    return sum(stated) if stated else None
