"""Two who write on one page: what each would have it say, and that nobody overwrites unseen.

The form carries a fingerprint of its page as it was when it was opened. Whoever saves after it has
changed is shown both, and chooses; other pages of the same draft never come into it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from ppi.accounts.middleware import zone
from ppi.kernel import audit
from ppi.kernel.models import AuditEntry
from tenders.differences import part_groups_of, wording
from tenders.differences.parts import KINDS, PartKind
from tenders.forms import Step
from tenders.forms.page import Page
from tenders.forms.rows import RowsPage
from tenders.models import Opportunity
from tenders.snapshots import part_content, parts_of, plain

Content = dict[str, Any]
# How far back in the trail a change of this page is looked for.
FARTHEST = 50


@dataclass(frozen=True)
class Difference:
    """One field, or all rows of one kind, as two people would have it."""

    label: str
    mine: str
    theirs: str


class Conflict(Exception):  # noqa: N818 - it is no error, it is what two people do
    """The page was changed since it was opened, and says otherwise than what would be saved."""

    def __init__(self, differences: list[Difference], change: AuditEntry | None) -> None:
        super().__init__()
        self.differences, self.change = differences, change


def columns_of(shown: Step) -> tuple[str, ...]:
    page = shown.form.head if issubclass(shown.form, RowsPage) else shown.form
    return tuple(page._meta.fields) if page else ()


def kinds_of(shown: Step) -> list[PartKind]:
    on_page = {group.part for group in getattr(shown.form, "groups", ())}
    return [kind for kind in KINDS if kind.model in on_page]


def content_of(shown: Step, opportunity: Opportunity) -> Content:
    """What is kept of this page, as plain values: columns by name, rows by their kind."""
    columns = {name: plain(getattr(opportunity, name)) for name in columns_of(shown)}
    return columns | {kind.key: parts_of(opportunity, kind.model) for kind in kinds_of(shown)}


def fingerprint(shown: Step, opportunity: Opportunity) -> str:
    """The same for the same content, be it columns or rows; 32 hexadecimal digits."""
    content = json.dumps(content_of(shown, opportunity), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def meant(shown: Step, form: Page | RowsPage, kept: Content) -> Content:
    """What the page would say once this valid form was saved over what is kept."""
    facts = {name: plain(value) for name, value in form.facts().items() if name in kept}
    rows = form.parts()
    return kept | facts | {kind.key: _as_kept(kind, rows[kind.model]) for kind in kinds_of(shown)}


def _as_kept(kind: PartKind, rows: list[dict[str, Any]]) -> list[Content]:
    return [part_content(kind.model(**row)) for row in rows]


def differences(
    shown: Step, form: Page | RowsPage, mine: Content, theirs: Content
) -> list[Difference]:
    """In the order of the form, moments in the time of the portal they stand in."""
    with timezone.override(zone(form.instance.portal.time_zone)):
        return [*_of_columns(shown, form, mine, theirs), *_of_rows(shown, mine, theirs)]


def _of_columns(
    shown: Step, form: Page | RowsPage, mine: Content, theirs: Content
) -> Iterator[Difference]:
    for field in form:
        if field.name not in columns_of(shown) or field.name not in mine:
            continue
        if not _is_same(field.name, mine, theirs):
            both = (wording.said(Opportunity, field.name, one) for one in (mine, theirs))
            yield Difference(str(field.label), *both)


def _of_rows(shown: Step, mine: Content, theirs: Content) -> Iterator[Difference]:
    for kind in kinds_of(shown):
        if not _are_same(kind.model, mine[kind.key], theirs[kind.key]):
            both = (_rows_said({kind.key: one[kind.key]}) for one in (mine, theirs))
            yield Difference(str(kind.plural), *both)


def _is_same(name: str, mine: Content, theirs: Content) -> bool:
    one, other = (wording.parsed(name, content) for content in (mine, theirs))
    return with_plain_lines(one) == with_plain_lines(other)


def _are_same(model: type[models.Model], mine: list[Content], theirs: list[Content]) -> bool:
    if len(mine) != len(theirs):
        return False
    pairs = zip(mine, theirs, strict=True)
    return all(_is_same(name, one, other) for one, other in pairs for name in one)


def with_plain_lines(value: Any) -> Any:
    """A browser ends lines otherwise than whoever else wrote the text."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _rows_said(content: Content) -> str:
    parts = (part for group in part_groups_of(content) for part in group.parts)
    return "\n\n".join(
        "\n".join([part.label, *(f"{line.label}: {line.text}" for line in part.lines + part.texts)])
        for part in parts
    )


def last_change(shown: Step, opportunity: Opportunity) -> AuditEntry | None:
    """Who last saved this page, and when, where the trail knows it."""
    names = {*columns_of(shown), *(kind.model._meta.model_name for kind in kinds_of(shown))}
    edits = audit.trail(opportunity).filter(action="opportunity.edited").select_related("actor")
    return next((one for one in edits[:FARTHEST] if names & set(one.detail["fields"])), None)
