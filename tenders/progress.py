"""Where the author is in the form, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from ppi.documents.models import Document
from tenders import services
from tenders.forms import Group, Step, step_asking, steps_for
from tenders.models import Award, Criterion, Lot, Opportunity

PARTS_OF = {"lots": Lot, "criteria": Criterion, "awards": Award, "documents": Document}


@dataclass(frozen=True)
class PageShown:
    """One page as the list of all pages shows it."""

    label: str
    url: str
    done: bool
    state_text: str


@dataclass(frozen=True)
class GroupShown:
    label: str
    state: str
    url: str


@dataclass(frozen=True)
class Progress:
    """`current` is None on the last page, where the answers are checked."""

    opportunity: Opportunity
    current: Step | None

    @cached_property
    def steps(self) -> list[Step]:
        return steps_for(self.opportunity)

    @property
    def group(self) -> Group:
        return self.current.group if self.current else Group.CHECK

    @property
    def groups(self) -> list[GroupShown]:
        return [
            GroupShown(str(group.label), self._state(group), self._opens(group)) for group in Group
        ]

    def _state(self, group: Group) -> str:
        """Done is what must be answered and is, wherever the author has been."""
        if group == self.group:
            return "now"
        touched = any(step.name in self._answered for step in self.steps if step.group == group)
        return "done" if touched and group not in self._groups_with_gaps else "next"

    @cached_property
    def _answered(self) -> set[str]:
        return {step.name for step in self.steps if is_answered(step, self.opportunity)}

    @cached_property
    def _groups_with_gaps(self) -> set[Group]:
        gaps = [step_asking(name, self.opportunity) for name in services.missing(self.opportunity)]
        return {step.group for step in gaps if step is not None}

    def _opens(self, group: Group) -> str:
        first = next((step for step in self.steps if step.group == group), None)
        return address(self.opportunity, first)

    @property
    def place(self) -> str:
        """«Question 3 of 8» for those who go through the pages one by one; "" between them."""
        if self.current is None or not self.current.is_question:
            return ""
        pages = [step for step in self.steps if step.group == self.group and step.is_question]
        words = {"number": pages.index(self.current) + 1, "total": len(pages)}
        if self.group == Group.NEED:
            return _("Question %(number)s of %(total)s") % words
        return _("Page %(number)s of %(total)s") % words

    @property
    def previous_url(self) -> str:
        """The page before this one; "" on the first."""
        place = self.steps.index(self.current) if self.current else len(self.steps)
        return address(self.opportunity, self.steps[place - 1]) if place else ""

    @property
    def pages(self) -> list[PageShown]:
        """Every page, to be opened at any time."""
        return [self._page(step) for step in self.steps] + [
            PageShown(_("Check and send"), address(self.opportunity, None), False, " ")
        ]

    def _page(self, step: Step) -> PageShown:
        done = step.name in self._answered
        return PageShown(
            label=str(step.label),
            url=address(self.opportunity, step),
            done=done,
            state_text=_("answered") if done else _("empty"),
        )


def address(opportunity: Opportunity, step: Step | None) -> str:
    """Of a page of the form; without one, of the page on which everything is checked."""
    if step is None:
        return reverse("tenders:check", args=[opportunity.slug])
    return reverse("tenders:step", args=[opportunity.slug, step.name])


def is_answered(step: Step, opportunity: Opportunity) -> bool:
    """Whether something was kept that its author has said on this page."""
    part = PARTS_OF.get(step.name)
    has_part = part is not None and part.objects.of(opportunity).exists()
    return has_part or any(getattr(opportunity, name) for name in step.form.answers)


@dataclass(frozen=True)
class Missing:
    """What must be filled in before it is sent, and where."""

    label: str
    url: str


def missing_from(opportunity: Opportunity) -> list[Missing]:
    names = services.missing(opportunity)
    labels = services.missing_labels(opportunity)
    return [
        Missing(label, address(opportunity, step_asking(name, opportunity)))
        for name, label in zip(names, labels, strict=True)
    ]
