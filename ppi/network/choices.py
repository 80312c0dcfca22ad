"""Kinds of events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    DIALOGUE = "dialogue-meeting", _("Dialogue meeting")
    SITE_VISIT = "site-visit", _("Site visit")
    INFORMATION = "information-meeting", _("Information meeting")
    WEBINAR = "webinar", _("Webinar")
    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")
    OTHER = "other", _("Other event")
