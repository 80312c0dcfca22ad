from __future__ import annotations

from datetime import timedelta
from itertools import batched

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from ppi.kernel.jobs import job
from ppi.search import learning, services
from ppi.search.models import Word

# By then the words are learnt by which compounds are taken apart.
AFTER_LEARNING = timedelta(minutes=5)


@job
def reindex(model: str, ids: list[int]) -> None:
    """Bring the entries of these objects up to date. `model` is "app.Model"."""
    services.reindex(apps.get_model(model), ids)


@job
def reindex_all_of(model: str, path: str, pk: int) -> None:
    """The same for all rows of the model that lead to this id, such as an organisation's."""
    for ids in batched(services.ids_of(apps.get_model(model), path, pk), services.BATCH):
        reindex.later(model=model, ids=list(ids))


@job
def learn(language: str) -> None:
    """Bring the words of a language up to date."""
    learning.learn(language)


@job
def refresh() -> None:
    """Make anew what an older version made, a batch after another."""
    if services.refresh():
        refresh.later()


@shared_task(ignore_result=True)
def learn_words() -> None:
    """Beat: promise the jobs that learn each language's words."""
    for language, _name in settings.LANGUAGES:
        learn.later(language=language)


def catch_up() -> None:
    """Promise all that an index of an older version lacks; nothing where it lacks nothing."""
    is_outdated = services.is_outdated()
    if is_outdated or not Word.objects.exists():
        learn_words()
    if is_outdated:
        refresh.later(due_at=timezone.now() + AFTER_LEARNING)
