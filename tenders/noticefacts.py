"""How a notice's terms become an opportunity's columns. The table of the mapping stands here."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import dates
from ppi.organisations import imports
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.taxonomy.choices import (
    BuyerType,
    ContractKind,
    InnovativeAcquisition,
    Procedure,
    StrategicProcurement,
)
from ppi.translations import services as translations
from ppi.translations.models import Source
from tenders.exchange import notice as reading
from tenders.exchange.notice import Buyer, Money, Notice, Texts, wording
from tenders.models import Opportunity
from tenders.snapshots import plain

# What the columns hold at most; a notice may say more, and is cut rather than lost.
TITLE_LENGTH, NEED_LENGTH, REASON_LENGTH = 300, 20_000, 2_000
MOST_CODES = 50
LARGEST_AMOUNT = Decimal(10) ** 13

# BT-11 → the kind of buyer that decides thresholds; every other code is sub-central.
BUYER_TYPES = {
    "cga": BuyerType.CENTRAL,
    "def-cont": BuyerType.DEFENCE,
    "pub-undert": BuyerType.UTILITY,
    "pub-undert-cga": BuyerType.UTILITY,
    "pub-undert-la": BuyerType.UTILITY,
    "pub-undert-ra": BuyerType.UTILITY,
    "spec-rights-entity": BuyerType.UTILITY,
}
# BT-01 outweighs it: who buys under these directives is a utility, or buys for defence.
BUYER_TYPES_BY_DIRECTIVE = {"32014L0025": BuyerType.UTILITY, "32009L0081": BuyerType.DEFENCE}
CONCESSIONS = "32014L0023"
SOCIAL = ("cn-social", "can-social", "pin-cfc-social")
TED_NOTICE = "https://ted.europa.eu/en/notice/-/detail/{number}"


def kind(notice: Notice) -> str:
    """Raises `NotAnOpportunity` for a notice that announces no purchase."""
    return reading.opportunity_kind(notice)


def notice_type(notice: Notice) -> str:
    """The stage that the notice publishes, such as `cn-standard`; never `corr`."""
    return reading.stage(notice)


def dispatched_at(notice: Notice) -> datetime:
    """BT-803, else BT-05; a notice that states neither, or no known year, counts as sent now."""
    stated = notice.dispatched.at if notice.dispatched else None
    return stated if stated and dates.is_known(stated) else timezone.now()


def deadline(notice: Notice) -> datetime | None:
    """The earliest one in a year that the columns hold."""
    return next((one.at for one in notice.deadlines if dates.is_known(one.at)), None)


def left_out(notice: Notice) -> str:
    """A sentence on the dates in which the notice cannot be believed; "" where there are none."""
    stated = [one.at for one in notice.deadlines]
    stated += [notice.dispatched.at] if notice.dispatched else []
    impossible = dict.fromkeys(at.date().isoformat() for at in stated if not dates.is_known(at))
    if not impossible:
        return ""
    sentence = _("Left out, since no date before 2016 or after 2099 is kept: %(days)s.")
    return sentence % {"days": ", ".join(impossible)}


def title(notice: Notice) -> str:
    stated = wording(notice.title, notice.language)
    return (stated or _("Notice %(id)s") % {"id": notice.notice_id})[:TITLE_LENGTH]


def reason_of_change(notice: Notice) -> str:
    """Why the notice changes or cancels another, in its own words (BT-762)."""
    explained = wording(notice.change.explanation, notice.language) if notice.change else None
    return (explained or "")[:REASON_LENGTH]


def country(notice: Notice) -> str:
    """Of the buyer, else of the place of performance; empty where neither is stated."""
    places = (place.country for place in notice.places)
    buyers = (buyer.country for buyer in notice.buyers)
    return next((code for code in (*buyers, *places) if code), "")


def contract(notice: Notice) -> str:
    """Which row of the thresholds the contract falls under."""
    if notice.legal_basis == CONCESSIONS:
        return ContractKind.CONCESSION
    if notice_type(notice) in SOCIAL:
        return ContractKind.LIGHT_REGIME
    if notice_type(notice) in ("cn-desg", "can-desg"):
        return ContractKind.DESIGN_CONTEST
    return notice.nature if notice.nature in ContractKind.values else ""


def columns(notice: Notice) -> dict[str, Any]:
    """The opportunity's columns, ready to be set."""
    value = amount(notice.value or notice.framework_maximum)
    return {
        "kind": kind(notice),
        "language": notice.language or "en",
        "title": title(notice),
        "need": (wording(notice.description, notice.language) or "")[:NEED_LENGTH],
        "cpv": codes(notice.cpv, *notice.cpv_additional),
        "nuts": codes(*(place.nuts for place in notice.places)),
        "country": country(notice),
        "contract": contract(notice),
        "procedure": known(notice.procedure_type, Procedure),
        "value": value.amount if value else None,
        "currency": value.currency if value else "EUR",
        "deadline": deadline(notice),
        "innovation": [c for c in notice.innovation if c in InnovativeAcquisition.values],
        "strategic": [c for c in notice.strategic if c in StrategicProcurement.values],
        "accepted_languages": list(notice.accepted_languages),
        "official_url": official_url(notice),
        **result_columns(notice),
    }


def result_columns(notice: Notice) -> dict[str, Any]:
    result = notice.result
    if result is None:
        return {}
    total = amount(result.total)
    return {
        "winner_name": ", ".join(result.winners)[:300],
        "awarded_value": total.amount if total else None,
        "awarded_currency": total.currency if total else "",
        "tenders_received": result.tenders_received,
    }


def amount(money: Money | None) -> Money | None:
    """An amount that the columns can hold; notices with absurd ones exist."""
    return money if money and money.amount < LARGEST_AMOUNT else None


def codes(*found: str | None) -> list[str]:
    return list(dict.fromkeys(code for code in found if code))[:MOST_CODES]


def known(code: str | None, choices) -> str:
    return code if code in choices.values else ""


def official_url(notice: Notice) -> str:
    if notice.publication_id:
        return TED_NOTICE.format(number=notice.publication_id)
    urls = [url for url in (*notice.document_urls, *notice.submission_urls) if len(url) <= 500]
    return urls[0] if urls else ""


def buyer(notice: Notice, portal: Portal) -> Organisation:
    """The first buyer named, as an organisation of the portal."""
    first = notice.buyers[0] if notice.buyers else None
    if first is None:
        return imports.from_notice(
            name=_("Buyer not named"), country=country(notice), portal=portal
        )
    return imports.from_notice(
        name=first.name[:200],
        country=first.country or country(notice),
        registration_number=registration_number(first),
        nuts=(first.nuts or "")[:5],
        website=first.website if first.website and len(first.website) <= 300 else "",
        buyer_type=buyer_type(notice, first),
        language=notice.language or "en",
        portal=portal,
    )


def registration_number(of: Buyer) -> str:
    """BT-501 where it is a number; some buyers write that they have none."""
    stated = (of.legal_id or "").strip()
    return stated[:40] if any(character.isdigit() for character in stated) else ""


def buyer_type(notice: Notice, of: Buyer) -> str:
    by_directive = BUYER_TYPES_BY_DIRECTIVE.get(notice.legal_basis or "")
    return by_directive or BUYER_TYPES.get(of.legal_type or "", BuyerType.SUB_CENTRAL)


def content(notice: Notice) -> dict[str, Any]:
    """What a version keeps: the columns as plain values."""
    return {name: plain(value) for name, value in columns(notice).items()}


def keep_translations(opportunity: Opportunity, notice: Notice) -> None:
    """The publisher's own wording in the notice's other languages."""
    texts: dict[str, Texts] = {"title": notice.title, "need": notice.description}
    for field, wordings in texts.items():
        for language, text in wordings.items():
            if language != opportunity.language and text:
                translations.keep(
                    opportunity,
                    field,
                    language,
                    text,
                    source=Source.PUBLISHER,
                    reviewed=True,
                    announced=False,  # the importer announces the notice
                )
