from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from profiles.models.belonging import OfProfile
from profiles.models.profile import Profile
from profiles.querysets import OfProfileQuerySet


class Logo(OfProfile, Scoped):
    """Holds the picture: its file is a document of this row, scanned as any other."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="logo")
    width = models.PositiveSmallIntegerField(_("width"))
    height = models.PositiveSmallIntegerField(_("height"))
    changed_at = models.DateTimeField(auto_now=True)

    objects = OfProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return str(self.profile)
