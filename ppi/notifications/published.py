"""What is published, as news name it: in the reader's language, else in its own with its subject.

Read from the index, which holds exactly what the public may read: what was taken off has no entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.utils import translation

from ppi.notifications.subjects import Key
from ppi.portals import links
from ppi.portals.models import Portal
from ppi.search.models import Entry
from ppi.taxonomy import naming

REASON = "one's own news of what is published"


@dataclass(frozen=True)
class Named:
    """`about`: the label of its main CPV code, where the title is not in the reader's language."""

    title: str
    summary: str
    language: str
    entry: Entry
    about: str = ""

    def address(self, portal: Portal, language: str) -> str:
        """In that portal, where it shows it; else in its own, as what is no longer shared."""
        there = portal if portal.shows(self.entry) else self.entry.portal
        return links.absolute(there, language, self.entry.url_name, *self.entry.url_args)


def named(keys: Iterable[Key]) -> dict[Key, Named]:
    """Those of these things that are published, in the active language.

    Three queries for each model, however many things.
    """
    by_type: dict[int, set[int]] = defaultdict(set)
    for of_type, pk in keys:
        by_type[of_type].add(pk)
    return {key: one for of_type, ids in by_type.items() for key, one in _named(of_type, ids)}


def _named(of_type: int, ids: set[int]) -> Iterable[tuple[Key, Named]]:
    rows = Entry.objects.everywhere(REASON).filter(content_type_id=of_type, object_id__in=ids)
    entries = list(rows.select_related("portal").defer("body", "bodies", "vector"))
    reader = translation.get_language()
    foreign = {row.object_id for row in entries if row.language_shown != reader}
    labels = _subjects(ContentType.objects.get_for_id(of_type).model_class(), foreign)
    for row in entries:
        yield (
            (of_type, row.object_id),
            Named(
                row.title_shown,
                row.summary_shown,
                row.language_shown,
                row,
                labels.get(row.object_id, ""),
            ),
        )


def _subjects(model, ids: set[int]) -> dict[int, str]:
    """The label of each row's main CPV code; none for models that have none."""
    try:
        model._meta.get_field("cpv")
    except FieldDoesNotExist:
        return {}
    if not ids:
        return {}
    rows = model.objects.everywhere(REASON).filter(pk__in=ids).values_list("pk", "cpv")
    codes = {pk: cpv[0] for pk, cpv in rows if cpv}
    labels = naming.cpv_labels(codes.values())
    return {pk: labels[code] for pk, code in codes.items()}
