"""What waits for somebody who is signed in: by what they are, not by where it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppi.matching.models import Match
from ppi.moderation.models import Report, Submission
from ppi.organisations.models import Organisation
from ppi.portals.choices import Module
from ppi.portals.permissions import may_moderate
from tenders.choices import EDITABLE
from tenders.models import Opportunity, Pursuit
from tenders.querysets import answerable

COMES_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """One line of the desk: what, and the page on which to go on."""

    text: str
    url: str


def waiting_for(user, portal) -> list[Waiting]:
    return [
        *_moderation(user, portal),
        *_drafts(user, portal),
        *_dates(user, portal),
        *_first_steps(user, portal),
    ]


def _moderation(user, portal) -> list[Waiting]:
    if not may_moderate(user, portal):
        return []
    things = Submission.objects.moderated_by(portal).waiting().count()
    reports = Report.objects.moderated_by(portal).open().count()
    lines = []
    if things:
        words = ngettext("%(n)s thing waits to be read", "%(n)s things wait to be read", things)
        lines.append(Waiting(words % {"n": things}, reverse("moderation:queue")))
    if reports:
        words = ngettext("%(n)s report is open", "%(n)s reports are open", reports)
        lines.append(Waiting(words % {"n": reports}, reverse("moderation:reports")))
    return lines


def _drafts(user, portal) -> list[Waiting]:
    if not portal.offers(Module.TENDERS):
        return []
    own = Opportunity.objects.managed_by(*Organisation.objects.of_member(user))
    drafts = own.filter(status__in=EDITABLE).order_by("-updated_at")[:3]
    return [
        Waiting(
            _("Go on writing «%(title)s»") % {"title": draft.title},
            reverse("tenders:check", args=[draft.slug]),
        )
        for draft in drafts
    ]


def _dates(user, portal) -> list[Waiting]:
    """What comes, on the desk of a company, in the person's own hands."""
    if not portal.offers(Module.TENDERS):
        return []
    soon = timezone.localdate() + COMES_SOON
    own = Pursuit.objects.of_member(user).filter(assignee=user).due_until(soon)
    number = own.count()
    words = ngettext(
        "%(n)s opportunity in your hands is due within a week",
        "%(n)s opportunities in your hands are due within a week",
        number,
    )
    url = f"{reverse('tenders:desk')}?hands=mine&date=late&date=week"
    return [Waiting(words % {"n": number}, url)] if number else []


def _first_steps(user, portal) -> list[Waiting]:
    """The next step of somebody new: an organisation first, then what it is for."""
    organisation = Organisation.objects.of_member(user).order_by("pk").first()
    if organisation is None and not may_moderate(user, portal):
        return [Waiting(_("Create or join your organisation"), reverse("organisations:mine"))]
    return []


def matches_for(user, portal, limit: int = 3) -> list[Match]:
    """What fits the person's companies and can be answered in this portal, the newest first."""
    still_open = answerable(timezone.now(), "opportunity__")
    rows = Match.objects.for_person(user).shown_in(portal).filter(still_open).wanted()
    rows = rows.select_related("opportunity__organisation")
    return list(rows.order_by("-matched_at", "-pk")[:limit])
