"""Twelve months after a result: what came of the purchase."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from ppi.kernel import audit
from tenders import events, permissions
from tenders.models import FollowUp


@transaction.atomic
def answer(follow_up: FollowUp, *, by, **facts) -> FollowUp:
    """Keep what the buyer tells; it is public from then on, and may be told again."""
    opportunity = follow_up.opportunity
    permissions.may_follow_up(by, opportunity).or_refuse()
    for name, value in facts.items():
        setattr(follow_up, name, value)
    follow_up.answered_at, follow_up.answered_by = timezone.now(), by
    follow_up.save()
    audit.record("opportunity.followed_up", opportunity, by=by)
    events.changed.announce(opportunity_id=opportunity.pk)
    return follow_up


@transaction.atomic
def ask_what_is_due(today: date) -> int:
    """Announce `events.follow_up_due` once for every look back that is due; how many there were.

    Two workers at once share the rows between them.
    """
    rows = FollowUp.objects.everywhere("the daily round over all portals").due(today)
    waiting = rows.filter(reminded_at=None).select_for_update(skip_locked=True, of=("self",))
    ids = list(waiting.values_list("pk", flat=True)[:1000])
    for pk in ids:
        events.follow_up_due.announce(follow_up_id=pk)
    everywhere = FollowUp.objects.everywhere("the rows locked above")
    return everywhere.filter(pk__in=ids).update(reminded_at=timezone.now())
