from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.moderation.editing.choices import MOVES, Status


class Edited(HasStates, Scoped):
    """What a portal's editors write themselves. A room adds `slug`, `portal` and its facts.

    A room whose Meta has constraints of its own adds those of this one.
    """

    MOVES = MOVES

    is_shared = models.BooleanField(_("shown in the other portals too"), default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="%(app_label)s_published_at_a_time",
            ),
        ]

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED
