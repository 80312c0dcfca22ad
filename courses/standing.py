"""Where a person stands in a course: what is read, what comes next, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Completion, Course, Lesson, Progress, Question


@dataclass(frozen=True)
class Standing:
    course: Course
    lessons: list[Lesson]
    read: frozenset[int]
    questions: int
    completion: Completion | None

    @property
    def steps(self) -> int:
        """The lessons, and the quiz where there is one."""
        return len(self.lessons) + bool(self.questions)

    @property
    def steps_done(self) -> int:
        read = sum(lesson.pk in self.read for lesson in self.lessons)
        return read + bool(self.questions and self.completion)

    @property
    def has_begun(self) -> bool:
        return bool(self.read or self.completion)

    @property
    def text(self) -> str:
        """«2 of 3 steps done»."""
        return ngettext(
            "%(done)s of %(steps)s step done", "%(done)s of %(steps)s steps done", self.steps
        ) % {"done": self.steps_done, "steps": self.steps}

    @cached_property
    def next_lesson(self) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.pk not in self.read), None)

    @property
    def next_step(self) -> dict[str, str] | None:
        """Address and words of the main button; None for a course without content."""
        if self.next_lesson is None and self.questions and not self.completion:
            return {"url": quiz_url(self.course), "label": _("Take the quiz")}
        if not self.lessons:
            return None
        if self.next_lesson is None or not self.has_begun:
            words = _("Read again") if self.has_begun else _("Start the course")
            return {"url": lesson_url(self.lessons[0]), "label": words}
        return {"url": lesson_url(self.next_lesson), "label": _("Continue")}

    def after(self, lesson: Lesson) -> dict[str, str]:
        """Where "Next" leads from this lesson: the next one, the quiz, or back to the course."""
        following = next((one for one in self.lessons if one.number > lesson.number), None)
        if following is not None:
            return {"url": lesson_url(following), "label": following.title}
        if self.questions:
            return {"url": quiz_url(self.course), "label": _("Quiz")}
        return {
            "url": reverse("courses:detail", args=[self.course.slug]),
            "label": str(self.course),
        }

    @property
    def tasks(self) -> list[dict]:
        """The lessons and the quiz, as the list of the course's page shows them."""
        lessons = [
            {
                "label": lesson.title,
                "url": lesson_url(lesson),
                "hint": minutes_text(lesson.minutes),
                "done": lesson.pk in self.read,
            }
            for lesson in self.lessons
        ]
        return [*lessons, self._quiz_task()] if self.questions else lessons

    def _quiz_task(self) -> dict:
        asked = ngettext("%(n)s question", "%(n)s questions", self.questions)
        return {
            "label": _("Quiz"),
            "url": quiz_url(self.course),
            "hint": asked % {"n": self.questions},
            "done": self.completion is not None,
        }


def standing(course: Course, user) -> Standing:
    """Two queries for a visitor, four for somebody who has signed in."""
    lessons = list(Lesson.objects.of(course))
    read, completion = frozenset(), None
    if user.is_authenticated:
        progress = Progress.objects.of_person(user).filter(lesson__course=course)
        read = frozenset(progress.values_list("lesson_id", flat=True))
        completion = Completion.objects.of_person(user).filter(course=course).first()
    return Standing(course, lessons, read, Question.objects.of(course).count(), completion)


def lesson_url(lesson: Lesson) -> str:
    return reverse("courses:lesson", args=[lesson.course.slug, lesson.slug])


def quiz_url(course: Course) -> str:
    return reverse("courses:quiz", args=[course.slug])


def minutes_text(minutes: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
