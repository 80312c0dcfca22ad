"""Courses for other systems."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import services
from courses.models import Course
from tests.courses.kept import kept

LIST = "/api/v1/courses/"


def test_the_list_holds_what_is_published_anywhere_or_what_one_portal_shows(
    course, elsewhere, denmark, moderator_of_denmark, as_user
) -> None:
    kept("draft", denmark, moderator_of_denmark)

    everywhere = as_user(None).get(LIST).json()["results"]
    danish = as_user(None).get(f"{LIST}?portal=dk").json()["results"]

    assert {row["slug"] for row in everywhere} == {"markedsdialog", "tikai-mums"}
    assert [row["slug"] for row in danish] == ["markedsdialog"]


def test_a_course_comes_with_its_lessons_in_the_language_asked_for(course, as_user) -> None:
    course = as_user(None).get(f"{LIST}markedsdialog/", headers={"Accept-Language": "en"}).json()

    assert (course["title"], course["language"], course["language_shown"]) == (
        "Market dialogue",
        "da",
        "en",
    )
    assert course["outcomes"] == ["Holde et møde", "Skrive et referat"]
    assert [(lesson["number"], lesson["title"]) for lesson in course["lessons"]] == [
        (1, "Må man tale med virksomhederne?"),
        (2, "How to do it"),
    ]
    assert course["url"].endswith("/p/dk/en/courses/markedsdialog/")


def test_what_is_not_public_is_not_found(draft, as_user, moderator_of_denmark) -> None:
    for slug in ("markedsdialog", "no-such-course"):
        response = as_user(moderator_of_denmark).get(f"{LIST}{slug}/")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
        assert response.json()["detail"] == "There is nothing here."


def test_nothing_can_be_written(course, as_user, moderator_of_denmark) -> None:
    browser, sent = as_user(moderator_of_denmark), {"slug": course.slug, "title": "Taken over"}
    before = list(Course.objects.published_anywhere().values())

    for address in (LIST, f"{LIST}{course.slug}/"):
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(address, sent, content_type="application/json")
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
            assert answer.json()["detail"] == f'Method "{method.upper()}" not allowed.'

    assert list(Course.objects.published_anywhere().values()) == before


def test_queries_do_not_grow_with_the_rows(course, denmark, moderator_of_denmark, as_user) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_user(None).get(LIST)
        return len(captured)

    few = count()
    for number in range(4):
        services.publish(
            kept(f"course-{number}", denmark, moderator_of_denmark), by=moderator_of_denmark
        )

    assert count() == few
