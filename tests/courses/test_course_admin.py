"""Operators edit courses of every portal, language by language, and leave a trail."""

from __future__ import annotations

import pytest

from courses.models import Course, Question
from ppi.accounts.models import User
from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.moderation.editing.choices import Status
from tests.courses.kept import lessons_of, reloaded

LIST = "/en/operator/courses/course/"


@pytest.fixture
def operator(db) -> User:
    return User.objects.create_superuser("operator@ppi.example", "a-long-password")


def change(course: Course) -> str:
    return f"{LIST}{course.pk}/change/"


def as_sent(page) -> dict:
    """What a browser would send back from the page's form, untouched."""
    form = page.context["adminform"].form
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    sent = {}
    for part in (form, *(inner for each in formsets for inner in (each.management_form, *each))):
        for field in part:
            value = field.value()
            sent[field.html_name] = "" if value is None or value is False else value
    return sent


def test_operators_see_every_portals_courses(draft, elsewhere, as_user, operator) -> None:
    response = as_user(operator).get(LIST)

    assert {course.slug for course in response.context["cl"].queryset} == {
        "markedsdialog",
        "tikai-mums",
    }


def test_an_edit_touches_the_one_language_and_is_noted(course, as_user, operator) -> None:
    browser = as_user(operator)
    sent = as_sent(browser.get(change(course)))
    assert "title" not in sent
    announced = Job.objects.filter(arguments__event="courses.changed").count()

    answer = browser.post(change(course), sent | {"title_en": "Talking with the market"})

    assert answer.status_code == 302, answer.context["errors"]
    after = reloaded(course)
    assert (after.title_en, after.title_da, after.title_fi) == (
        "Talking with the market",
        "Markedsdialog",
        None,
    )
    assert [lesson.body_da for lesson in lessons_of(after)] == [
        lesson.body_da for lesson in lessons_of(course)
    ]
    entry = audit.trail(course)[0]
    assert (entry.action, entry.actor, entry.detail) == (
        "course.changed_by_operator",
        operator,
        {"fields": ["title_en"]},
    )
    assert Job.objects.filter(arguments__event="courses.changed").count() == announced + 1


def test_a_lesson_that_gets_longer_makes_the_course_longer(course, as_user, operator) -> None:
    browser = as_user(operator)
    sent = as_sent(browser.get(change(course)))

    answer = browser.post(change(course), sent | {"lessons-0-minutes": 20})

    assert answer.status_code == 302, answer.context["errors"]
    assert reloaded(course).minutes == 45


def test_publishing_is_an_action_and_goes_through_the_service(draft, as_user, operator) -> None:
    browser, asked = as_user(operator), {"action": "publish", "_selected_action": [draft.pk]}
    sent = as_sent(browser.get(change(draft)))
    browser.post(change(draft), sent | {"status": "published"})
    assert reloaded(draft).status == Status.DRAFT

    browser.post(LIST, asked)

    assert reloaded(draft).status == Status.PUBLISHED
    assert audit.trail(draft)[0].action == "course.published"
    assert Job.objects.filter(arguments__event="courses.published").count() == 1


def test_questions_are_edited_with_their_options(course, as_user, operator) -> None:
    question = Question.objects.of(course)[0]
    address = f"/en/operator/courses/question/{question.pk}/change/"
    browser = as_user(operator)
    sent = as_sent(browser.get(address))

    answer = browser.post(address, sent | {"options-1-why_da": "Fordi."})

    assert answer.status_code == 302, answer.context["errors"]
    options = Question.objects.with_options(course)[0].options.all()
    assert [option.why_da for option in options] == ["Alle skal vide det samme.", "Fordi."]


def test_nothing_is_deleted_and_nobody_else_comes_in(
    course, as_user, operator, moderator_of_denmark
) -> None:
    assert as_user(operator).post(f"{LIST}{course.pk}/delete/", {"post": "yes"}).status_code == 403
    for who in (None, moderator_of_denmark):
        assert as_user(who).get(LIST).status_code == 302
    assert Course.objects.everywhere("the test looks").count() == 1
