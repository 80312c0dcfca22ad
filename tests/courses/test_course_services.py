"""What editors do with courses, and what learners do in them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from courses import events, services
from courses.models import Answer, Attempt, Completion, Course, Lesson, Option, Progress, Question
from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.moderation.editing.choices import Status
from tests.courses.kept import (
    LESSONS,
    QUESTIONS,
    kept,
    lessons_of,
    reloaded,
    right_answers,
    wrong_answers,
)


def announced() -> list[tuple[str, dict]]:
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    return [(job.arguments["event"], job.arguments["ids"]) for job in jobs]


# Editors ------------------------------------------------------------------------------------------


def test_a_course_kept_twice_is_the_same_course_with_the_same_parts(
    denmark, moderator_of_denmark, draft
) -> None:
    before = [
        sorted(model.objects.everywhere("all").values_list("pk", flat=True))
        for model in (Course, Lesson, Question, Option)
    ]

    again = kept("markedsdialog", denmark, moderator_of_denmark)

    after = [
        sorted(model.objects.everywhere("all").values_list("pk", flat=True))
        for model in (Course, Lesson, Question, Option)
    ]
    assert (again.pk, after) == (draft.pk, before)
    assert [len(rows) for rows in after] == [1, 2, 2, 5]
    assert reloaded(draft).minutes == 40
    assert reloaded(draft).created_by == moderator_of_denmark


def test_lessons_change_places_and_keep_what_learners_have_read(
    denmark, course, learner_of_metsalinn, moderator_of_denmark
) -> None:
    first, second = lessons_of(course)
    services.complete_lesson(first, by=learner_of_metsalinn)

    kept("markedsdialog", denmark, moderator_of_denmark, lessons=LESSONS[::-1])

    assert [lesson.pk for lesson in lessons_of(course)] == [second.pk, first.pk]
    assert Progress.objects.of_person(learner_of_metsalinn).get().lesson == first


def test_lessons_questions_and_options_no_longer_named_are_gone(
    denmark, course, moderator_of_denmark
) -> None:
    one = QUESTIONS[0] | {"options": QUESTIONS[0]["options"][:1]}

    kept("markedsdialog", denmark, moderator_of_denmark, lessons=LESSONS[:1], questions=[one])

    assert [lesson.slug for lesson in lessons_of(course)] == ["maa-man-det"]
    assert [
        [option.text_da for option in question.options.all()]
        for question in Question.objects.with_options(course)
    ] == [["Ja"]]
    assert reloaded(course).minutes == 15


@pytest.mark.parametrize(
    "source",
    [
        {"url": "https://example.org"},
        {"title": "A", "url": "javascript:alert(1)"},
        {"title": "A", "date": "yesterday"},
        {"title": "A", "onclick": "x"},
        "A",
    ],
)
def test_a_source_that_is_none_is_refused(denmark, moderator_of_denmark, source) -> None:
    lesson = LESSONS[0] | {"sources": [source]}

    with pytest.raises(ValidationError):
        kept("markedsdialog", denmark, moderator_of_denmark, lessons=[lesson])

    assert not Course.objects.everywhere("the test looks").exists()


def test_only_editors_of_the_very_portal_write_its_courses(
    denmark, draft, moderator_of_latvia, buyer_of_havneby
) -> None:
    for who in (moderator_of_latvia, buyer_of_havneby):
        with pytest.raises(Refused, match="moderators of this portal"):
            kept("markedsdialog", denmark, who, title_da="Overtaget")
        with pytest.raises(Refused, match="moderators of this portal"):
            services.publish(draft, by=who)

    assert (reloaded(draft).title_da, reloaded(draft).status) == ("Markedsdialog", Status.DRAFT)


def test_a_slug_that_another_portal_holds_is_not_taken_over(
    latvia, draft, moderator_of_latvia
) -> None:
    before = Course.objects.everywhere("all").values().get()

    with pytest.raises(Refused, match="moderators of this portal"):
        kept("markedsdialog", latvia, moderator_of_latvia, title_lv="Mūsu")

    assert Course.objects.everywhere("all").values().get() == before
    assert [lesson.slug for lesson in lessons_of(draft)] == ["maa-man-det", "saadan"]


def test_operators_help_out_in_every_portal(denmark, stranger) -> None:
    stranger.is_staff = True

    course = services.publish(kept("markedsdialog", denmark, stranger), by=stranger)

    assert (reloaded(course).status, course.created_by) == (Status.PUBLISHED, stranger)
    assert [entry.action for entry in audit.trail(course)] == ["course.published", "course.started"]


def test_a_course_is_published_once_however_often_it_is_asked(draft, moderator_of_denmark) -> None:
    first = services.publish(draft, by=moderator_of_denmark)
    second = services.publish(draft, by=moderator_of_denmark)

    assert first.published_at == second.published_at == reloaded(draft).published_at
    assert announced() == [(events.published.name, {"course_id": draft.pk})]


def test_a_removed_course_is_gone_and_its_reason_is_kept(course, moderator_of_denmark) -> None:
    services.remove(course, "Out of date", by=moderator_of_denmark)

    assert reloaded(course).status == Status.REMOVED
    assert audit.trail(course)[0].detail == {"reason": "Out of date"}
    assert announced()[-1] == (events.withdrawn.name, {"course_id": course.pk})


# Learners -----------------------------------------------------------------------------------------


def test_a_lesson_is_read_once(course, learner_of_metsalinn) -> None:
    lesson = lessons_of(course)[0]

    first = services.complete_lesson(lesson, by=learner_of_metsalinn)
    second = services.complete_lesson(lesson, by=learner_of_metsalinn)

    own = Progress.objects.of_person(learner_of_metsalinn)
    assert [row.completed_at for row in own] == [first.completed_at]
    assert second == first
    with pytest.raises(IntegrityError):
        Progress.objects.create(user=learner_of_metsalinn, lesson=lesson)


def test_a_course_with_a_quiz_is_not_completed_by_reading(course, learner_of_metsalinn) -> None:
    for lesson in lessons_of(course):
        services.complete_lesson(lesson, by=learner_of_metsalinn)

    assert not Completion.objects.of_person(learner_of_metsalinn).exists()


def test_a_course_without_a_quiz_is_completed_by_its_last_lesson(
    without_quiz, learner_of_metsalinn
) -> None:
    first, second = lessons_of(without_quiz)
    services.complete_lesson(second, by=learner_of_metsalinn)
    assert not Completion.objects.of_person(learner_of_metsalinn).exists()

    services.complete_lesson(first, by=learner_of_metsalinn)

    assert Completion.objects.of_person(learner_of_metsalinn).get().course == without_quiz
    assert (
        events.completed.name,
        {"course_id": without_quiz.pk, "user_id": learner_of_metsalinn.pk},
    ) in announced()


def test_the_right_answers_complete_the_course_with_the_date_of_the_first_time(
    course, learner_of_metsalinn
) -> None:
    attempt = services.answer_quiz(course, right_answers(course), by=learner_of_metsalinn)
    first = Completion.objects.of_person(learner_of_metsalinn).get()

    services.answer_quiz(course, wrong_answers(course), by=learner_of_metsalinn)
    services.answer_quiz(course, right_answers(course), by=learner_of_metsalinn)

    assert (attempt.right, attempt.total, attempt.passed) == (2, 2, True)
    assert Completion.objects.of_person(learner_of_metsalinn).get() == first
    completed = [name for name, _ids in announced() if name == events.completed.name]
    assert len(completed) == 1


def test_wrong_answers_are_kept_and_complete_nothing(course, learner_of_metsalinn) -> None:
    attempt = services.answer_quiz(course, wrong_answers(course), by=learner_of_metsalinn)

    assert (attempt.right, attempt.total, attempt.passed) == (0, 2, False)
    answers = Answer.objects.of_person(learner_of_metsalinn)
    assert sorted(answer.option.text_da for answer in answers) == ["Hemmeligheder", "Nej"]
    assert not Completion.objects.of_person(learner_of_metsalinn).exists()


def test_half_of_the_right_options_is_not_right(course, learner_of_metsalinn) -> None:
    answers = right_answers(course)
    several = list(answers)[1]
    answers[several] = set(list(answers[several])[:1])

    attempt = services.answer_quiz(course, answers, by=learner_of_metsalinn)

    assert (attempt.right, attempt.passed) == (1, False)


def test_the_same_answers_sent_twice_are_one_attempt(course, learner_of_metsalinn) -> None:
    first = services.answer_quiz(course, wrong_answers(course), by=learner_of_metsalinn)
    second = services.answer_quiz(course, wrong_answers(course), by=learner_of_metsalinn)
    third = services.answer_quiz(course, right_answers(course), by=learner_of_metsalinn)

    own = Attempt.objects.of_person(learner_of_metsalinn).order_by("pk")
    assert list(own) == [first, third]
    assert second == first


def test_nobody_learns_in_a_draft(draft, learner_of_metsalinn) -> None:
    with pytest.raises(Refused, match="not published"):
        services.complete_lesson(lessons_of(draft)[0], by=learner_of_metsalinn)
    with pytest.raises(Refused, match="not published"):
        services.answer_quiz(draft, right_answers(draft), by=learner_of_metsalinn)

    assert not Attempt.objects.of_person(learner_of_metsalinn).exists()


def test_a_visitors_progress_is_not_kept(course) -> None:
    visitor = AnonymousUser()

    for learn in (
        lambda: services.complete_lesson(lessons_of(course)[0], by=visitor),
        lambda: services.answer_quiz(course, right_answers(course), by=visitor),
    ):
        with pytest.raises(Refused, match="Sign in to keep your progress"):
            learn()

    for model in (Progress, Attempt, Answer, Completion):
        assert not model.objects.everywhere("nobody's").exists()


def test_what_a_learner_did_is_behind_no_door_but_their_own(
    course, denmark, havneby, learner_of_metsalinn, stranger
) -> None:
    services.complete_lesson(lessons_of(course)[0], by=learner_of_metsalinn)
    services.answer_quiz(course, right_answers(course), by=learner_of_metsalinn)

    for model in (Progress, Attempt, Answer, Completion):
        rows = model.objects
        assert rows.of_person(learner_of_metsalinn).exists()
        assert not rows.of_person(stranger).exists()
        assert not rows.all().published(denmark).exists()
        assert not rows.all().published_anywhere().exists()
        assert not rows.all().managed_by(havneby).exists()
        assert not rows.all().moderated_by(denmark).exists()


def test_a_quiz_may_not_count_more_right_answers_than_questions(
    course, learner_of_metsalinn
) -> None:
    with pytest.raises(IntegrityError):
        Attempt.objects.create(
            user=learner_of_metsalinn, course=course, right=3, total=2, passed=True
        )


def test_parts_of_a_course_are_as_public_as_the_course(course, elsewhere, denmark, latvia) -> None:
    seen = {
        portal.slug: sorted(
            {lesson.course.slug for lesson in Lesson.objects.all().published(portal)}
        )
        for portal in (denmark, latvia)
    }
    moderated = {lesson.course.slug for lesson in Lesson.objects.all().moderated_by(denmark)}

    assert seen == {"dk": ["markedsdialog"], "lv": ["markedsdialog", "tikai-mums"]}
    assert moderated == {"markedsdialog"}


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_is_one_attempt_and_one_completion(
    course, learner_of_metsalinn
) -> None:
    answers = right_answers(course)

    def send() -> Attempt:
        try:
            return services.answer_quiz(course, answers, by=learner_of_metsalinn)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        attempts = {sent.result() for sent in [pool.submit(send) for _ in range(4)]}

    assert attempts == set(Attempt.objects.of_person(learner_of_metsalinn))
    assert len(attempts) == 1
    assert Completion.objects.of_person(learner_of_metsalinn).count() == 1
