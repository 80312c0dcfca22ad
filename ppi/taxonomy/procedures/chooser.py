"""Which procedure fits? The rows of `rules` are read from the top; nothing is decided here.

Of the rows that speak of a purchase, the first about each procedure counts. Advice comes first,
then what is possible too, then what is not to be used here and why.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppi.taxonomy.choices import BuyerType, ContractKind
from ppi.taxonomy.procedures.catalogue import PROCEDURES
from ppi.taxonomy.procedures.cautions import CAUTIONS
from ppi.taxonomy.procedures.conditions import Fit, Purchase, Rule
from ppi.taxonomy.procedures.novelty import Novelty
from ppi.taxonomy.procedures.rules import RULES
from ppi.taxonomy.procedures.shape import PurchasingProcedure
from ppi.taxonomy.thresholds import ABOVE, BELOW, UNKNOWN, directive_for

VERDICTS = (ABOVE, BELOW, UNKNOWN)
ORDER = list(Fit)


@dataclass(frozen=True)
class Suggestion:
    """A procedure for a purchase, how well it fits, and why. Sentences in the active language.

    `kind` is the code of the opportunity to post for it: `call`, `pcp`, `consultation` and so on.
    """

    procedure: str
    fit: Fit
    reasons: tuple[str, ...]
    legal_reason: str
    cautions: tuple[str, ...]
    kind: str

    @property
    def about(self) -> PurchasingProcedure:
        """The procedure's own page of the catalogue."""
        return PROCEDURES[self.procedure]

    @property
    def is_usable(self) -> bool:
        return self.fit != Fit.NOT_HERE


def suggest(
    *,
    value_verdict: str,
    novelty: str = Novelty.UNKNOWN,
    buyer_type: str,
    contract: str,
    country: str = "",
    has_research: bool = False,
) -> list[Suggestion]:
    """Procedures for a purchase, the advice first; never empty, no query.

    `value_verdict` is that of `thresholds.verdict`. A value that is not known is treated as one
    above the threshold, and the suggestion says so. Raises `ValueError` for a code that does not
    exist.
    """
    if value_verdict not in VERDICTS:
        raise ValueError(value_verdict)
    purchase = Purchase(
        verdict=value_verdict,
        novelty=Novelty(novelty),
        buyer_type=BuyerType(buyer_type),
        contract=ContractKind(contract),
        country=country,
        has_research=bool(has_research),
        directive=directive_for(buyer_type, contract),
    )
    first: dict[str, Rule] = {}
    for rule in RULES:
        if rule.speaks_of(purchase):
            first.setdefault(rule.procedure, rule)
    ranked = sorted(first.values(), key=lambda rule: ORDER.index(rule.fit))
    return [suggestion(rule, purchase) for rule in ranked]


def suggestion(rule: Rule, purchase: Purchase) -> Suggestion:
    procedure = PROCEDURES[rule.procedure]
    legal = {**procedure.legal_basis, **rule.legal}.get(purchase.directive, procedure.legal_note)
    return Suggestion(
        procedure=rule.procedure,
        fit=rule.fit,
        reasons=tuple(str(reason) for reason in rule.reasons),
        legal_reason=str(legal),
        cautions=cautions(rule, purchase),
        kind=rule.kind or procedure.kind,
    )


def cautions(rule: Rule, purchase: Purchase) -> tuple[str, ...]:
    """What to mind. A procedure that is not to be used needs no further warning."""
    if rule.fit == Fit.NOT_HERE:
        return ()
    return tuple(
        str(caution.text) for caution in CAUTIONS if caution.speaks_of(rule.procedure, purchase)
    )
