"""A course can be reported, looked at and removed; it never waits in the queue."""

from __future__ import annotations

import pytest

from courses.models import Course
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.moderation.editing.choices import Status
from ppi.moderation.registry import moderatable
from tests.courses.kept import reloaded

MODERATION = "/p/dk/en/moderation/"


def test_a_reported_course_is_shown_to_the_moderators_and_removed(
    course, as_user, moderator_of_denmark
) -> None:
    browser = as_user(moderator_of_denmark)
    filed = moderation.report(course, course.portal, kind="wrong", text="Article 41, not 40.")

    shown = browser.get(f"{MODERATION}reports/{filed.pk}/").content.decode()
    answer = {"decision": "remove", "reason": "It has to be rewritten."}
    browser.post(f"{MODERATION}reports/{filed.pk}/settle/", answer)

    for said in ("Article 41, not 40.", "Market dialogue", "How to do it"):
        assert said in shown, said
    assert reloaded(course).status == Status.REMOVED
    assert as_user(None).get("/p/dk/en/courses/markedsdialog/").status_code == 404


def test_nobody_waits_for_a_course_to_come_back(course, moderator_of_denmark) -> None:
    entry = moderatable.of(Course)

    with pytest.raises(Refused, match="Editors write this themselves"):
        entry.send_back(course, "Why?", by=moderator_of_denmark)

    assert reloaded(course).status == Status.PUBLISHED
    assert entry.authors(course) == [moderator_of_denmark]
    assert entry.address(course) == ("courses:detail", ["markedsdialog"])
