"""Moves what the services dated today to the day on which it would have been.

Only what lies ahead can be submitted, asked or corrected: so the true days come afterwards.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ppi.demo.loading import World
from ppi.demo.loading.rows import as_of, found, moments
from ppi.moderation.models import Submission
from tenders.judging import judge
from tenders.models import FollowUp, InvitedFirm, Opportunity, Version
from tenders.services.ending import FOLLOW_UP_AFTER
from tenders.snapshots import plain


def publication(world: World, row: dict) -> None:
    """The opportunity, its versions, the call that it concludes, and the look back."""
    opportunity, published = found(row["key"]), world.day(row["published"])
    opportunity.published_at = published
    for name, moment in moments(world, row, put_off=False).items():
        setattr(opportunity, name, moment)
    judge(opportunity)
    opportunity.save()
    _decision(opportunity, published)
    _versions(world, row, opportunity)
    if opportunity.concludes:
        last_word(opportunity.concludes, published)
    due_on = published.date() + FOLLOW_UP_AFTER
    FollowUp.objects.of(opportunity).update(due_on=due_on)
    if "invited_on" in row:
        day = world.day(row["invited_on"])
        InvitedFirm.objects.of(opportunity).update(invited_at=day, sent_at=day)


def _decision(opportunity: Opportunity, at: datetime) -> None:
    """The moderator had it for some hours, as long as such decisions take in an office."""
    if submission := Submission.objects.last_about(opportunity):
        submission.submitted_at = at - timedelta(hours=3 + 7 * (opportunity.pk % 7))
        submission.decided_at = at
        submission.save()


def _versions(world: World, row: dict, opportunity: Opportunity) -> None:
    days = [row["published"], *(correction["day"] for correction in row.get("corrections", []))]
    for version in Version.objects.of(opportunity):
        told = moments(world, as_of(row, version.number - 1), put_off=False)
        version.content |= {name: plain(at.astimezone(UTC)) for name, at in told.items()}
        version.dispatched_at = world.day(days[version.number - 1])
        version.save()


def last_word(opportunity: Opportunity, at: datetime) -> None:
    """When it ended; its last version says so."""
    rows = Opportunity.objects.everywhere("the demonstration's own").filter(pk=opportunity.pk)
    rows.update(ended_at=at)
    Version.objects.of(opportunity).filter(number=opportunity.version).update(dispatched_at=at)
