from __future__ import annotations

from django import template
from django.db import models
from django.urls import reverse

from ppi.moderation import pages

register = template.Library()


@register.simple_tag
def last_word(subject: models.Model) -> pages.LastWord | None:
    """What moderation last said about this object, for its authors."""
    return pages.last_word_on(subject)


@register.simple_tag
def report_address(subject: models.Model) -> str:
    """Where a reader says that something is wrong with this object."""
    return reverse("moderation:report", args=[subject._meta.label_lower, subject.pk])
