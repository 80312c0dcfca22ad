"""What an entry of the trail says to a reader who knows nothing of its actions' names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ppi.kernel.models import AuditEntry
from ppi.organisations import links

# The last word of an action: most rooms have the same verbs.
VERBS: dict[str, str | Promise] = {
    "started": _("begun"),
    "added": _("added"),
    "edited": _("changed"),
    "changed": _("changed"),
    "submitted": _("sent to the moderators"),
    "published": _("published"),
    "corrected": _("corrected"),
    "withdrawn": _("withdrawn"),
    "answered": _("answered"),
    "attached": _("added"),
    "removed": _("taken off"),
    "ended": _("ended"),
}
ANYTHING_ELSE = _("worked on")


@dataclass(frozen=True)
class Told:
    thing: str
    kind: str
    verb: str


def told(entries: Iterable[AuditEntry]) -> dict[int, Told]:
    """By the entry; one query for each kind of thing."""
    by_type: dict[str, set[int]] = defaultdict(set)
    entries = list(entries)
    for entry in entries:
        by_type[entry.subject_type].add(entry.subject_id)
    things = {
        label: links.every(apps.get_model(label)).in_bulk(ids) for label, ids in by_type.items()
    }
    return {entry.pk: _told(entry, things[entry.subject_type]) for entry in entries}


def _told(entry: AuditEntry, things: dict) -> Told:
    """What is gone since has no name any more."""
    verb = VERBS.get(entry.action.rpartition(".")[2], ANYTHING_ELSE)
    facts = apps.get_model(entry.subject_type)._meta
    named = facts.verbose_name if "verbose_name" in facts.original_attrs else ""
    return Told(str(things.get(entry.subject_id, "–")), str(named), str(verb))
