"""Texts inside pages of another language: each names its own, so that it is read out rightly."""

from __future__ import annotations

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ppi.kernel import editorial


def in_its_language(row: models.Model, field: str) -> SafeString:
    """The text, escaped, in an element that says in which language the reader sees it."""
    language, text = editorial.language_shown(row, field), getattr(row, field)
    # Forms look for the question mark at the end of a label, and it is the same in every language.
    stem, mark = (text[:-1], "?") if text.endswith("?") else (text, "")
    return format_html('<span lang="{}">{}</span>{}', language, stem, mark)
