"""The verbs of courses: what editors do with them, and what learners do in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum

from courses import events, permissions
from courses.marking import Marks, mark
from courses.models import (
    Answer,
    Attempt,
    Completion,
    Course,
    Lesson,
    Option,
    Progress,
    Question,
)
from ppi.kernel import audit
from ppi.kernel.sources import validate_sources
from ppi.moderation.editing import services as editing
from ppi.portals.models import Portal

# Editors ------------------------------------------------------------------------------------------


@transaction.atomic
def keep_course(
    slug: str,
    *,
    portal: Portal,
    by,
    lessons: Iterable[Mapping],
    questions: Iterable[Mapping] = (),
    **facts,
) -> Course:
    """Make the course of this slug, or bring it up to these facts; doing so twice changes nothing.

    `facts` are columns, texts by language: `title_da=…`. A lesson is such a mapping too, with a
    `slug` of its own; a question has `options`. Lessons and questions no longer named are removed.
    """
    course = editing.keep(Course, slug, portal=portal, by=by, **facts)
    _keep_lessons(course, list(lessons))
    _keep_questions(course, questions)
    note_change(course)
    return course


@transaction.atomic
def note_change(course: Course) -> None:
    """After its texts or lessons changed: add up the minutes. Announces `events.changed`."""
    taken = Lesson.objects.of(course).aggregate(minutes=Sum("minutes"))
    course.minutes = taken["minutes"] or 0
    course.save(update_fields=["minutes", "updated_at"])
    editing.note_change(course, announcing=events.changed)


def _keep_lessons(course: Course, lessons: list[Mapping]) -> None:
    own = Lesson.objects.of(course)
    own.exclude(slug__in=[lesson["slug"] for lesson in lessons]).delete()
    for number, facts in enumerate(lessons, start=1):
        validate_sources(facts.get("sources", []))
        wanted = {"number": number, **facts}
        own.update_or_create(slug=wanted.pop("slug"), course=course, defaults=wanted)


def _keep_questions(course: Course, questions: Iterable[Mapping]) -> None:
    own, number = Question.objects.of(course), 0
    for number, facts in enumerate(questions, start=1):
        texts = {name: value for name, value in facts.items() if name != "options"}
        question, _is_new = own.update_or_create(course=course, number=number, defaults=texts)
        _keep_options(question, facts["options"])
    own.filter(number__gt=number).delete()


def _keep_options(question: Question, options: Iterable[Mapping]) -> None:
    rows, number = Option.objects.everywhere("the question's own options"), 0
    for number, facts in enumerate(options, start=1):
        rows.update_or_create(question=question, number=number, defaults=facts)
    rows.filter(question=question, number__gt=number).delete()


def publish(course: Course, *, by) -> Course:
    """Make the course public. Announces `events.published`; a second time nothing happens."""
    return editing.publish(course, by=by, announcing=events.published)


def remove(course: Course, reason: str, *, by) -> None:
    """Take the course off, for instance after a report. Announces `events.withdrawn`."""
    editing.remove(course, reason, by=by, announcing=events.withdrawn)


# Learners -----------------------------------------------------------------------------------------


@transaction.atomic
def complete_lesson(lesson: Lesson, *, by) -> Progress:
    """Note that the person has read the lesson. The first time counts."""
    permissions.may_learn(by, lesson.course).or_refuse()
    read = Progress.objects.of_person(by)
    progress, is_new = read.get_or_create(user=by, lesson=lesson)
    if is_new:
        audit.record("lesson.completed", lesson, by=by)
    if not _has_quiz(lesson.course) and not _unread(lesson.course, by):
        _complete(lesson.course, by)
    return progress


def _has_quiz(course: Course) -> bool:
    return Question.objects.of(course).exists()


def _unread(course: Course, user) -> bool:
    read = Progress.objects.of_person(user).filter(lesson__course=course)
    return Lesson.objects.of(course).exclude(pk__in=read.values("lesson")).exists()


@transaction.atomic
def answer_quiz(course: Course, chosen: Mapping[int, Set[int]], *, by) -> Attempt:
    """Keep and mark the answers; a pass completes the course.

    The very same answers again are the same attempt, so that a form sent twice counts once.
    """
    permissions.may_learn(by, course).or_refuse()
    # One at a time for each person: two requests at once would both find no attempt yet.
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    if (last := _last_attempt(course, by)) and _options_of(last) == _all_options(chosen):
        return last
    marks = mark(list(Question.objects.with_options(course)), chosen)
    attempt = _keep_attempt(course, marks, by)
    if marks.passed:
        _complete(course, by)
    return attempt


def _last_attempt(course: Course, user) -> Attempt | None:
    return Attempt.objects.of_person(user).filter(course=course).order_by("-pk").first()


def _options_of(attempt: Attempt) -> set[int]:
    chosen = Answer.objects.of_person(attempt.user).filter(attempt=attempt)
    return set(chosen.values_list("option_id", flat=True))


def _all_options(chosen: Mapping[int, Set[int]]) -> set[int]:
    return set().union(*chosen.values())


def _keep_attempt(course: Course, marks: Marks, user) -> Attempt:
    attempt = Attempt.objects.create(
        user=user, course=course, right=marks.right, total=marks.total, passed=marks.passed
    )
    Answer.objects.bulk_create(
        Answer(attempt=attempt, option=marked.option)
        for question in marks.questions
        for marked in question.options
        if marked.is_chosen
    )
    audit.record("quiz.answered", course, by=user, right=marks.right, total=marks.total)
    return attempt


def marks_of(attempt: Attempt) -> Marks:
    """What was answered then, marked by the quiz as it is now."""
    options, chosen = _options_of(attempt), {}
    questions = list(Question.objects.with_options(attempt.course))
    for question in questions:
        own = {option.pk for option in question.options.all()}
        chosen[question.pk] = own & options
    return mark(questions, chosen)


def _complete(course: Course, user) -> None:
    _completion, is_new = Completion.objects.of_person(user).get_or_create(user=user, course=course)
    if is_new:
        audit.record("course.completed", course, by=user)
        events.completed.announce(course_id=course.pk, user_id=user.pk)
