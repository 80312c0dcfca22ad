"""An opportunity as plain values: what a version keeps, and what two versions are compared by."""

from __future__ import annotations

from typing import Any

from tenders.models import Opportunity

CONTENT = (
    "kind", "language", "title", "need", "outcome", "known", "partners_wanted", "cpv", "nuts",
    "country", "contract", "procedure", "value", "currency", "deadline", "innovation", "strategic",
    "accepted_languages", "open_to_foreign", "official_url", "winner_name", "awarded_value",
    "tenders_received", "result_note",
)  # fmt: skip


def snapshot(opportunity: Opportunity) -> dict[str, Any]:
    """The public content, ready for JSON: amounts as text, moments in ISO 8601."""
    return {name: plain(getattr(opportunity, name)) for name in CONTENT}


def plain(value: Any) -> Any:
    """A value as JSON holds it; a choice becomes its code."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
