"""What the house forgets by itself."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from ppi.kernel import tasks


def test_ended_sessions_are_forgotten_and_running_ones_kept(db) -> None:
    now = timezone.now()
    for key, days in (("ended", -1), ("running", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=now + timedelta(days=days)
        )
    tasks.forget_ended_sessions()
    assert [row.session_key for row in Session.objects.all()] == ["running"]
