from __future__ import annotations

from django.apps import apps

from ppi.kernel.jobs import job
from ppi.search import services


@job
def reindex(model: str, ids: list[int]) -> None:
    """Bring the entries of these objects up to date. `model` is "app.Model"."""
    services.reindex(apps.get_model(model), ids)
