"""How long decisions take is read from the last ones, and stands on a page for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ppi.moderation import services, waiting
from ppi.moderation.choices import Decision
from ppi.moderation.models import Submission
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from tests.ppi.moderation.reading import HERE

pytestmark = pytest.mark.django_db


def sent(portal: Portal, ago: timedelta = timedelta(0), *, name: str = "Later") -> Submission:
    """Something that went into the queue so long ago."""
    made = Organisation.objects.create(
        slug=f"{name}-{ago.total_seconds():.0f}".lower(), name=name, kind="supplier", country="DK",
        portal=portal,
    )  # fmt: skip
    row = services.submit(made, by=None)
    row.submitted_at = timezone.now() - ago
    row.save()
    return row


def decided(portal: Portal, *hours: int, decision: Decision = Decision.PUBLISHED) -> None:
    """Decisions that took so many hours each."""
    for number in hours:
        row = sent(portal, timedelta(hours=number), name=f"{decision} {portal.slug}")
        row.decision, row.decided_at = decision, timezone.now()
        row.reason = "Because." if decision == Decision.RETURNED else ""
        row.save()


def test_half_of_the_last_decisions_say_how_long_it_takes(denmark, latvia) -> None:
    decided(denmark, 1, 2, 3)
    decided(denmark, 40, 90, decision=Decision.RETURNED)
    decided(denmark, 1000, 1001, 1002, decision=Decision.WITHDRAWN)
    decided(latvia, 500, 501, 502, 503, 504)
    sent(denmark)

    wait = waiting.of_portal(denmark)

    assert (wait.decided, wait.median_text, wait.waiting) == (5, "3 hours", 1)


def test_too_few_decisions_promise_nothing(denmark, client) -> None:
    decided(denmark, 1, 2, 3, 4)

    assert waiting.of_portal(denmark).median is None
    page = client.get(f"{HERE}criteria/").content.decode()
    assert "This portal has decided too little yet to say how long it takes." in page
    assert "0 things wait now." in page


def test_everybody_may_read_by_what_is_decided_and_how_long_it_took(denmark, client) -> None:
    decided(denmark, 28, 29, 30, 31, 32)

    page = client.get(f"{HERE}criteria/").content.decode()

    assert "Half of the last 5 decisions in this portal took at most 30 hours." in page
    for kind in ("Company profile", "Product", "Change of a public profile or product"):
        assert f"{kind}</h2>" in page, kind
    assert "Does the stage agree with the text and the evidence?" in page


def test_an_author_reads_how_long_it_waits_and_behind_how_many(denmark, latvia) -> None:
    sent(denmark, timedelta(hours=5))
    sent(latvia, timedelta(hours=6))
    mine = sent(denmark, timedelta(hours=4))
    sent(denmark, timedelta(hours=3))

    place = waiting.place_of(mine.subject)

    assert (place.since_text, place.before) == ("4 hours", 1)
    decided(denmark, 7)
    done = Submission.objects.moderated_by(denmark).judged().get()
    assert waiting.place_of(done.subject) is None
