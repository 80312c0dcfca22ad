"""What editors do with events."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.moderation.editing.choices import Status
from ppi.moderation.registry import moderatable
from ppi.network import services
from ppi.network.models import Event
from tests.ppi.network.kept import TITLE, announce, kept, reloaded


def announced() -> list[str]:
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    return [job.arguments["event"] for job in jobs]


def test_an_event_kept_and_published_twice_is_one_event(denmark, moderator_of_denmark) -> None:
    for title in ("Gåtur", TITLE):
        announce("gaatur", denmark, moderator_of_denmark, title=title)

    event = Event.objects.everywhere("the test looks").get()
    assert (event.title, event.status) == (TITLE, Status.PUBLISHED)
    assert announced() == ["network.published", "network.changed"]


def test_only_editors_of_the_very_portal_write_its_events(
    denmark, draft, moderator_of_latvia, buyer_of_havneby
) -> None:
    for who in (moderator_of_latvia, buyer_of_havneby):
        with pytest.raises(Refused, match="moderators of this portal"):
            kept("gaatur", denmark, who, title="Overtaget")
        with pytest.raises(Refused, match="moderators of this portal"):
            services.publish(draft, by=who)
        with pytest.raises(Refused, match="moderators of this portal"):
            services.remove(draft, "No", by=who)

    assert (reloaded(draft).title, reloaded(draft).status) == (TITLE, Status.DRAFT)


def test_a_removed_event_is_gone_and_its_reason_is_kept(event, moderator_of_denmark) -> None:
    entry = moderatable.of(Event)
    entry.remove(entry.get(event.pk), "Cancelled", by=moderator_of_denmark)

    assert reloaded(event).status == Status.REMOVED
    assert audit.trail(event)[0].detail == {"reason": "Cancelled"}
    assert entry.authors(event) == [moderator_of_denmark]
    assert announced()[-1] == "network.withdrawn"


def test_the_database_refuses_what_cannot_be(event) -> None:
    impossible = (
        {"ends_at": event.starts_at - timedelta(minutes=1)},
        {"place": "", "is_online": False},
        {"published_at": None},
    )
    for facts in impossible:
        row = reloaded(event)
        for name, value in facts.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_doors_show_each_portal_and_organisation_its_own(
    event, elsewhere, denmark, latvia, havneby, jarvikunta
) -> None:
    def slugs(rows) -> set[str]:
        return {row.slug for row in rows}

    rows = Event.objects
    assert slugs(rows.all().published(denmark)) == {"gaatur"}
    assert slugs(rows.all().published(latvia)) == {"gaatur", "tikai-mums"}
    assert slugs(rows.all().moderated_by(latvia)) == {"tikai-mums"}
    assert slugs(rows.all().managed_by(havneby)) == {"gaatur"}
    assert slugs(rows.all().managed_by(jarvikunta)) == set()
