"""What a public buyer says to those who would sell to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from profiles.models.belonging import OfProfile
from profiles.models.profile import Profile
from profiles.querysets import OfProfileQuerySet


class Buying(OfProfile, Scoped):
    """A profile's second half, of those who buy; their planned purchases stand beside it."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, related_name="buying")
    language = models.CharField(_("language of these texts"), max_length=3)
    needs = models.TextField(_("what you look for"), max_length=4_000, blank=True)
    strategy = models.TextField(_("strategy"), max_length=4_000, blank=True)
    strategy_url = models.URLField(_("address of the strategy"), max_length=300, blank=True)
    approach = models.TextField(_("how to approach you"), max_length=2_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("buyer's profile")
        verbose_name_plural = _("buyers' profiles")

    def __str__(self) -> str:
        return str(self.profile)
