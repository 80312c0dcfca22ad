"""Questions that are answered for all, and notes that only a team sees."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.discussion.choices import MOVES, Status
from ppi.discussion.querysets import NoteQuerySet, QuestionQuerySet
from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_NOTE = 2_000, 5_000, 2_000


class Question(HasStates, Scoped):
    """Asked about an object, shown without the asker's name once the organisation has answered."""

    MOVES = MOVES

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    # Who answers; and the portal whose moderators hear reports.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="questions_received"
    )
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)

    # Never shown to anybody but the asker: the buyer must not know who asks.
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(_("language"), max_length=3)
    text = models.TextField(_("question"), max_length=LONGEST_QUESTION)
    asked_at = models.DateTimeField(auto_now_add=True)

    # The answer; or the reason why there is none.
    answer = models.TextField(_("answer"), max_length=LONGEST_ANSWER, blank=True)
    answer_language = models.CharField(_("language of the answer"), max_length=3, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_answered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # Counts the wordings of the answer: translations of an earlier one are stale.
    version = models.PositiveIntegerField(default=1)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [models.Index(fields=["content_type", "object_id", "status"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=[Status.ANSWERED, Status.REMOVED])
                | models.Q(first_answered_at__isnull=False) & ~models.Q(answer=""),
                name="discussion_answered_with_an_answer",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.DECLINED) | ~models.Q(answer=""),
                name="discussion_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_put_better(self) -> bool:
        """Whether the answer was changed after it had come."""
        return self.version > 1


class Note(Scoped):
    """What one member of a team wrote to the others about an object of theirs."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a team")
        verbose_name_plural = _("notes of teams")
        indexes = [models.Index(fields=["content_type", "object_id", "id"])]

    def __str__(self) -> str:
        return self.text[:80]
