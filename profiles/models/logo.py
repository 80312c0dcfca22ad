from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from profiles.models.profile import Profile
from profiles.querysets import OfProfile


class Logo(Scoped):
    """Holds the picture: its file is a document of this row, scanned as any other."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="logo")
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfProfile.as_manager()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return str(self.profile)

    @property
    def organisation(self) -> Organisation:
        return self.profile.organisation

    @property
    def portal(self) -> Portal:
        return self.profile.portal

    @property
    def portal_id(self) -> int:
        return self.profile.portal_id
