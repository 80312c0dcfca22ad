"""Opportunities as their buyers would have written them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.taxonomy.calendars import next_working_day
from tenders import services
from tenders.models import Opportunity

NEED = {
    "kind": "call",
    "title": "Light only where somebody walks",
    "language": "en",
    "need": "The street lamps burn all night although nobody walks there.",
    "outcome": "Half the energy per kilometre.",
    "cpv": ["34928510", "34993000"],
    "nuts": ["DK050"],
    "contract": "supplies",
    "strategic": ["inn-pur"],
    "value": Decimal("90000.00"),
    "currency": "EUR",
}


def in_days(days: int):
    return timezone.now().replace(microsecond=0) + timedelta(days=days)


def on_a_working_day(days: int, country: str = "DK"):
    """In about that many days, so that nothing is said of weekends and holidays."""
    moment = in_days(days)
    working = next_working_day(timezone.localdate(moment), country)
    return moment + (working - timezone.localdate(moment))


def draft(organisation, by, **facts) -> Opportunity:
    """Complete, and not yet sent."""
    whole = {"deadline": on_a_working_day(30)} | NEED | facts
    first = {name: whole.pop(name) for name in ("kind", "title", "language")}
    return services.edit(services.start(organisation, by=by, **first), by=by, **whole)


def submitted(organisation, by, **facts) -> Opportunity:
    opportunity = draft(organisation, by, **facts)
    services.submit(opportunity, by=by)
    return reloaded(opportunity)


def published(organisation, by, moderator, **facts) -> Opportunity:
    opportunity = submitted(organisation, by, **facts)
    moderation.publish(submission_of(opportunity), by=moderator)
    return reloaded(opportunity)


def submission_of(opportunity: Opportunity) -> Submission:
    return Submission.objects.last_about(opportunity)


def reloaded(row):
    rows = type(row).objects.everywhere("the test looks again")
    return rows.get(pk=row.pk)
