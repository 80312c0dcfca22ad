"""A search as a file for a spreadsheet (CSV, RFC 4180), sent row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import batched, islice

from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.portals import links
from ppi.portals.models import Portal
from ppi.search.models import Entry

MOST_ROWS = 10_000
BATCH = 500
# Spreadsheets read UTF-8 only when the file begins with this.
BYTE_ORDER_MARK = "\ufeff"
CUT = gettext_lazy("Only the newest %(most)s are listed here. Narrow the search to see the others.")
# A cell that begins so would be run as a formula (OWASP, «CSV injection»).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def lines(rows: QuerySet, portal: Portal, language: str) -> Iterator[str]:
    """Chunks of the file: headings in this language, then at most `MOST_ROWS` rows; the last says
    where there would be more.

    The language is set for each chunk alone: between two of them other code may run.
    """
    with translation.override(language):
        yield BYTE_ORDER_MARK + _written([headings()])
    found = rows.select_related("organisation")[: MOST_ROWS + 1].iterator(chunk_size=BATCH)
    for batch in batched(islice(found, MOST_ROWS), BATCH):
        with translation.override(language):
            chunk = _written(cells(row, portal, language) for row in batch)
        yield chunk
    if next(found, None) is not None:
        with translation.override(language):
            yield _written([[CUT % {"most": number_format(MOST_ROWS, force_grouping=True)}]])


def headings() -> list[str]:
    return [
        _("What"),
        _("Title"),
        _("Language"),
        _("Buyer or company"),
        _("Country"),
        _("NUTS regions"),
        _("CPV codes"),
        _("Value in euro"),
        _("Deadline (UTC)"),
        _("Published (UTC)"),
        _("Changed (UTC)"),
        _("Address"),
    ]


def cells(row: Entry, portal: Portal, language: str) -> list[str]:
    return [
        str(row.get_kind_display()),
        row.title_shown,
        row.language_shown,
        row.organisation.name if row.organisation else "",
        row.country,
        " ".join(row.nuts),
        " ".join(row.cpv),
        "" if row.value_in_euro is None else f"{row.value_in_euro:.2f}",
        _moment(row.deadline),
        _moment(row.published_at),
        _moment(row.changed_at),
        links.absolute(portal, language, row.url_name, *row.url_args),
    ]


def harmless(cell: str) -> str:
    """The same text, but never a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _moment(moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _written(rows) -> str:
    file = StringIO()
    csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue()
