"""Lots: their sum decides, and small lots may be left out of the directive.

Article 5(8) to (10) of 2014/24 and article 16(8) to (10) of 2014/25; article 9(5) of 2009/81 says
the same. Directive 2014/23 on concessions adds lots up too (article 8(5) and (6)), but knows no
exception for small ones. Limits are rows (`SmallLotLimit`), as thresholds are.

Which of several small lots are left out is the buyer's choice. Proposed here are the smallest
first, which leaves out as many lots as the share allows. All lots are taken to be of one kind of
contract; mixed ones are not covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppi.taxonomy import thresholds
from ppi.taxonomy.choices import Directive, FigureStatus
from ppi.taxonomy.conversion import EURO, MOST
from ppi.taxonomy.models import SmallLotLimit, Threshold
from ppi.taxonomy.wording import formatted

HUNDRED, TENTH = Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class LotValue:
    """A lot's number, as the notice writes it, and its estimated value without VAT."""

    number: str
    value: Decimal | None


@dataclass(frozen=True)
class SmallLots:
    """Which lots may be left out of the directive (`exempt`), of those small enough (`eligible`).

    `share` is what the exempt lots make up of all lots, in percent, rounded up to a tenth; without
    a limit that applies, nothing is exempt and `limit` is None.
    """

    directive: str
    currency: str
    limit: SmallLotLimit | None = None
    euro_limit: SmallLotLimit | None = None
    eligible: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    exempt_value: Decimal = Decimal(0)
    share: Decimal = Decimal(0)

    @property
    def article(self) -> str:
        return self.limit.article if self.limit else ""

    @property
    def sentence(self) -> str:
        if self.limit is None:
            return self._no_limit
        caution = str(FigureStatus(self.limit.status).help)
        parts = (self._judgement, self._choice, self._citation, caution)
        return " ".join(part for part in parts if part)

    @property
    def _no_limit(self) -> str:
        if self.euro_limit is None:
            return _("%(directive)s knows no exception for small lots.") % {
                "directive": Directive(self.directive).label
            }
        return _(
            "No limit for small lots in %(currency)s is recorded. In EUR it is %(amount)s."
        ) % {
            "currency": self.currency,
            "amount": formatted(self.euro_limit.amount, EURO),
        }

    @property
    def _judgement(self) -> str:
        words = {
            "lots": ", ".join(self.exempt),
            "amount": formatted(self.limit.amount, self.limit.currency),
            "share": self.share,
            "most": self.limit.share,
        }
        if not self.eligible:
            return _("No lot lies below %(amount)s, so the directive applies to every lot.") % words
        if not self.exempt:
            return (
                _(
                    "Each lot below %(amount)s is more than %(most)s %% of all lots, so the "
                    "directive applies to every lot."
                )
                % words
            )
        return (
            ngettext(
                "This lot may be left out of the directive: %(lots)s. It lies below %(amount)s and "
                "is %(share)s %% of all lots; up to %(most)s %% may be left out.",
                "These lots may be left out of the directive: %(lots)s. Each lies below %(amount)s "
                "and together they are %(share)s %% of all lots; up to %(most)s %% may be left "
                "out.",
                len(self.exempt),
            )
            % words
        )

    @property
    def _choice(self) -> str:
        """What to know where not all small lots fit into the share."""
        if not self.exempt or len(self.exempt) == len(self.eligible):
            return ""
        return _("Other lots are small enough too; which ones to leave out is your choice.")

    @property
    def _citation(self) -> str:
        return _("Article %(article)s of %(directive)s.") % {
            "article": self.limit.article,
            "directive": Directive(self.directive).label,
        }


@dataclass(frozen=True)
class LotsVerdict:
    """The verdict on all lots together, and on small lots where the directive applies.

    `total` is what was compared: the lots' sum, or the stated value of the whole where that is
    higher. `without_value` names lots whose value is missing; with them a sum that reaches the
    threshold already is above, and any other is unknown.
    """

    verdict: thresholds.Verdict
    total: Decimal
    sum_of_lots: Decimal
    without_value: tuple[str, ...] = ()
    small_lots: SmallLots | None = None

    @property
    def sum_sentence(self) -> str:
        if self.without_value:
            return _("Give these lots a value: %(lots)s.") % {"lots": ", ".join(self.without_value)}
        amount = formatted(self.sum_of_lots, self.verdict.value_currency)
        return _("All lots count together: %(amount)s.") % {"amount": amount}

    @property
    def sentence(self) -> str:
        small = self.small_lots.sentence if self.small_lots else ""
        return " ".join(part for part in (self.sum_sentence, self.verdict.sentence, small) if part)


def judge(
    *,
    lots: Sequence[LotValue],
    on: date,
    buyer_type: str,
    contract: str,
    currency: str,
    whole: Decimal | None = None,
    rows: Iterable[Threshold] | None = None,
    limits: Iterable[SmallLotLimit] | None = None,
) -> LotsVerdict:
    """The verdict on a purchase in lots; at most two queries, none where both tables are given.

    `whole` is the value stated for the whole purchase, options included: it counts where it is
    higher than the lots' sum. Never raises for a value, day or currency. Raises `ValueError` for a
    buyer type or contract kind that does not exist.
    """
    # Clamped, so that no sum leaves what a Decimal can hold.
    values = [min(max(lot.value, -MOST), MOST) for lot in lots if has_value(lot)]
    missing = tuple(lot.number for lot in lots if not has_value(lot))
    sum_of_lots = sum(values, Decimal(0))
    stated = [whole] if whole is not None and Decimal(whole).is_finite() else []
    total = max([sum_of_lots, *stated])
    verdict = thresholds.verdict(
        on=on,
        buyer_type=buyer_type,
        contract=contract,
        # A negative lot would make the sum smaller: no sum is taken then.
        value=min([*values, total]) if any(value < 0 for value in values) else total,
        currency=currency,
        rows=rows,
    )
    if missing and verdict.verdict == thresholds.BELOW:
        verdict = replace(verdict, verdict=thresholds.UNKNOWN, why_unknown=thresholds.NO_LOT_VALUE)
    is_divided = verdict.verdict == thresholds.ABOVE and sum_of_lots > 0 and not missing
    small = small_lots(lots, verdict, limits) if is_divided else None
    return LotsVerdict(verdict, total, sum_of_lots, missing, small)


def has_value(lot: LotValue) -> bool:
    return lot.value is not None and Decimal(lot.value).is_finite()


def small_lots(
    lots: Sequence[LotValue],
    verdict: thresholds.Verdict,
    limits: Iterable[SmallLotLimit] | None = None,
) -> SmallLots:
    """Which lots a directive that applies lets go; every lot has a value."""
    if limits is None:
        limits = SmallLotLimit.objects.valid_on(verdict.on)
    by_currency = {
        row.currency: row
        for row in limits
        if (row.directive, row.contract) == (verdict.directive, verdict.contract)
        and row.is_valid_on(verdict.on)
    }
    limit = by_currency.get(verdict.value_currency)
    known = SmallLots(
        verdict.directive, verdict.value_currency, limit, euro_limit=by_currency.get(EURO)
    )
    return known if limit is None else exempted(lots, known, limit)


def exempted(lots: Sequence[LotValue], known: SmallLots, limit: SmallLotLimit) -> SmallLots:
    """The smallest lots first, as long as they stay within the share of all lots."""
    total = sum((lot.value for lot in lots), Decimal(0))
    room = total * limit.share / HUNDRED
    eligible = sorted((lot for lot in lots if lot.value < limit.amount), key=lambda lot: lot.value)
    taken, value = [], Decimal(0)
    for lot in eligible:
        if value + lot.value > room:
            break
        taken.append(lot)
        value += lot.value
    exempt = {id(lot) for lot in taken}
    return replace(
        known,
        eligible=tuple(lot.number for lot in lots if lot.value < limit.amount),
        exempt=tuple(lot.number for lot in lots if id(lot) in exempt),
        exempt_value=value,
        share=(value / total * HUNDRED).quantize(TENTH, ROUND_UP),
    )
