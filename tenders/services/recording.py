"""Each publication as a numbered version, kept as it was."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from tenders.models import Opportunity, Version
from tenders.snapshots import snapshot


def keep_version(opportunity: Opportunity, *, reason: str, by) -> Version:
    """Save the opportunity, and what it says now as the next numbered version."""
    versions = Version.objects.of(opportunity)
    opportunity.version = (versions.aggregate(Max("number"))["number__max"] or 0) + 1
    opportunity.save()
    return Version.objects.create(
        opportunity=opportunity,
        number=opportunity.version,
        dispatched_at=timezone.now(),
        reason=reason,
        published_by=by,
        content=snapshot(opportunity),
    )
