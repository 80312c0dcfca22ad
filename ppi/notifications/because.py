"""Why somebody hears of something: each interest says so in a sentence, and how it is ended.

    because.register(Star, Reason(sentences_of_stars, end_star))

`sentences` gets ids of one model and answers in the active language, in a number of queries that
does not grow; what is gone meanwhile is left out. `stop(pk, by=person)` ends exactly this interest;
a model without it is stopped with the whole kind, and its `ending` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ppi.kernel.registries import Registry
from ppi.notifications.models import Delivery


class Stopping(Protocol):
    def __call__(self, pk: int, *, by) -> None: ...


@dataclass(frozen=True)
class Reason:
    sentences: Callable[[Collection[int]], dict[int, str]]
    stop: Stopping | None = None
    # What the link says that ends it.
    ending: Promise = gettext_lazy("Stop just this")


because: Registry[Reason] = Registry("because")


def reason_of(content_type_id: int) -> Reason:
    return because.of(ContentType.objects.get_for_id(content_type_id).model_class())


class Sentences:
    """The sentences of all reasons of these deliveries, in the active language."""

    def __init__(self, deliveries: Iterable[Delivery]) -> None:
        wanted: dict[int, set[int]] = defaultdict(set)
        for delivery in deliveries:
            if delivery.because_type_id:
                wanted[delivery.because_type_id] |= set(delivery.because_ids)
        self._found = {of: reason_of(of).sentences(ids) for of, ids in wanted.items()}

    def of(self, delivery: Delivery) -> list[tuple[int, str]]:
        """Id of the interest, and its sentence."""
        found = self._found.get(delivery.because_type_id, {})
        return [(pk, found[pk]) for pk in delivery.because_ids if pk in found]


def has_reason_left(delivery: Delivery, known: Sentences | None = None) -> bool:
    """What the person has stopped meanwhile has none; what concerns their work needs none."""
    sentences = known or Sentences([delivery])
    return not delivery.because_ids or bool(sentences.of(delivery))
