"""The words of the chooser's table: facts about a purchase, and rows that depend on them.

`LARGE` holds values above the threshold and values that could not be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import BuyerType, ContractKind
from ppi.taxonomy.procedures.novelty import Novelty
from ppi.taxonomy.procedures.shape import Text

ABOVE, BELOW, UNKNOWN = "above", "below", "unknown"
LARGE = (ABOVE, UNKNOWN)
ORDINARY = (ContractKind.WORKS, ContractKind.SUPPLIES, ContractKind.SERVICES)
LIGHT = (ContractKind.LIGHT_REGIME,)
CONCESSION = (ContractKind.CONCESSION,)
CONTEST = (ContractKind.DESIGN_CONTEST,)
NO_CONTEST = (*ORDINARY, *LIGHT, *CONCESSION)
AUTHORITY = (BuyerType.CENTRAL, BuyerType.SUB_CENTRAL)
UTILITY = (BuyerType.UTILITY,)
DEFENCE = (BuyerType.DEFENCE,)
CIVIL = (*AUTHORITY, *UTILITY)
OFF_THE_SHELF = (Novelty.OFF_THE_SHELF,)
ADAPTED = (Novelty.ADAPTED,)
NEW_COMBINATION = (Novelty.NEW_COMBINATION,)
MISSING = (Novelty.DOES_NOT_EXIST,)
NOT_KNOWN = (Novelty.UNKNOWN,)
ON_SALE = (*OFF_THE_SHELF, *ADAPTED)
RESEARCH, NO_RESEARCH = (True,), (False,)


class Fit(models.TextChoices):
    """In the order in which suggestions are shown."""

    BEST = "best", _("Our advice")
    POSSIBLE = "possible", _("Also possible")
    NOT_HERE = "not-here", _("Not for this purchase")


@dataclass(frozen=True)
class Purchase:
    """What the rows ask about. `directive` follows from the buyer and the contract."""

    verdict: str
    novelty: str
    buyer_type: str
    contract: str
    country: str
    has_research: bool
    directive: str


def holds(conditions: Mapping[str, tuple], purchase: Purchase) -> bool:
    return all(getattr(purchase, fact) in allowed for fact, allowed in conditions.items())


@dataclass(frozen=True)
class Rule:
    """One row: procedure, fit, reasons, and the facts it depends on.

    `legal` replaces the procedure's own legal basis, by directive; `kind` its kind of opportunity.
    """

    procedure: str
    fit: Fit
    reasons: tuple[Text, ...]
    where: Mapping[str, tuple]
    legal: Mapping[str, Text] = field(default_factory=dict)
    kind: str = ""

    def speaks_of(self, purchase: Purchase) -> bool:
        return holds(self.where, purchase)


@dataclass(frozen=True)
class Caution:
    """What to mind with a procedure, or with every procedure where none is named."""

    text: Text
    where: Mapping[str, tuple] = field(default_factory=dict)
    procedures: tuple[str, ...] = ()

    def speaks_of(self, procedure: str, purchase: Purchase) -> bool:
        is_concerned = not self.procedures or procedure in self.procedures
        return is_concerned and holds(self.where, purchase)


OPEN, RESTRICTED = "open", "restricted"
NEGOTIATION, DIALOGUE = "competitive-with-negotiation", "competitive-dialogue"
PARTNERSHIP, DESIGN = "innovation-partnership", "design-contest"
PCP, QUOTATION = "pre-commercial-procurement", "quotation"
