"""What the catalogue says of every procedure: the shape, without the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import ContractKind, Directive, FigureStatus, Procedure
from ppi.taxonomy.wording import day

Text = Promise | str
CHECKED = {
    FigureStatus.CONFIRMED: _("Compared with the text of the law on %(day)s."),
    FigureStatus.SECONDARY: _(
        "Compared with descriptions of the law on %(day)s. The articles decide: read them before "
        "you rely on this page."
    ),
    FigureStatus.RECALLED: _(
        "Written on %(day)s, and not yet checked against the national rules, which decide. Ask "
        "your legal adviser before you rely on this page."
    ),
}

# Where buyers set their own procedure, only the number of steps has a code (eForms).
FREE_FORM = (ContractKind.CONCESSION, ContractKind.LIGHT_REGIME, ContractKind.DESIGN_CONTEST)


class Actor(models.TextChoices):
    """Who takes a step."""

    BUYER = "buyer", _("Buyer")
    COMPANIES = "companies", _("Companies")
    BOTH = "both", _("Buyer and companies")
    JURY = "jury", _("Jury")


@dataclass(frozen=True)
class Step:
    """One thing that one side does."""

    actor: Actor
    text: Text


@dataclass(frozen=True)
class Act:
    """A legal text or guidance with its permanent address."""

    title: Text
    url: str


@dataclass(frozen=True)
class PurchasingProcedure:
    """A way of buying, in plain words. Figures are not here: they stand in the time limit rows.

    `legal_basis` names the article for each directive that knows the procedure; where a directive
    is missing, it offers no such procedure. `checked_on` is the day on which the texts were last
    compared with the sources, `status` how far those could be read. `only_below` is what to say
    where it is chosen above the EU threshold and no directive offers it. `has_own_form` marks what
    is no procedure of eForms: the buyer shapes it, and only its number of steps has a code.
    """

    code: str
    name: Text
    summary: Text
    when: tuple[Text, ...]
    when_not: tuple[Text, ...]
    steps: tuple[Step, ...]
    conditions: tuple[Text, ...]
    advice: tuple[Text, ...]
    legal_basis: Mapping[str, Text]
    sources: tuple[Act, ...]
    checked_on: date
    status: FigureStatus = FigureStatus.CONFIRMED
    kind: str = "call"
    eforms: str = ""
    in_one_step: bool = False
    legal_note: Text = ""
    only_below: Text = ""
    has_own_form: bool = False

    @property
    def checked(self) -> str:
        """When the texts were last compared, and with what."""
        return str(CHECKED[self.status]) % {"day": day(self.checked_on)}

    def time_limit_code(self, directive: str, contract: str = "") -> str:
        """The code under which this directive keeps the time limit; "" where it has no such.

        Concessions, social services and design contests take the form that the buyer gives them:
        there only one step and several steps are told apart.
        """
        is_free = directive == Directive.CONCESSIONS or contract in FREE_FORM or self.has_own_form
        if directive not in self.legal_basis or not (self.eforms or self.has_own_form):
            return ""
        return self._own_steps if is_free else self.eforms

    def notice_code(self, directive: str, contract: str = "") -> str:
        """The code under which it is announced: never empty, whether or not a time is fixed."""
        return self.time_limit_code(directive, contract) or self.eforms or self._own_steps

    @property
    def _own_steps(self) -> Procedure:
        single, several = Procedure.OTHER_SINGLE_STAGE, Procedure.OTHER_MULTIPLE_STAGE
        return single if self.in_one_step else several
