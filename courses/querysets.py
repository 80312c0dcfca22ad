from __future__ import annotations

from typing import Self

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from ppi.kernel.scoping import ScopedQuerySet
from ppi.kernel.words import every_word
from ppi.moderation.editing.choices import Status

SEARCHED = [
    f"{field}_{language}"
    for field in ("title", "summary", "for_whom", "outcomes")
    for language, _name in settings.LANGUAGES
]


def rows_of(model: str) -> ScopedQuerySet:
    """Asked of the registry, because models stand above querysets."""
    return apps.get_model("courses", model).objects.all()


class CourseQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return Q(status=Status.PUBLISHED)

    def managed_by(self, *organisations) -> Self:
        """None: courses belong to portals, not to organisations."""
        return self.through("managed_by").none()

    def matching(self, words: str) -> Self:
        """Every word stands somewhere in the course's texts, in any language."""
        return self.filter(every_word(words, *SEARCHED))

    def begun_by(self, user) -> Self:
        """Courses of which this person has read a lesson or tried the quiz.

        Adds `lessons_total`, `lessons_read` and `completed_on` (None until then).
        """
        here = OuterRef("pk")
        read = rows_of("Progress").of_person(user).filter(lesson__course=here)
        tried = rows_of("Attempt").of_person(user).filter(course=here)
        completed = rows_of("Completion").of_person(user).filter(course=here)
        return self.filter(Exists(read) | Exists(tried)).annotate(
            lessons_total=Count("lessons", distinct=True),
            lessons_read=Count("lessons", filter=Q(lessons__progress__user=user), distinct=True),
            completed_on=Subquery(completed.values("completed_at")),
        )


class PartQuerySet(ScopedQuerySet):
    """Lessons, questions and options show through their course, to which `course_path` leads."""

    course_path = "course"

    def _in_course(self, **conditions) -> Q:
        return Q(**{f"{self.course_path}__{name}": value for name, value in conditions.items()})

    def public(self) -> Q:
        return self._in_course(status=Status.PUBLISHED)

    def in_sight_of(self, portal) -> Q:
        own = self._in_course(portal=portal)
        return own | self._in_course(is_shared=True) if portal.shows_network else own

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").none()

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(self._in_course(portal=portal))

    def of(self, course) -> Self:
        """The parts of a course that the reader may see, in their order."""
        own = self.through("of a course the reader may see")
        # Texts fall back to the course's language, so the course comes along.
        parts = own.filter(**{self.course_path: course}).select_related(self.course_path)
        return parts.order_by("number", "pk")


class QuestionQuerySet(PartQuerySet):
    def with_options(self, course) -> Self:
        """The course's quiz: two queries, however many questions."""
        options = rows_of("Option").everywhere("the questions passed a door").order_by("number")
        return self.of(course).prefetch_related(Prefetch("options", queryset=options))


class OptionQuerySet(PartQuerySet):
    course_path = "question__course"


class PersonalQuerySet(ScopedQuerySet):
    """What a learner did is the learner's own: no door leads there but `of_person`."""

    person_path = "user"

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(pk__in=[])

    def managed_by(self, *organisations) -> Self:
        return self.through("managed_by").none()

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").none()

    def of_person(self, user) -> Self:
        return self.through("of_person").filter(**{self.person_path: user})


class AnswerQuerySet(PersonalQuerySet):
    person_path = "attempt__user"
