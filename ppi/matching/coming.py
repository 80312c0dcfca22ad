"""Coming events that fit what a person's organisations offer or need, with the reason for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.matching.models import Link
from ppi.matching.reasons import Wording
from ppi.portals.models import Portal
from ppi.search.choices import Kind
from ppi.search.models import Entry

MOST_SHOWN = 5
# Columns of an entry that no row shows.
LONG = ("vector", "body", "bodies")


@dataclass(frozen=True)
class Coming:
    entry: Entry
    sentence: str


def events_for(person, portal: Portal) -> list[Coming]:
    """The few that fit best of those in sight here, the next one first."""
    links = Link.objects.published(portal).for_person(person)
    links = links.filter(other__kind=Kind.EVENT, other__open_until__gte=timezone.now())
    rows = links.best_of_each().select_related("entry", "other")
    long = [f"{side}__{column}" for side in ("entry", "other") for column in LONG]
    best = rows.defer(*long).order_by("-score", "other__open_until", "pk")[:MOST_SHOWN]
    found = sorted(best, key=lambda link: (link.other.open_until, link.pk))
    wording = Wording(found)
    return [Coming(link.other, sentence(link, wording)) for link in found]


def sentence(link: Link, wording: Wording) -> str:
    """Which product or need of theirs it fits, where it is not the company as a whole."""
    return ", ".join(filter(None, [own(link.entry), wording.sentence(link)]))


def own(entry: Entry) -> str:
    if entry.kind == Kind.PRODUCT:
        return _("your product «%(name)s»") % {"name": entry.title_shown}
    if entry.kind == Kind.OPPORTUNITY:
        return _("your need «%(name)s»") % {"name": entry.title_shown}
    return ""
