"""Events: where buyers and companies meet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.moderation.editing.models import Edited
from ppi.network.choices import Kind
from ppi.network.querysets import EventQuerySet
from ppi.organisations.models import Organisation, is_in_good_standing
from ppi.portals.models import Portal


class Event(Edited):
    """Its texts are in the organiser's language; translations are rows of `ppi.translations`."""

    slug = models.SlugField(max_length=140, unique=True)
    # Who invites; empty where the portal itself does.
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("organisation"),
    )
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="events")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    language = models.CharField(_("language of these texts"), max_length=3)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    description = models.TextField(_("what happens there"), max_length=10_000, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_online = models.BooleanField(_("can be followed online"), default=False)
    url = models.URLField(_("the organiser's page"), max_length=500, blank=True)

    version = models.PositiveIntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta(Edited.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(
                fields=["portal", "starts_at", "id"],
                condition=models.Q(status="published"),
                name="network_published_by_start",
            ),
        ]
        constraints = [
            *Edited.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")),
                name="network_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_online=True) | ~models.Q(place=""),
                name="network_happens_somewhere",
                violation_error_message=_("Name a place, or say that it is online."),
            ),
        ]

    @property
    def is_public(self) -> bool:
        return super().is_public and is_in_good_standing(self.organisation)

    def __str__(self) -> str:
        return self.title
