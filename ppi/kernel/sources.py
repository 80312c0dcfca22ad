"""Where a text's facts come from: a list of `{title, url, date}`, kept as JSON."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

KEYS = {"title", "url", "date"}
web_address = URLValidator(schemes=["https", "http"])


def validate_sources(sources: object) -> None:
    """A title each; a web address and an ISO date where they are known; nothing else."""
    if not isinstance(sources, list) or not all(isinstance(source, dict) for source in sources):
        raise ValidationError(_("Sources are a list of objects with title, url and date."))
    for source in sources:
        _validate(source)


def _validate(source: dict) -> None:
    if not source.get("title") or not source.keys() <= KEYS:
        raise ValidationError(_("A source has a title, and may have a url and a date."))
    if source.get("url"):
        web_address(source["url"])
    try:
        date.fromisoformat(source.get("date") or "2000-01-01")
    except (TypeError, ValueError):
        raise ValidationError(_("Write a source's date as 2026-11-03.")) from None


def dated(sources: list[dict]) -> list[dict]:
    """The sources for a page, their dates as dates."""
    return [
        source | {"date": date.fromisoformat(source["date"]) if source.get("date") else None}
        for source in sources
    ]
