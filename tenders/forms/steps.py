"""The pages of the form in their order, as data: one thing a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenders.choices import KindFacts
from tenders.forms.announcement import CorrectionPage, DocumentsPage, SubjectPage, TechniquePage
from tenders.forms.need import BetterPage, KnownPage, NewPage, ProblemPage, WhoPage
from tenders.forms.page import Page
from tenders.forms.parts import AwardsPage, CriteriaPage, LotsPage
from tenders.forms.plans import OthersPage, TimePage, ValuePage
from tenders.forms.rows import RowsPage
from tenders.forms.suggestion import SuggestionPage
from tenders.models import Opportunity


class Group(models.TextChoices):
    """The parts of the form that its progress shows."""

    NEED = "need", _("Your need")
    ANNOUNCEMENT = "announcement", _("The announcement")
    CHECK = "check", _("Check")


def always(facts: KindFacts) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page. `applies` says of which kinds it is asked; `aside` is a template with what the
    rules say to the page, shown anew while it is being typed."""

    name: str
    group: Group
    label: object
    form: type[Page] | type[RowsPage]
    applies: Callable[[KindFacts], bool] = always
    template: str = "tenders/step.html"
    aside: str = ""
    of_corrections: bool = False
    # Why it is corrected, and what we made of the answers, are pages but no questions on the need.
    is_question: bool = True

    def is_asked_of(self, opportunity: Opportunity) -> bool:
        if self.of_corrections and not opportunity.corrects_id:
            return False
        return self.applies(opportunity.facts)


STEPS = [
    Step(
        "correction", Group.NEED, _("Why it is corrected"), CorrectionPage,
        of_corrections=True, is_question=False,
    ),
    Step("problem", Group.NEED, _("The problem"), ProblemPage),
    Step("who", Group.NEED, _("Who has it"), WhoPage, lambda facts: facts.asks_for_solutions),
    Step(
        "better", Group.NEED, _("What would be better"), BetterPage,
        lambda facts: facts.asks_for_solutions,
    ),
    Step(
        "known", Group.NEED, _("What is known"), KnownPage, lambda facts: facts.asks_for_solutions
    ),
    Step("new", Group.NEED, _("How new"), NewPage),
    Step("value", Group.NEED, _("Value"), ValuePage, aside="tenders/verdict.html"),
    Step(
        "time", Group.NEED, _("Time"), TimePage, lambda facts: facts.asks_for_solutions,
        aside="tenders/timing.html",
    ),
    Step("others", Group.NEED, _("Who else"), OthersPage, lambda facts: facts.asks_for_solutions),
    Step(
        "suggestion", Group.NEED, _("What we made of it"), SuggestionPage,
        lambda facts: facts.asks_for_solutions, template="tenders/suggestion.html",
        is_question=False,
    ),
    Step("subject", Group.ANNOUNCEMENT, _("Subject and place"), SubjectPage),
    Step(
        "lots", Group.ANNOUNCEMENT, _("Lots"), LotsPage, lambda facts: facts.has_lots,
        template="tenders/rows.html", aside="tenders/lots_verdict.html",
    ),
    Step(
        "criteria", Group.ANNOUNCEMENT, _("Criteria"), CriteriaPage,
        lambda facts: facts.has_criteria, template="tenders/rows.html",
    ),
    Step(
        "technique", Group.ANNOUNCEMENT, _("One contract or a framework"), TechniquePage,
        lambda facts: facts.has_procedure,
    ),
    Step(
        "awards", Group.ANNOUNCEMENT, _("Who won"), AwardsPage, lambda facts: facts.has_result,
        template="tenders/rows.html",
    ),
    Step("documents", Group.ANNOUNCEMENT, _("Documents"), DocumentsPage),
]  # fmt: skip


def steps_for(opportunity: Opportunity) -> list[Step]:
    return [step for step in STEPS if step.is_asked_of(opportunity)]


def step_named(name: str, opportunity: Opportunity) -> Step | None:
    return next((step for step in steps_for(opportunity) if step.name == name), None)


def step_after(step: Step, opportunity: Opportunity) -> Step | None:
    """The next page that is asked; the kind may have changed with this one."""
    following = STEPS[STEPS.index(step) + 1 :]
    return next((after for after in following if after.is_asked_of(opportunity)), None)


def step_asking(column: str, opportunity: Opportunity) -> Step | None:
    """The page on which a column is filled in; winners and the like stand in rows."""
    where = {"winner_name": "awards"}.get(column)
    for step in steps_for(opportunity):
        fields = getattr(step.form, "base_fields", {})
        if step.name == where or (where is None and column in fields):
            return step
    return None


def form_for(step: Step, opportunity: Opportunity, data=None, files=None) -> Page | RowsPage:
    """The form of a page, with what was typed or with what was kept."""
    return step.form(data, files, instance=opportunity)
