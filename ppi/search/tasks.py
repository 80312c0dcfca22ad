from __future__ import annotations

from itertools import batched

from django.apps import apps

from ppi.kernel.jobs import job
from ppi.search import services


@job
def reindex(model: str, ids: list[int]) -> None:
    """Bring the entries of these objects up to date. `model` is "app.Model"."""
    services.reindex(apps.get_model(model), ids)


@job
def reindex_all_of(model: str, path: str, pk: int) -> None:
    """The same for all rows of the model that lead to this id, such as an organisation's."""
    for ids in batched(services.ids_of(apps.get_model(model), path, pk), services.BATCH):
        reindex.later(model=model, ids=list(ids))
