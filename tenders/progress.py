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
        order = list(Group)
        here = order.index(self.group)
        return [
            GroupShown(
                str(group.label),
                "now" if place == here else "done" if place < here else "next",
                self._opens(group),
            )
            for place, group in enumerate(order)
        ]

    def _opens(self, group: Group) -> str:
        first = next((step for step in self.steps if step.group == group), None)
        return address(self.opportunity, first)

    @property
    def place(self) -> str:
        """«Question 3 of 8» for those who go through the pages one by one."""
        if self.current is None:
            return ""
        pages = [step for step in self.steps if step.group == self.current.group]
        words = {"number": pages.index(self.current) + 1, "total": len(pages)}
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
        done = is_answered(step, self.opportunity)
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
