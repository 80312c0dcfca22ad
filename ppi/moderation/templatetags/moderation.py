from __future__ import annotations

from django import template
from django.db import models
from django.urls import reverse

from ppi.moderation import pages, waiting
from ppi.portals.models import Portal
from ppi.portals.permissions import may_moderate

register = template.Library()


@register.simple_tag
def last_word(subject: models.Model) -> pages.LastWord | None:
    """What moderation last said about this object, for its authors."""
    return pages.last_word_on(subject)


@register.simple_tag(takes_context=True)
def put_back_address(context: dict, subject: models.Model) -> str:
    """Where a moderator puts this object back; nothing for others, and while it is not removed."""
    removal = pages.last_removal_of(subject)
    if removal is None or not may_moderate(context["request"].user, removal.portal):
        return ""
    if not pages.may_be_put_back(removal, subject):
        return ""
    return reverse("moderation:filed-report", args=[removal.pk])


@register.simple_tag
def waiting_time(portal: Portal, subject: models.Model | str = "") -> waiting.Wait:
    """How long decisions took lately, where this object is read, or in this portal."""
    return waiting.of_portal(getattr(subject, "portal", None) or portal)


@register.simple_tag
def place_in_queue(subject: models.Model) -> waiting.Place | None:
    """How long this object has waited, and behind how many; for its authors."""
    return waiting.place_of(subject)


@register.simple_tag
def report_address(subject: models.Model) -> str:
    """Where a reader says that something is wrong with this object."""
    return reverse("moderation:report", args=[subject._meta.label_lower, subject.pk])
