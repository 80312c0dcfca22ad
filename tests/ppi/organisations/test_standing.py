"""A row at hand and the rows of a query are judged alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from ppi.network.models import Event
from ppi.organisations.choices import Status
from ppi.organisations.models import Organisation, is_in_good_standing
from ppi.organisations.querysets import in_good_standing


def told_by(organisation, portal) -> list:
    """A case and an event, both published."""
    now = timezone.now()
    facts = {"portal": portal, "language": "en", "status": "published", "published_at": now}
    facts |= {"organisation": organisation, "slug": "here"}
    times = {"starts_at": now, "ends_at": now + timedelta(hours=1), "is_online": True}
    return [
        Case.objects.create(title_en="A case", **facts),
        Event.objects.create(title="An event", **times, **facts),
    ]


@pytest.mark.parametrize("status", [*Status, None])
def test_of_whatever_standing(denmark, havneby, status) -> None:
    if status is not None:
        Organisation.objects.everywhere("the test").update(status=status)
        havneby.refresh_from_db()
    owner = havneby if status is not None else None
    wanted = status in (Status.VERIFIED, None)

    assert is_in_good_standing(owner) == wanted
    for row in told_by(owner, denmark):
        rows = type(row).objects.everywhere("the test")
        assert (row.is_public, rows.filter(in_good_standing()).exists()) == (wanted, wanted)
