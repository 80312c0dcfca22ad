"""Thin wires, made of what each indexable says: upon its events, its entries are looked at anew.

One job serves for what became public, changed or was taken off, because it looks at what is public
when it runs.
"""

from __future__ import annotations

from functools import partial

from django.db import models

from ppi.search import tasks
from ppi.search.registry import indexable
from ppi.translations import events as translations


def moved(model: type[models.Model], path: str, **ids: int) -> None:
    """An event came that carries the id at the end of this path from a row of the model."""
    [pk] = ids.values()
    label = model._meta.label
    if path == "pk":
        tasks.reindex.later(model=label, ids=[pk])
    else:
        tasks.reindex_all_of.later(model=label, path=path, pk=pk)


@translations.kept.receiver
def translated(model: str, object_id: int) -> None:
    """A text in another language is found as soon as it can be read."""
    try:
        known, _entry = indexable.labelled(model)
    except KeyError:  # what is translated is not always searched
        return
    moved(known, "pk", object_id=object_id)


for known, entry in indexable:
    for path, events in entry.moved_by.items():
        for event in events:
            event.receiver(partial(moved, known, path))
