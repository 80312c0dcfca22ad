"""How long a decision takes in a portal: read from its last ones, never promised."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_timedelta
from django.db import models
from django.utils import timezone

from ppi.kernel.dates import reader_locale
from ppi.moderation.models import Submission
from ppi.portals.models import Portal

# The middle of fewer says little.
LAST, FEWEST = 20, 5


@dataclass(frozen=True)
class Wait:
    """Half of the last `decided` took at most `median`; None where there are too few to say."""

    decided: int
    median: timedelta | None
    waiting: int

    @property
    def median_text(self) -> str:
        return in_words(self.median) if self.median is not None else ""


def of_portal(portal: Portal) -> Wait:
    """Of everything that was published or returned here; what its authors took back is left out."""
    rows = Submission.objects.moderated_by(portal)
    times = rows.decided().judged().values_list("submitted_at", "decided_at")[:LAST]
    taken = [decided - submitted for submitted, decided in times]
    median = statistics.median(taken) if len(taken) >= FEWEST else None
    return Wait(len(taken), median, rows.waiting().count())


@dataclass(frozen=True)
class Place:
    """One thing in the queue: since when, and how many came before it."""

    since_text: str
    before: int


def place_of(subject: models.Model) -> Place | None:
    """Of what its author sent; None where it does not wait."""
    submission = Submission.objects.last_about(subject)
    if submission is None or submission.decided_at is not None:
        return None
    earlier = Submission.objects.moderated_by(submission.portal).waiting().before(submission)
    return Place(in_words(timezone.now() - submission.submitted_at), earlier.count())


def in_words(length: timedelta) -> str:
    """«3 hours», «2 days»; never less than a minute."""
    shown = max(length, timedelta(minutes=1))
    return format_timedelta(shown, granularity="minute", threshold=1.5, locale=reader_locale())
