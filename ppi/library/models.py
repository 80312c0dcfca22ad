"""Library pages: guides, templates, the legal handbook, funding, words explained."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel import editorial
from ppi.kernel.sources import validate_sources
from ppi.library.choices import Kind
from ppi.library.querysets import PageQuerySet
from ppi.moderation.editing.models import Edited
from ppi.portals.models import Portal


class Page(Edited):
    slug = models.SlugField(max_length=120, unique=True)
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="library_pages")

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

    objects = PageQuerySet.as_manager()

    class Meta(Edited.Meta):
        verbose_name = _("library page")
        verbose_name_plural = _("library pages")
        indexes = [
            models.Index(
                fields=["portal", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="library_published_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language_shown(self) -> str:
        """In which language the present reader sees the page."""
        # A word explained may have no more text than its summary.
        return editorial.language_shown(self, "body" if self.body else "summary")
