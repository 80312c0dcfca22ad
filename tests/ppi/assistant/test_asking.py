"""The page on which one asks: what it says first, how it answers, what it keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ppi.assistant import limits
from ppi.assistant.models import LONGEST_QUESTION, Question
from ppi.kernel.models import Job
from ppi.portals.choices import Module
from ppi.search.models import Entry
from tests.ppi.search.published import page

PAGE = "/p/dk/en/assistant/"
QUESTION = "What is an innovation partnership?"
REFUSAL = "I have found nothing published here that answers this"


def text(response) -> str:
    return response.content.decode()


def questions() -> list[Question]:
    return list(Question.objects.everywhere("the test looks at all questions").order_by("pk"))


@pytest.fixture
def guide(denmark):
    denmark.contact_name, denmark.contact_email = "Portal desk", "desk@dk.example"
    denmark.save()
    return page(
        denmark,
        title_en="Innovation partnership",
        body_en="You let partners develop a <b>solution</b>, and buy it afterwards.",
    )


def test_before_the_first_question_it_says_what_it_is(guide, as_user) -> None:
    html = text(as_user(None).get(PAGE))

    for said in (
        "An automatic assistant answers",
        "You are asking a machine, not a person.",
        "It quotes what is published here",
        "It may overlook something",
        "kept for 30 days",
    ):
        assert said in html, said
    assert REFUSAL not in html
    assert questions() == []


def test_the_answer_stands_beside_its_source_kind_and_date(guide, as_user) -> None:
    html = text(as_user(None).post(PAGE, {"question": QUESTION}))

    assert "You let partners develop a &lt;b&gt;solution&lt;/b&gt;, and buy it" in html
    assert "<b>solution" not in html
    assert "/p/dk/en/library/" in html
    assert "Guide" in html
    assert str(timezone.now().year) in html
    [question] = questions()
    [entry] = Entry.objects.published(guide.portal)
    assert (question.text, question.answered, question.sources, question.user) == (
        QUESTION,
        True,
        [entry.pk],
        None,
    )


def test_without_an_answer_it_says_so_and_helps_on(guide, as_user, stranger) -> None:
    html = text(as_user(stranger).post(PAGE, {"question": "What does the moon weigh?"}))

    assert REFUSAL in html
    assert "/p/dk/en/search/?q=What%20does%20the%20moon%20weigh%3F" in html
    assert html.count("desk@dk.example") >= 2  # Here, and in the footer.
    [question] = questions()
    assert (question.answered, question.sources, question.user) == (False, [], stranger)


def test_htmx_gets_the_conversation_alone(guide, as_user) -> None:
    whole = text(as_user(None).post(PAGE, {"question": QUESTION}))
    part = text(as_user(None).post(PAGE, {"question": QUESTION}, headers={"HX-Request": "true"}))

    assert "<html" in whole
    assert "<html" not in part
    assert part.strip().startswith('<section class="section" id="conversation"')
    assert "You let partners develop" in part


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "This field is required"),
        ("   ", "This field is required"),
        ("x" * (LONGEST_QUESTION + 1), "at most 500 characters"),
        ("lamp\x00", "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_a_question_is_refused_at_the_field(guide, as_user, typed, sentence) -> None:
    response = as_user(None).post(PAGE, {"question": typed})

    assert (response.status_code, sentence in text(response)) == (200, True)
    assert questions() == []


def test_a_question_is_never_markup(guide, as_user) -> None:
    html = text(as_user(None).post(PAGE, {"question": "</textarea><script>alert(1)</script>"}))

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_link_can_fill_in_the_question_without_asking_it(guide, as_user) -> None:
    html = text(as_user(None).get(PAGE, {"question": QUESTION}))

    assert QUESTION in html
    assert "You let partners develop" not in html
    assert questions() == []


def test_too_many_questions_are_answered_with_a_sentence(guide, as_user, stranger, monkeypatch):
    monkeypatch.setattr(limits, "MOST_QUESTIONS", 2)
    visitor = as_user(None)
    for _ in range(2):
        assert "You let partners develop" in text(visitor.post(PAGE, {"question": QUESTION}))

    refused = text(visitor.post(PAGE, {"question": QUESTION}))

    assert "You have asked many questions in a short time." in refused
    assert "You let partners develop" not in refused
    assert QUESTION in refused
    assert len(questions()) == 2
    # Somebody else is not held back.
    assert "You let partners develop" in text(as_user(stranger).post(PAGE, {"question": QUESTION}))


def test_questions_are_forgotten_after_thirty_days(guide, as_user, run_jobs) -> None:
    as_user(None).post(PAGE, {"question": QUESTION})
    run_jobs()
    assert len(questions()) == 1

    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23), tick=False):
        run_jobs()
        assert len(questions()) == 1
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        run_jobs()
        assert questions() == []
    assert not Job.objects.filter(done_at=None).exists()


def test_a_portal_without_the_assistant_has_no_such_page(guide, denmark, as_user) -> None:
    denmark.modules = [module for module in Module.values if module != Module.ASSISTANT]
    denmark.save()

    visitor = as_user(None)
    assert visitor.get(PAGE).status_code == 403
    assert PAGE not in text(visitor.get("/p/dk/en/search/"))
    assert visitor.post(PAGE, {"question": QUESTION}).status_code == 403
    assert questions() == []


def test_the_header_leads_to_it(guide, as_user) -> None:
    assert f'href="{PAGE}"' in text(as_user(None).get("/p/dk/en/search/"))
