"""An opportunity as plain values: what a version keeps, and what two versions are compared by."""

from __future__ import annotations

from typing import Any

from django.db import models

from ppi.documents.models import Document
from tenders.models import Award, Criterion, Lot, Opportunity

CONTENT = (
    "kind", "language", "title", "need", "who", "outcome", "known", "novelty", "specification",
    "partners_wanted", "cpv", "nuts", "country", "contract", "procedure", "value", "currency",
    "deadline", "takes_questions", "questions_until", "starts_on", "months", "is_electronic",
    "prior_information_on", "is_urgent", "urgency_reason", "technique", "runs_until",
    "is_for_small_firms", "is_eu_funded", "eu_programme", "innovation", "strategic",
    "accepted_languages", "open_to_foreign", "is_shared", "official_url", "winner_name",
    "awarded_value", "awarded_currency", "tenders_received", "standstill_until", "result_note",
    "ended", "ended_reason",
)  # fmt: skip
# Part → the columns that make it. An award names its lot by number.
PARTS: dict[type[models.Model], tuple[str, ...]] = {
    Lot: ("number", "title", "description", "cpv", "nuts", "value"),
    Criterion: ("position", "role", "kind", "name", "description", "weight"),
    Award: (
        "position", "winner_name", "winner_country", "value", "currency", "tenders_received",
        "reason",
    ),
}  # fmt: skip


def snapshot(opportunity: Opportunity) -> dict[str, Any]:
    """The public content, ready for JSON: amounts as text, moments in ISO 8601."""
    columns = {name: plain(getattr(opportunity, name)) for name in CONTENT}
    return columns | {
        "lots": parts_of(opportunity, Lot),
        "criteria": parts_of(opportunity, Criterion),
        "awards": parts_of(opportunity, Award),
        "documents": [
            {"name": document.name, "number": document.number, "sha256": document.sha256}
            for document in Document.objects.of(opportunity)
        ],
    }


def comparable(opportunity: Opportunity) -> dict[str, Any]:
    """The same without the numbers of files, which count the uploads to one row only."""
    content = snapshot(opportunity)
    files = [{"name": one["name"], "sha256": one["sha256"]} for one in content["documents"]]
    return content | {"documents": files}


def parts_of(opportunity: Opportunity, model: type[models.Model]) -> list[dict[str, Any]]:
    """The lots, criteria or awards that belong to it as plain values, in their order."""
    return [part_content(part) for part in model.objects.shown_of(opportunity)]


def part_content(part: models.Model) -> dict[str, Any]:
    content = {name: plain(getattr(part, name)) for name in PARTS[type(part)]}
    if isinstance(part, Award):
        content["lot"] = part.lot.number if part.lot else None
    return content


def plain(value: Any) -> Any:
    """A value as JSON holds it; a choice becomes its code."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
