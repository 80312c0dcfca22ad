from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from ppi.discussion.choices import Status
from ppi.discussion.registry import discussable
from ppi.kernel.scoping import ScopedQuerySet


class AboutQuerySet(ScopedQuerySet):
    """What is said about an object: readers of that object ask `of(subject)`."""

    def of(self, subject: models.Model) -> Self:
        """Everything about one object that the reader may see."""
        return self.through("about an object the reader may see").filter(
            content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
        )

    def about(self, model: type[models.Model]) -> Self:
        """Those about objects of one kind."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class QuestionQuerySet(AboutQuerySet):
    def public(self) -> Q:
        """Answered, about an object that is public itself: question and answer together."""
        return Q(status=Status.ANSWERED) & _about(lambda rows: rows.published_anywhere())

    def in_sight_of(self, portal) -> Q:
        """A portal shows what was asked about the objects that it shows."""
        return _about(lambda rows: rows.published(portal))

    def answered(self) -> Self:
        """In the order in which the answers came, so that a number stays with its question."""
        return self.filter(status=Status.ANSWERED).order_by("first_answered_at", "pk")

    def waiting(self) -> Self:
        return self.filter(status=Status.WAITING).order_by("asked_at", "pk")

    def declined(self) -> Self:
        return self.filter(status=Status.DECLINED).order_by("answered_at", "pk")

    def asked_by(self, person) -> Self:
        """One's own, but for those taken back."""
        own = self.through("one's own questions").filter(asker=person)
        return own.exclude(status=Status.WITHDRAWN).order_by("asked_at", "pk")


class NoteQuerySet(AboutQuerySet):
    """Comments of a team: of its organisation's members, and of nobody else."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def in_sight_of(self, portal) -> Q:
        return Q(pk__in=[])

    def moderated_by(self, portal) -> Self:
        """Moderators of the portal are no members of the team."""
        return self.through("moderated_by").none()


def _about(shown: Callable[[ScopedQuerySet], ScopedQuerySet]) -> Q:
    """About one of the objects that this door of their own room lets through."""
    rooms = [
        Q(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=shown(model.objects.all()).values("pk"),
        )
        for model, _entry in discussable
    ]
    return reduce(or_, rooms, Q(pk__in=[]))
