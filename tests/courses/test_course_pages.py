"""What visitors, learners, strangers and editors see of courses."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses import services
from courses.models import Attempt, Completion, Progress
from tests.courses.kept import (
    FACTS,
    as_form,
    kept,
    lessons_of,
    option,
    right_answers,
    wrong_answers,
)

LIST = "/p/dk/en/courses/"
PAGE = f"{LIST}markedsdialog/"
FIRST, SECOND = f"{PAGE}lessons/maa-man-det/", f"{PAGE}lessons/saadan/"
QUIZ = f"{PAGE}quiz/"


def text(response) -> str:
    return response.content.decode()


# The list


def test_the_list_shows_the_portals_own_and_the_shared_courses(
    course, elsewhere, draft, as_user
) -> None:
    danish = text(as_user(None).get(LIST))
    latvian = text(as_user(None).get("/p/lv/en/courses/"))

    assert "Market dialogue" in danish
    assert "40 minutes" in danish
    assert "Tikai mums" not in danish
    assert "Market dialogue" in latvian
    assert "Tikai mums" in latvian


def test_a_draft_stands_in_no_list(draft, as_user, moderator_of_denmark) -> None:
    for who in (None, moderator_of_denmark):
        assert "Market dialogue" not in text(as_user(who).get(LIST))


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("language=da", True),
        ("language=en", True),
        ("language=fi", False),
        ("minutes=30-59", True),
        ("minutes=under-30", False),
        ("minutes=nonsense", False),
        ("q=udbyder", True),
        ("q=tunnel", False),
        ("q=%00udbyder", True),
        ("q=%27%3B--", False),
        ("after=nonsense&sort=nonsense", True),
        ("sort=shortest", True),
    ],
)
def test_the_list_narrows_and_survives_any_address(course, as_user, query, is_found) -> None:
    response = as_user(None).get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert ("Market dialogue" in text(response)) is is_found


def test_the_lists_queries_do_not_grow_with_its_rows(
    course, denmark, moderator_of_denmark, as_user, learner_of_metsalinn
) -> None:
    browser = as_user(learner_of_metsalinn)
    few = queries(browser, LIST)
    for number in range(6):
        another = kept(f"course-{number}", denmark, moderator_of_denmark)
        services.publish(another, by=moderator_of_denmark)

    assert queries(browser, LIST) == few


def queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


# The course


def test_the_page_says_what_one_learns_and_how_it_begins(course, as_user) -> None:
    html = text(as_user(None).get(PAGE))

    for said in (
        "Market dialogue",
        "Holde et møde",
        "Skrive et referat",
        "How to do it",
        "2 questions",
    ):
        assert said in html, said
    assert f'href="{FIRST}"' in html
    assert "Start the course" in html


def test_the_page_shows_ticks_and_the_next_step(course, as_user, learner_of_metsalinn) -> None:
    services.complete_lesson(lessons_of(course)[0], by=learner_of_metsalinn)

    html = text(as_user(learner_of_metsalinn).get(PAGE))

    assert "1 of 3 steps done" in html
    assert re.search(rf'href="{SECOND}"[^>]*>\s*Continue', html)
    assert html.count("Done") == 1


def test_what_is_not_public_answers_strangers_like_what_does_not_exist(
    draft, as_user, stranger, moderator_of_latvia
) -> None:
    for who in (None, stranger, moderator_of_latvia):
        browser = as_user(who)
        missing = browser.get(f"{LIST}no-such-course/")
        hidden = browser.get(PAGE)
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without(hidden, "markedsdialog") == without(missing, "no-such-course")
        assert browser.get(FIRST).status_code == browser.get(QUIZ).status_code == 404
        assert browser.post(FIRST).status_code == 404


def without(response, slug: str) -> str:
    """The page without what differs at every request and in every address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response)).replace(slug, "")


def test_a_course_kept_to_its_portal_is_unknown_in_the_other(elsewhere, as_user, denmark) -> None:
    visitor = as_user(None)

    own = visitor.get("/p/lv/en/courses/tikai-mums/")
    hidden, missing = visitor.get(f"{LIST}tikai-mums/"), visitor.get(f"{LIST}no-such-course/")

    assert own.status_code == 200
    assert '<h1 lang="lv">Tikai mums</h1>' in text(own)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without(hidden, "tikai-mums") == without(missing, "no-such-course")
    for part in ("lessons/maa-man-det/", "quiz/"):
        assert visitor.get(f"/p/lv/en/courses/tikai-mums/{part}").status_code == 200
        assert "Page not found" in text(visitor.get(f"{LIST}tikai-mums/{part}"))


def test_the_portals_moderators_preview_a_draft(draft, as_user, moderator_of_denmark) -> None:
    html = text(as_user(moderator_of_denmark).get(PAGE))

    assert "Only the portal's moderators see this page." in html
    assert "Market dialogue" in html


def test_a_portal_without_courses_has_no_such_pages(course, as_user, denmark) -> None:
    denmark.modules = ["tenders"]
    denmark.save()

    for address in (LIST, PAGE, FIRST, QUIZ):
        response = as_user(None).get(address)
        assert response.status_code == 403
        assert "This portal does not offer this part." in text(response)
        assert "Market dialogue" not in text(response)


# Lessons


def test_a_lesson_is_open_to_read_and_its_markup_is_harmless(course, as_user) -> None:
    html = text(as_user(None).get(FIRST))

    assert "<strong>Artikel 40</strong>" in html
    assert "<script>alert(1)</script>" not in html
    assert 'href="https://eur-lex.europa.eu/eli/dir/2014/24/oj"' in html
    assert "26 February 2014" in html
    assert f'href="{SECOND}"' in html
    assert "Sign in to keep your progress" in html


def test_a_text_in_another_language_says_so(course, as_user) -> None:
    first, second = text(as_user(None).get(FIRST)), text(as_user(None).get(SECOND))

    assert 'class="prose" lang="da"' in first
    assert "Original in Danish." in first
    assert 'class="prose" lang="en"' in second
    assert "Write two pages." in second
    assert "Original in" not in second


def test_reading_on_keeps_the_progress_and_leads_to_the_next_step(
    course, as_user, learner_of_metsalinn
) -> None:
    browser = as_user(learner_of_metsalinn)

    first = browser.post(FIRST)
    again = browser.post(FIRST)
    second = browser.post(SECOND)

    assert (first.status_code, first["Location"]) == (302, SECOND)
    assert again["Location"] == SECOND
    assert second["Location"] == QUIZ
    assert Progress.objects.of_person(learner_of_metsalinn).count() == 2
    assert "2 of 3 steps done" in text(browser.get(SECOND))


def test_a_visitor_who_marks_a_lesson_is_asked_to_sign_in_and_comes_back(course, as_user) -> None:
    response = as_user(None).post(FIRST)

    assert response.status_code == 302
    assert "/account/login/" in response["Location"]
    assert response["Location"].endswith("lessons/maa-man-det/")


def test_reading_alone_changes_nothing(course, as_user, learner_of_metsalinn) -> None:
    as_user(learner_of_metsalinn).get(FIRST)

    assert not Progress.objects.of_person(learner_of_metsalinn).exists()


# The quiz


def test_a_learner_finishes_the_course(course, as_user, learner_of_metsalinn) -> None:
    browser = as_user(learner_of_metsalinn)
    browser.post(FIRST)
    browser.post(SECOND)

    response = browser.post(QUIZ, as_form(right_answers(course)), follow=True)

    assert "2 of 2 right" in text(response)
    assert "Course completed" in text(response)
    assert "Alle skal vide det samme." in text(response)
    completed = Completion.objects.of_person(learner_of_metsalinn).get()
    assert completed.course == course
    assert "Completed" in text(browser.get(PAGE))
    mine = text(browser.get(f"{LIST}mine/"))
    assert "Market dialogue" in mine
    assert "Completed" in mine


def test_a_form_sent_twice_is_one_attempt(course, as_user, learner_of_metsalinn) -> None:
    browser, answers = as_user(learner_of_metsalinn), as_form(wrong_answers(course))

    first, second = browser.post(QUIZ, answers), browser.post(QUIZ, answers)

    assert first["Location"] == second["Location"]
    assert Attempt.objects.of_person(learner_of_metsalinn).count() == 1


def test_wrong_answers_are_explained_and_can_be_tried_again(
    course, as_user, learner_of_metsalinn
) -> None:
    response = as_user(learner_of_metsalinn).post(QUIZ, as_form(wrong_answers(course)), follow=True)
    html = text(response)

    assert "0 of 2 right" in html
    assert "Not passed yet" in html
    assert "Det står der ikke." in html
    assert "This would have been right." in html
    assert f'href="{QUIZ}"' in html


def test_an_unanswered_question_is_named_and_the_others_keep_their_choice(course, as_user) -> None:
    yes = option(course, "Ja")
    name = f"question-{yes.question_id}"

    response = as_user(None).post(QUIZ, {name: yes.pk})
    html = text(response)

    assert response.status_code == 200
    assert list(response.context["form"].errors.values()) == [["Choose an answer."]]
    assert re.search(rf'value="{yes.pk}"[^>]*checked', html)
    assert "There is a problem" in html
    assert '<span lang="da">Hvad skal i referatet</span>? Choose an answer.' in html


@pytest.mark.parametrize("value", ["", "\x00", "999999999999999999999", "<script>", "1 OR 1=1"])
def test_an_answer_that_is_none_is_refused_at_its_question(course, as_user, value) -> None:
    names = [f"question-{pk}" for pk in right_answers(course)]

    response = as_user(None).post(QUIZ, dict.fromkeys(names, value))

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(names)
    assert "<script>" not in re.sub(r"<script [^>]*src=[^>]*>", "", text(response))


def test_a_visitor_sees_the_result_and_nothing_is_kept(course, as_user) -> None:
    html = text(as_user(None).post(QUIZ, as_form(right_answers(course))))

    assert "2 of 2 right" in html
    assert "This result is not kept" in html
    assert not Attempt.objects.everywhere("nobody's attempt").exists()


def test_another_persons_result_does_not_exist(
    course, as_user, learner_of_metsalinn, stranger, moderator_of_denmark
) -> None:
    attempt = services.answer_quiz(course, right_answers(course), by=learner_of_metsalinn)
    address = f"{QUIZ}{attempt.pk}/"

    visitor = as_user(None).get(address)

    assert "2 of 2 right" in text(as_user(learner_of_metsalinn).get(address))
    for who in (stranger, moderator_of_denmark):
        hidden, missing = as_user(who).get(address), as_user(who).get(f"{QUIZ}{attempt.pk + 1}/")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without(hidden, f"{attempt.pk}/") == without(missing, f"{attempt.pk + 1}/")
        assert "of 2 right" not in text(hidden)
    to_sign_in = f"/p/dk/en/account/login/?next={address}"
    assert (visitor.status_code, visitor["Location"]) == (302, to_sign_in)


def test_a_course_without_questions_has_no_quiz(without_quiz, as_user) -> None:
    assert as_user(None).get(f"{LIST}kort/quiz/").status_code == 404
    assert "Quiz" not in text(as_user(None).get(f"{LIST}kort/"))


def test_the_pages_queries_do_not_grow_with_lessons_and_questions(
    denmark, course, moderator_of_denmark, as_user, learner_of_metsalinn
) -> None:
    browser = as_user(learner_of_metsalinn)
    addresses = (PAGE, FIRST, QUIZ, f"{LIST}mine/")
    browser.post(FIRST)
    few = [queries(browser, address) for address in addresses]
    from tests.courses.kept import LESSONS, QUESTIONS

    more = LESSONS + [LESSONS[1] | {"slug": f"more-{n}"} for n in range(5)]
    kept("markedsdialog", denmark, moderator_of_denmark, lessons=more, questions=QUESTIONS * 4)

    assert [queries(browser, address) for address in addresses] == few


# Mine


def test_my_courses_are_mine_and_say_how_far_i_am(
    course, without_quiz, as_user, learner_of_metsalinn, stranger
) -> None:
    services.complete_lesson(lessons_of(course)[0], by=learner_of_metsalinn)

    mine = text(as_user(learner_of_metsalinn).get(f"{LIST}mine/"))
    theirs = text(as_user(stranger).get(f"{LIST}mine/"))

    assert "1 of 2 lessons read" in mine
    assert f'href="{LIST}kort/"' not in mine
    assert "Nothing begun yet" in theirs
    assert as_user(None).get(f"{LIST}mine/").status_code == 302


def test_long_and_hostile_texts_of_editors_are_escaped(
    denmark, moderator_of_denmark, as_user
) -> None:
    hostile = {**FACTS, "title_en": '"><script>alert(1)</script>', "outcomes_en": "<b>bold</b>"}
    evil = kept("evil", denmark, moderator_of_denmark, **hostile)
    services.publish(evil, by=moderator_of_denmark)

    for address in (LIST, f"{LIST}evil/", f"{LIST}evil/lessons/saadan/", f"{LIST}evil/quiz/"):
        html = text(as_user(None).get(address))
        assert "<script>alert(1)</script>" not in html
        assert "<b>bold</b>" not in html


def test_the_same_page_in_danish_shows_danish(course, as_user) -> None:
    html = text(as_user(None).get(PAGE.replace("/en/", "/da/")))

    assert "Markedsdialog" in html
    assert "Sådan gør du" in html
