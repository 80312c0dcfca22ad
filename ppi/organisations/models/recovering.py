"""Somebody has lost what they sign in with beside their password."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.organisations.choices import RequestState
from ppi.organisations.querysets import LostFactorQuerySet
from ppi.portals.models import Portal


class LostFactor(Scoped):
    """The moderators of the portal that knows the person decide, after the time to object."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    created_at = models.DateTimeField(auto_now_add=True)
    message = models.TextField(_("message"), max_length=2000)
    open_until = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LostFactorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state=RequestState.WAITING),
                name="organisations_one_lost_factor_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_waiting(self) -> bool:
        return self.state == RequestState.WAITING
