"""All that the rules say to one question: «Which rules apply to my purchase?»

Nothing is decided here: thresholds, lots, national limits, procedures and time limits are asked one
after the other, and their answers put together for a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from ppi.kernel.money import home_currency
from ppi.taxonomy import conversion, deadlines, lots, thresholds, time_limits
from ppi.taxonomy.procedures import Fit, Suggestion, suggest

EURO = "EUR"


@dataclass(frozen=True)
class Question:
    """A purchase as its buyer describes it. Values are estimates without VAT.

    `on` is the day on which the notice is sent. Paper is the exception: where tenders or documents
    are not electronic, the time limits are longer.
    """

    country: str
    buyer_type: str
    contract: str
    currency: str
    on: date
    novelty: str
    value: Decimal | None = None
    lots: tuple[Decimal, ...] = ()
    has_research: bool = False
    paper_tenders: bool = False
    paper_documents: bool = False
    prior_information_on: date | None = None
    urgent: bool = False

    @property
    def directive(self) -> str:
        return thresholds.directive_for(self.buyer_type, self.contract)


@dataclass(frozen=True)
class Advice:
    """A procedure that can be used, with its minimum time limit where the directive sets one."""

    suggestion: Suggestion
    limit: time_limits.TimeLimitAnswer | None = None


@dataclass(frozen=True)
class Answer:
    """What the rules say to a question, each part when it is first read."""

    question: Question

    @cached_property
    def lots(self) -> lots.LotsVerdict | None:
        """The judgement on the lots; None for a purchase without lots."""
        asked = self.question
        if not asked.lots:
            return None
        values = [
            lots.LotValue(str(number), value) for number, value in enumerate(asked.lots, start=1)
        ]
        return lots.judge(
            lots=values,
            on=asked.on,
            buyer_type=asked.buyer_type,
            contract=asked.contract,
            currency=asked.currency,
            whole=asked.value,
        )

    @cached_property
    def verdict(self) -> thresholds.Verdict:
        """Above or below; the sum of the lots decides where there are any."""
        if self.lots is not None:
            return self.lots.verdict
        asked = self.question
        return thresholds.verdict(
            on=asked.on,
            buyer_type=asked.buyer_type,
            contract=asked.contract,
            value=asked.value,
            currency=asked.currency,
        )

    @cached_property
    def conversions(self) -> list[conversion.Conversion]:
        """The value in euro and in the country's currency, for reading only."""
        asked = self.question
        if self.verdict.value is None:
            return []
        wanted = {EURO, home_currency(asked.country)} - {asked.currency}
        found = [
            conversion.convert(self.verdict.value, asked.currency, into, on=asked.on)
            for into in sorted(wanted)
        ]
        return [converted for converted in found if converted is not None]

    @cached_property
    def national(self) -> list[thresholds.NationalIndication]:
        asked = self.question
        return thresholds.national(
            country=asked.country,
            contract=asked.contract,
            value=self.verdict.value,
            currency=asked.currency,
            on=asked.on,
            buyer_type=asked.buyer_type,
        )

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        asked = self.question
        return suggest(
            value_verdict=self.verdict.verdict,
            novelty=asked.novelty,
            buyer_type=asked.buyer_type,
            contract=asked.contract,
            country=asked.country,
            has_research=asked.has_research,
        )

    @cached_property
    def advice(self) -> Advice:
        return self._with_limit(self.suggestions[0])

    @cached_property
    def others(self) -> list[Advice]:
        """What is possible too."""
        return [
            self._with_limit(suggestion)
            for suggestion in self.suggestions[1:]
            if suggestion.fit == Fit.POSSIBLE
        ]

    @property
    def ruled_out(self) -> list[Suggestion]:
        return [suggestion for suggestion in self.suggestions if not suggestion.is_usable]

    @property
    def limits(self) -> list[Advice]:
        """Every usable procedure that has a time limit, the advice first."""
        return [advice for advice in (self.advice, *self.others) if advice.limit is not None]

    @property
    def is_below(self) -> bool:
        return self.verdict.verdict == thresholds.BELOW

    def _with_limit(self, suggestion: Suggestion) -> Advice:
        """Below the threshold the directives set no time limit."""
        asked = self.question
        code = suggestion.about.time_limit_code(asked.directive, asked.contract)
        if self.is_below or not code:
            return Advice(suggestion)
        limit = time_limits.minimum(
            code,
            directive=asked.directive,
            contract=asked.contract,
            electronic=not asked.paper_tenders,
            documents_electronic=not asked.paper_documents,
            prior_information_on=asked.prior_information_on,
            urgent=asked.urgent,
            dispatch=asked.on,
            buyer_type=asked.buyer_type,
            country=asked.country,
        )
        return Advice(suggestion, limit)

    @cached_property
    def in_one_step(self) -> Advice | None:
        """The first procedure whose notice sets the deadline for tenders, where one is fixed."""
        return next(
            (
                advice
                for advice in self.limits
                if advice.limit.stage == time_limits.TENDERS and advice.limit.earliest
            ),
            None,
        )

    @cached_property
    def cut_off(self) -> deadlines.QuestionsCutOff | None:
        """Until when to answer questions, were the earliest deadline for tenders chosen."""
        if self.in_one_step is None:
            return None
        asked = self.question
        return deadlines.questions_cut_off(
            self.in_one_step.limit.earliest,
            directive=asked.directive,
            urgent=asked.urgent,
            country=asked.country,
        )

    @cached_property
    def standstill(self) -> deadlines.Standstill | None:
        """How many days to wait before signing; its dates are nothing yet to rely on."""
        if not self.limits:
            return None
        asked = self.question
        return deadlines.standstill(asked.on, directive=asked.directive, country=asked.country)

    @property
    def verdict_query(self) -> str:
        """The same question to the API's operation on thresholds."""
        asked = self.question
        facts = {
            "date": asked.on.isoformat(),
            "buyer_type": asked.buyer_type,
            "contract": asked.contract,
            "value": "" if self.verdict.value is None else f"{self.verdict.value:f}",
            "currency": asked.currency,
        }
        return urlencode({name: value for name, value in facts.items() if value})
