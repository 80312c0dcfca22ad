"""Above or below? The EU thresholds as rules over dated rows.

Which directive: a concession falls under 2014/23, whoever grants it; else the buyer decides: a
utility under 2014/25, a defence buyer under 2009/81, all others under 2014/24. A value that equals
the threshold lies above it («equal to or greater than», article 4 of 2014/24 and its likes).
Values are estimates without VAT; the day that counts is that of the notice's dispatch. A value in
DKK, SEK, NOK or PLN is compared with the amount published in that currency, never with a
conversion. Where none is published, the verdict is `unknown` and `indicative` says what a
conversion suggests.

Lots are added up in `lots`. Not covered here: subsidised contracts (article 13), mixed contracts,
and defence goods of central buyers (article 4(c)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ppi.taxonomy.choices import (
    ANY_BUYER,
    BuyerType,
    ContractKind,
    Directive,
    FigureStatus,
    NationalRule,
    SpecialService,
)
from ppi.taxonomy.conversion import EURO, MOST, Conversion, convert
from ppi.taxonomy.models import NationalThreshold, Threshold
from ppi.taxonomy.wording import country_name, day, formatted

ABOVE, BELOW, UNKNOWN = "above", "below", "unknown"
DIRECTIVE_OF_BUYER = {
    BuyerType.CENTRAL: Directive.CLASSIC,
    BuyerType.SUB_CENTRAL: Directive.CLASSIC,
    BuyerType.UTILITY: Directive.UTILITIES,
    BuyerType.DEFENCE: Directive.DEFENCE,
}
NO_VALUE, NEGATIVE, TOO_LARGE = "no-value", "negative", "too-large"
# A sum of lots that cannot be told: one of them has no value (see `lots`).
NO_LOT_VALUE = "no-lot-value"
NO_RULE, NO_DATE, NO_CURRENCY = "no-rule", "no-date", "no-currency"
# What a verdict takes over from the row it rests on.
FIGURES = ("currency", "regulation", "article", "valid_from", "valid_to", "status", "source")
# Official amounts rest on the average rate of 24 months, a conversion on that of a day: within this
# share of the threshold the two may differ on the verdict.
TOO_CLOSE = Decimal("0.1")
EU_REGULATION = re.compile(r"\d{4}/\d+")


@dataclass(frozen=True)
class IndicativeComparison:
    """What a conversion to euro suggests where no amount is published in the value's currency.

    `unknown` where the value is `TOO_CLOSE` to the threshold.
    """

    verdict: str
    conversion: Conversion
    threshold: Decimal
    currency: str = EURO

    @property
    def sentence(self) -> str:
        words = {"threshold": formatted(self.threshold, self.currency)}
        judgement = {
            ABOVE: _("That would reach the EU threshold of %(threshold)s."),
            BELOW: _("That would lie below the EU threshold of %(threshold)s."),
            UNKNOWN: _(
                "That is too close to the EU threshold of %(threshold)s to tell: ask for the "
                "official amount in this currency."
            ),
        }[self.verdict]
        return f"{self.conversion.sentence} {judgement % words} {_('Indicative.')}"


@dataclass(frozen=True)
class Verdict:
    """`above`, `below` or `unknown`, with the threshold's row where one was found.

    The sentences are written when they are read, in the language of that moment.
    """

    verdict: str
    on: date
    buyer_type: str
    contract: str
    value: Decimal | None
    value_currency: str
    directive: str
    threshold: Decimal | None = None
    currency: str = ""
    regulation: str = ""
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    status: str = ""
    source: str = ""
    why_unknown: str = ""
    indicative: IndicativeComparison | None = None

    @property
    def act(self) -> str:
        """The act that sets the threshold: «Regulation (EU) 2025/2152», a national one by name."""
        if EU_REGULATION.fullmatch(self.regulation):
            return _("Regulation (EU) %(number)s") % {"number": self.regulation}
        return self.regulation

    @property
    def judgement(self) -> str:
        """What the comparison says, or why there is none."""
        if self.verdict == UNKNOWN:
            return unknown_sentence(self)
        words = {
            "value": formatted(self.value, self.value_currency),
            "threshold": formatted(self.threshold, self.currency),
        }
        if self.verdict == ABOVE:
            return _("%(value)s reaches the EU threshold of %(threshold)s.") % words
        return _("%(value)s lies below the EU threshold of %(threshold)s.") % words

    @property
    def citation(self) -> str:
        """The act that sets the threshold, the article it belongs to, and its period."""
        if self.threshold is None:
            return ""
        words = {
            "regulation": self.act,
            "article": self.article,
            "directive": Directive(self.directive).label,
            "from": day(self.valid_from),
            "to": day(self.valid_to),
        }
        if self.valid_to is None:
            return _("%(regulation)s, article %(article)s of %(directive)s, from %(from)s.") % words
        return (
            _("%(regulation)s, article %(article)s of %(directive)s, from %(from)s to %(to)s.")
            % words
        )

    @property
    def caution(self) -> str:
        """A warning where the figure was not seen in an official source, else ""."""
        return str(FigureStatus(self.status).help) if self.status else ""

    @property
    def sentence(self) -> str:
        """All of it: judgement, what a conversion suggests, citation and caution."""
        suggested = self.indicative.sentence if self.indicative else ""
        parts = (self.judgement, suggested, self.citation, self.caution)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class NationalIndication:
    """One national limit beside a value: `reached` is None where they cannot be compared."""

    row: NationalThreshold
    reached: bool | None

    @property
    def rule(self) -> str:
        """What the amount means: «From 60,000 € on, the national procurement act applies.»"""
        amount = formatted(self.row.amount, self.row.currency)
        return NationalRule(self.row.what).help % {"amount": amount}

    @property
    def comparison(self) -> str:
        if self.reached is None:
            return ""
        return _("This value reaches it.") if self.reached else _("This value lies below it.")

    @property
    def scope(self) -> str:
        """For whom the limit holds, where not for every buyer and service."""
        narrowed = []
        if self.row.buyer_type != ANY_BUYER:
            narrowed.append(str(BuyerType(self.row.buyer_type).label))
        if self.row.service:
            narrowed.append(str(SpecialService(self.row.service).label))
        return ", ".join(narrowed)

    @property
    def provenance(self) -> str:
        """The source and the day on which it last said so, or that nobody has compared the act."""
        words = {"source": self.row.source, "day": day(self.row.checked_on)}
        if self.row.checked_on:
            return _("Source: %(source)s. Last checked on %(day)s.") % words
        return _("Source: %(source)s. Not yet checked against the act.") % words

    @property
    def sentence(self) -> str:
        """Rule, comparison and caution, headed by country and scope, and marked as indicative."""
        heading = ", ".join(part for part in (country_name(self.row.country), self.scope) if part)
        caution = str(FigureStatus(self.row.status).help)
        parts = [f"{heading}: {self.rule}", self.comparison, _("Indicative."), caution]
        return " ".join(part for part in parts if part)


def directive_for(buyer_type: str, contract: str) -> Directive:
    """Raises `ValueError` for a buyer type or contract kind that does not exist."""
    if ContractKind(contract) == ContractKind.CONCESSION:
        return Directive.CONCESSIONS
    return DIRECTIVE_OF_BUYER[BuyerType(buyer_type)]


def verdict(
    *,
    on: date,
    buyer_type: str,
    contract: str,
    value: Decimal | None,
    currency: str,
    rows: Iterable[Threshold] | None = None,
) -> Verdict:
    """Compare an estimated value without VAT with the threshold of that day.

    One query; none where `rows` hands over thresholds fetched before, as a list page does.
    Never raises for a value, day or currency, but answers `unknown` and why. Raises `ValueError`
    for a buyer type or contract kind that does not exist.
    """
    directive = directive_for(buyer_type, contract)
    if rows is None:
        rows = Threshold.objects.filter(directive=directive, contract=contract)
    candidates = [row for row in rows if concerns(row, directive, buyer_type, contract)]
    row, why_unknown = chosen(candidates, on, currency)
    outcome, why_unknown = compared(value, row) if row else (UNKNOWN, why_unknown)
    figures = {name: getattr(row, name) for name in FIGURES} if row else {}
    return Verdict(
        verdict=outcome,
        on=on,
        buyer_type=buyer_type,
        contract=contract,
        value=value,
        value_currency=currency,
        directive=directive,
        threshold=row.amount if row else None,
        why_unknown=why_unknown,
        indicative=None if row else suggested(value, currency, on, candidates),
        **figures,
    )


def suggested(
    value: Decimal | None, currency: str, on: date, rows: list[Threshold]
) -> IndicativeComparison | None:
    """The comparison in euro after conversion; None where there is no rate or no euro row."""
    row, _why = chosen(rows, on, EURO)
    if row is None or value is None or currency == EURO:
        return None
    converted = convert(value, currency, EURO, on=on)
    if converted is None or converted.amount < 0:
        return None
    is_close = abs(converted.amount - row.amount) <= TOO_CLOSE * row.amount
    outcome = UNKNOWN if is_close else compared(converted.amount, row)[0]
    return IndicativeComparison(outcome, converted, row.amount)


def concerns(row: Threshold, directive: str, buyer_type: str, contract: str) -> bool:
    """Whether a row speaks of this kind of purchase, on whatever day and in whatever currency."""
    return (
        row.directive == directive
        and row.contract == contract
        and row.buyer_type in (buyer_type, ANY_BUYER)
    )


def chosen(rows: list[Threshold], on: date, currency: str) -> tuple[Threshold | None, str]:
    """The row for this day and currency; without one, why there is none."""
    in_force = [row for row in rows if row.is_valid_on(on)]
    matching = [row for row in in_force if row.currency == currency]
    if matching:
        # A row for this very buyer goes before one for any buyer.
        return min(matching, key=lambda row: row.buyer_type == ANY_BUYER), ""
    if not rows:
        return None, NO_RULE
    if any(row.currency == currency for row in rows):
        return None, NO_DATE
    return None, NO_CURRENCY if in_force else NO_DATE


def compared(value: Decimal | None, row: Threshold) -> tuple[str, str]:
    """Outcome, and why it is unknown if it is. Equal counts as above (article 4)."""
    if value is None or not Decimal(value).is_finite():
        return UNKNOWN, NO_VALUE
    if value < 0:
        return UNKNOWN, NEGATIVE
    if value >= MOST:
        return UNKNOWN, TOO_LARGE
    return (ABOVE if value >= row.amount else BELOW), ""


def unknown_sentence(verdict: Verdict) -> str:
    """Why there is no verdict, and what would help."""
    words = {
        "currency": verdict.value_currency,
        "day": day(verdict.on),
        "contract": ContractKind(verdict.contract).label,
        "directive": Directive(verdict.directive).label,
        "threshold": formatted(verdict.threshold, verdict.currency) if verdict.threshold else "",
    }
    return {
        NO_VALUE: _("No value is given. The EU threshold is %(threshold)s."),
        NEGATIVE: _("A value cannot be negative. The EU threshold is %(threshold)s."),
        TOO_LARGE: _("This value is too large. The EU threshold is %(threshold)s."),
        NO_LOT_VALUE: _("A lot has no value. The EU threshold is %(threshold)s."),
        NO_RULE: _("%(directive)s sets no threshold of its own for: %(contract)s."),
        NO_DATE: _("No EU threshold in %(currency)s is recorded for %(day)s."),
        NO_CURRENCY: _(
            "No EU threshold in %(currency)s is recorded. Give the value in EUR, DKK, SEK, NOK or "
            "PLN."
        ),
    }[verdict.why_unknown] % words


def national(
    *,
    country: str,
    contract: str,
    value: Decimal | None,
    currency: str,
    on: date,
    buyer_type: str | None = None,
) -> list[NationalIndication]:
    """The national limits that may matter, the lowest first; one query. They never block.

    With a buyer type, a limit for that very type replaces the one for any buyer. Values are
    compared only in the limit's own currency.
    """
    rows = NationalThreshold.objects.filter(country=country, contract=contract).valid_on(on)
    return [
        NationalIndication(row, reaches(value, currency, row))
        for row in rows_for_buyer(rows, buyer_type)
    ]


def rows_for_buyer(
    rows: Iterable[NationalThreshold], buyer_type: str | None
) -> list[NationalThreshold]:
    rows = list(rows)
    if buyer_type is None:
        return rows
    own = {(row.what, row.service) for row in rows if row.buyer_type == buyer_type}
    return [
        row
        for row in rows
        if row.buyer_type == buyer_type
        or (row.buyer_type == ANY_BUYER and (row.what, row.service) not in own)
    ]


def reaches(value: Decimal | None, currency: str, row: NationalThreshold) -> bool | None:
    if value is None or currency != row.currency:
        return None
    return value >= row.amount
