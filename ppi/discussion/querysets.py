from __future__ import annotations

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from ppi.discussion.choices import Status
from ppi.kernel.scoping import ScopedQuerySet


class AboutQuerySet(ScopedQuerySet):
    """What is said about an object is as public as that object: readers ask `of(subject)`."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def of(self, subject) -> Self:
        """Everything about one object that the reader may see."""
        return self.through("about an object the reader may see").filter(
            content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
        )


class QuestionQuerySet(AboutQuerySet):
    def public(self) -> Q:
        """Answered: question and answer together. Rooms show it where its object is shown."""
        return Q(status=Status.ANSWERED)

    def answered(self) -> Self:
        return self.filter(status=Status.ANSWERED).order_by("first_answered_at", "pk")

    def waiting(self) -> Self:
        return self.filter(status=Status.WAITING).order_by("asked_at", "pk")

    def asked_by(self, person) -> Self:
        return self.through("one's own questions").filter(asker=person)


class NoteQuerySet(AboutQuerySet):
    """Comments of a team: of its organisation's members, and of nobody else."""
