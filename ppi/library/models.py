"""Library pages: guides, templates, the legal handbook, funding, words explained."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel import editorial
from ppi.kernel.scoping import Scoped
from ppi.kernel.sources import validate_sources
from ppi.kernel.states import HasStates
from ppi.library.choices import MOVES, Kind, Status
from ppi.library.querysets import PageQuerySet
from ppi.portals.models import Portal


class Page(HasStates, Scoped):
    MOVES = MOVES

    slug = models.SlugField(max_length=120, unique=True)
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="library_pages")
    is_shared = models.BooleanField(_("shown in the other portals too"), default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("text"), max_length=100_000, blank=True, help_text=_("Markdown"))
    # [{"title": …, "url": …, "date": "2026-11-03"}]: where the page's facts come from.
    sources = models.JSONField(
        _("sources"), default=list, blank=True, validators=[validate_sources]
    )
    # The day on which somebody last compared the facts with the sources.
    checked_on = models.DateField(_("facts checked on"), null=True, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("library page")
        verbose_name_plural = _("library pages")
        indexes = [
            models.Index(
                fields=["portal", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="library_published_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="library_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def language_shown(self) -> str:
        """In which language the present reader sees the page."""
        # A word explained may have no more text than its summary.
        return editorial.language_shown(self, "body" if self.body else "summary")
