"""Lines of a task list and colours of states, for a profile and for a product."""

from __future__ import annotations

from dataclasses import dataclass

from profiles.choices import Status
from profiles.models import Product, Profile, Revision


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    label: object
    url: str
    hint: str
    done: bool
    state_text: str = ""


STATUS_COLOURS = {Status.PUBLISHED: "success", Status.RETURNED: "warning", Status.REMOVED: "danger"}


def status_colour(subject: Profile | Product | Revision) -> str:
    return STATUS_COLOURS.get(subject.status, "neutral")
