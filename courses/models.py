"""Courses with lessons and a quiz, and what each learner has done of them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.querysets import (
    AnswerQuerySet,
    CourseQuerySet,
    OptionQuerySet,
    PartQuerySet,
    PersonalQuerySet,
    QuestionQuerySet,
)
from ppi.kernel import editorial
from ppi.kernel.scoping import Scoped
from ppi.kernel.sources import validate_sources
from ppi.moderation.editing.models import Edited
from ppi.portals.models import Portal


class Course(Edited):
    slug = models.SlugField(max_length=120, unique=True)
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="courses")

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    outcomes = models.TextField(
        _("what you learn"), max_length=4_000, blank=True, help_text=_("One a line.")
    )
    # Written by the service: what its lessons take together.
    minutes = models.PositiveIntegerField(_("minutes"), default=0)

    objects = CourseQuerySet.as_manager()

    class Meta(Edited.Meta):
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        indexes = [
            models.Index(
                fields=["portal", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="courses_published_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language_shown(self) -> str:
        """In which language the present reader sees the course."""
        return editorial.language_shown(self, "title")

    @property
    def outcome_lines(self) -> list[str]:
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]


class Lesson(Scoped):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=120)
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), max_length=60_000, help_text=_("Markdown"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    # [{"title": …, "url": …, "date": "2026-11-03"}]: where the lesson's facts come from.
    sources = models.JSONField(
        _("sources"), default=list, blank=True, validators=[validate_sources]
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "slug"], name="courses_one_lesson_an_address"
            ),
            # Deferred, so that lessons can change places within a transaction.
            models.UniqueConstraint(
                fields=["course", "number"],
                name="courses_one_lesson_a_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1), name="courses_a_lesson_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> str:
        return self.course.language

    @property
    def language_shown(self) -> str:
        return editorial.language_shown(self, "body")


class Question(Scoped):
    """One question of a course's quiz. It may have several right options, all to be chosen."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("question"), max_length=500)
    has_several = models.BooleanField(_("several options are right"), default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"], name="courses_one_question_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def language(self) -> str:
        return self.course.language


class Option(Scoped):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("answer"), max_length=500)
    is_correct = models.BooleanField(_("right"), default=False)
    why = models.CharField(_("why"), max_length=600, blank=True)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="courses_one_option_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def language(self) -> str:
        return self.question.language


class Progress(Scoped):
    """A person has read a lesson."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lessons_read"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="progress")
    completed_at = models.DateTimeField(auto_now_add=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson"], name="courses_a_lesson_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} read {self.lesson}"


class Attempt(Scoped):
    """One time that a person answered a course's quiz."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_attempts"
    )
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="attempts")
    right = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    answered_at = models.DateTimeField(auto_now_add=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "course", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("total")),
                name="courses_no_more_right_than_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.right} of {self.total}, {self.course}"


class Answer(Scoped):
    """An option chosen in an attempt."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="answers")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "option"], name="courses_an_option_chosen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.option}"


class Completion(Scoped):
    """A person has completed a course; the first time counts."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions"
    )
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="completions")
    completed_at = models.DateTimeField(auto_now_add=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="courses_completed_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} completed {self.course}"
