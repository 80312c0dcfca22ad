"""What a public opportunity said before: every publication, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from ppi.documents.models import Document
from tenders.choices import CONCLUSIONS, Phase
from tenders.differences import Change, differences_between
from tenders.models import Opportunity, Version

# The note on the page tells of so many corrections; the list of versions tells of all.
IN_THE_NOTE = 2
IN_SHORT = 3


@dataclass(frozen=True)
class Entry:
    """One publication beside the one that readers saw before it."""

    version: Version
    before: Version | None
    changes: list[Change]
    was_shown: bool
    is_current: bool
    url: str

    @property
    def at(self) -> datetime:
        return self.version.dispatched_at

    @property
    def is_first(self) -> bool:
        return self.was_shown and self.before is None

    @property
    def in_short(self) -> str:
        """The first changes as one line, and how many more there are."""
        told = "; ".join(change.sentence for change in self.changes[:IN_SHORT])
        more = len(self.changes) - IN_SHORT
        if more <= 0:
            return told
        return ngettext("%(told)s; and %(n)s more", "%(told)s; and %(n)s more", more) % {
            "told": told,
            "n": more,
        }

    @property
    def is_ending(self) -> bool:
        """The buyer's word that it is over, not a correction."""
        ended = self.version.content.get("ended", "")
        is_new = self.before is not None and self.before.content.get("ended", "") != ended
        return is_new and ended in (Phase.CLOSED, *CONCLUSIONS)

    @property
    def takes_award_back(self) -> bool:
        """The result that had awarded it was withdrawn."""
        return self.before is not None and is_award_taken_back(
            self.before.content.get("ended", ""), self.version.content.get("ended", "")
        )

    @property
    def is_correction(self) -> bool:
        is_about_its_end = self.is_ending or self.takes_award_back
        return self.was_shown and not self.is_first and not is_about_its_end


def is_award_taken_back(before: str, after: str) -> bool:
    """Of two values of `ended`, one publication after the other."""
    return before == Phase.AWARDED and after != Phase.AWARDED


@dataclass(frozen=True)
class File:
    """A file as a version names it; no `document` where it was removed since."""

    name: str
    document: Document | None


def entries_of(opportunity: Opportunity, rows: Iterable[Version]) -> list[Entry]:
    """These versions with what each changed. Three queries, however many there are."""
    rows, before = list(rows), shown_before(opportunity)
    wanted = {before[row.number] for row in rows if before.get(row.number)}
    earlier = {row.number: row for row in Version.objects.of(opportunity).filter(number__in=wanted)}
    return [_entry(opportunity, row, before, earlier) for row in rows]


def _entry(
    opportunity: Opportunity,
    row: Version,
    before: dict[int, int | None],
    earlier: dict[int, Version],
) -> Entry:
    row.opportunity = opportunity
    former = earlier.get(before.get(row.number))
    return Entry(
        version=row,
        before=former,
        changes=differences_between(former.content, row.content) if former else [],
        was_shown=row.number in before,
        is_current=row.number == opportunity.version,
        url=reverse("tenders:version", args=[opportunity.slug, row.number]),
    )


def shown_before(opportunity: Opportunity) -> dict[int, int | None]:
    """Of each version that readers saw: which one they saw before it."""
    columns = ("number", "notice_id", "dispatched_at", "notice_version")
    rows = Version.objects.of(opportunity).order_by("number").values_list(*columns)
    numbers = shown_numbers(rows, current=opportunity.version)
    return dict(zip(numbers, [None, *numbers], strict=False))


def shown_numbers(rows: Iterable[tuple], *, current: int) -> list[int]:
    """Which of these versions, given as they arrived, readers saw.

    A notice that arrived after a later one, or while the opportunity was taken off, was kept and
    never shown.
    """
    shown, latest = [], None
    for number, notice, *precedence in rows:
        is_late = bool(notice) and latest is not None and precedence <= latest
        if number <= current and not is_late:
            shown.append(number)
            latest = precedence
    return shown


def entry_of(opportunity: Opportunity, number: int) -> Entry | None:
    row = Version.objects.of(opportunity).filter(number=number).first()
    return entries_of(opportunity, [row])[0] if row else None


def news_of(opportunity: Opportunity) -> list[Entry]:
    """The latest versions that readers saw after the first, oldest first: what readers are told.

    No more than a few: a year of old notices may arrive at once.
    """
    rows = Version.objects.of(opportunity).filter(number__gt=1).order_by("-number")[:IN_THE_NOTE]
    entries = entries_of(opportunity, rows)
    return [entry for entry in reversed(entries) if entry.was_shown and not entry.is_first]


def corrections_of(opportunity: Opportunity) -> list[Entry]:
    """The latest corrections that readers saw, newest first, for the note on the page."""
    if opportunity.version < 2:
        return []
    rows = (
        Version.objects.of(opportunity).filter(number__gt=1).order_by("-number")[: IN_THE_NOTE + 2]
    )
    entries = entries_of(opportunity, rows)
    return [entry for entry in entries if entry.is_correction][:IN_THE_NOTE]


def files_of(version: Version) -> list[File]:
    """The files of a publication, each with the stored version that has the same content."""
    opportunity, named = version.opportunity, version.content.get("documents", [])
    rows = Document.objects.versions_of(opportunity, since=opportunity.published_at)
    stored = {(row.name, row.sha256): row for row in rows} if named else {}
    return [File(one["name"], stored.get((one["name"], one["sha256"]))) for one in named]
