"""A notice as the platform knows it, whatever format it was written in.

BT, OPT and OPP numbers are the names of business terms in eForms (Regulation (EU) 2019/1780).
Codes stay as their eForms list writes them unless a comment says otherwise. Texts are mappings
from language to wording, languages are ISO 639-1 where there is a code, else ISO 639-3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tenders.exchange import refusals, stages

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Money:
    """Never negative, excludes VAT; currency in ISO 4217."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, and how much of it the source really said.

    `at` always carries an offset: the stated one, else UTC (then `zone_stated` is false). Where
    no time of day was stated, a deadline runs to the last second of its day and any other moment
    starts with it.
    """

    at: datetime
    zone_stated: bool
    time_stated: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a contract is performed (BT-5071, BT-5141, BT-727).

    `country` is ISO 3166-1 alpha-2, read from the NUTS code where no country is stated;
    `anywhere` is `anyw`, `anyw-eea` or `anyw-cou` (anywhere in the given country).
    """

    nuts: str | None = None
    country: str | None = None
    anywhere: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeReference:
    """Another notice. `version` is None where the source names no version (an OJ S number)."""

    notice_id: str
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What makes a notice a change notice. Codes: list `change-corrig-justification`."""

    reference: NoticeReference | None  # BT-758
    reasons: tuple[str, ...]  # BT-140; `cancel` withdraws the notice
    explanation: Texts  # BT-762


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot, or a part of a planned purchase that may become a lot (BT-137)."""

    lot_id: str  # empty where none is stated
    internal_id: str | None  # BT-22
    title: Texts  # BT-21
    description: Texts  # BT-24
    nature: str | None  # BT-23
    cpv: str | None  # BT-262, eight digits
    cpv_additional: tuple[str, ...]  # BT-263
    places: tuple[Place, ...]
    value: Money | None  # BT-27
    framework_maximum: Money | None  # BT-271
    tenders_by: Moment | None  # BT-131
    requests_by: Moment | None  # BT-1311
    interest_by: Moment | None  # BT-630
    answers_by: Moment | None  # BT-800, market consultations
    strategic: tuple[str, ...]  # BT-06
    innovation: tuple[str, ...]  # BT-776
    sme_suitable: bool | None  # BT-726
    eu_funded: bool | None  # BT-60
    framework: str | None  # BT-765, `none` where there is none
    dynamic_purchasing_system: str | None  # BT-766, `none` where there is none

    @property
    def deadlines(self) -> tuple[Moment, ...]:
        stated = (self.tenders_by, self.requests_by, self.interest_by, self.answers_by)
        return tuple(moment for moment in stated if moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A contracting authority or entity (OPT-300)."""

    name: str  # BT-500, in the notice's language where it has one in it
    legal_id: str | None  # BT-501, as written: some say "not available"
    country: str | None  # BT-514, ISO 3166-1 alpha-2
    nuts: str | None  # BT-507
    town: str | None  # BT-513
    website: str | None  # BT-505
    legal_type: str | None  # BT-11
    activity: str | None  # BT-10, or BT-610 for an entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a procedure."""

    awarded_on: date | None  # BT-1451, the last of several, else BT-145
    total: Money | None  # BT-161, else the sum of the winning tenders (BT-720)
    winners: tuple[str, ...]  # names, each member of a winning group
    tenders_received: int | None  # BT-759, summed over the lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One publication of a notice.

    What describes the purchase is stated for the procedure as a whole. Where it is not, the lots
    answer, then the parts: the first that has one gives `title`, `description`, `nature` and
    `cpv`; all together give `cpv_additional` and `places`; the sum gives `value` and
    `framework_maximum`, if every one states an amount and all in one currency.
    """

    source: str  # the name of the file or record it was read from
    document: str  # the root element
    notice_id: str  # BT-701, lower case
    version: int  # BT-757; 1 where none is stated
    publication_id: str | None  # OPP-010, the number in the OJ S
    procedure_id: str | None  # BT-04, lower case
    change: Change | None
    customization: str | None  # OPT-002
    subtype: str | None  # OPP-070
    notice_type: str | None  # BT-02
    form_type: str | None  # BT-03
    legal_basis: str | None  # BT-01: a CELEX number or `other`, else the reference given
    dispatched: Moment | None  # BT-803 (by the eSender), else BT-05
    language: str | None  # BT-702(a)
    additional_languages: tuple[str, ...]  # BT-702(b)
    internal_id: str | None  # BT-22
    title: Texts  # BT-21
    description: Texts  # BT-24
    nature: str | None  # BT-23
    cpv: str | None  # BT-262, eight digits
    cpv_additional: tuple[str, ...]  # BT-263
    places: tuple[Place, ...]
    value: Money | None  # BT-27
    framework_maximum: Money | None  # BT-271
    procedure_type: str | None  # BT-105
    accelerated: bool | None  # BT-106
    accepted_languages: tuple[str, ...]  # BT-97, of all lots
    document_urls: tuple[str, ...]  # BT-15, and BT-615 where access is restricted
    submission_urls: tuple[str, ...]  # BT-18
    lots: tuple[Lot, ...]
    parts: tuple[Lot, ...]
    buyers: tuple[Buyer, ...]
    result: Result | None

    @property
    def sdk(self) -> str | None:
        """The version of the eForms SDK, such as `1.13`."""
        return (self.customization or "").split("#")[0].removeprefix("eforms-sdk-") or None

    @property
    def profile(self) -> str | None:
        """The national profile that extends eForms, as a URN."""
        return (self.customization or "").partition("#extended#")[2] or None

    @property
    def deadlines(self) -> list[Moment]:
        """Every date by which anyone must act, of every kind in every lot; the earliest first."""
        stated = [moment for lot in (*self.lots, *self.parts) for moment in lot.deadlines]
        return sorted(stated, key=lambda moment: moment.at)

    @property
    def earliest_deadline(self) -> Moment | None:
        return next(iter(self.deadlines), None)

    @property
    def strategic(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for lot in self.lots for code in lot.strategic))

    @property
    def innovation(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for lot in self.lots for code in lot.innovation))


def wording(texts: Texts, language: str | None) -> str | None:
    """The text in that language, else in the first there is; None where there is none."""
    return texts.get(language or "") or next(iter(texts.values()), None)


def _type(notice: Notice) -> stages.NoticeType:
    return stages.notice_type(notice.notice_type, notice.subtype, notice.form_type, notice.document)


def opportunity_kind(notice: Notice) -> str:
    """The platform's kind for a notice.

    Raises `NotAnOpportunity` for company registrations (form type `bri`, subtypes X01 and X02).
    """
    kind = _type(notice).kind
    if kind is None:
        sentence = refusals.company_registration(notice.subtype)
        raise refusals.NotAnOpportunity(notice.source, sentence)
    if kind == "call" and notice.procedure_type == "innovation":
        return "innovation-partnership"
    return kind


def stage(notice: Notice) -> str:
    """The stage of the purchase that a notice belongs to, named by its notice type.

    A change notice belongs to the stage of the notice that it changes, also where its own type
    only says that it is a change (`corr`, up to SDK 1.3).
    """
    if notice.notice_type and notice.form_type != "change":
        return notice.notice_type
    return _type(notice).code
