"""What a room announces, and rooms above act upon, without the room below knowing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from ppi.kernel.jobs import job

_events: dict[str, Event] = {}


class Event:
    """A past participle with the ids of what it happened to.

    published = Event("tenders.published")
    published.announce(opportunity_id=7)    # inside the transaction that publishes
    """

    def __init__(self, name: str) -> None:
        if name in _events:
            raise ValueError(f"There is an event {name} already.")
        self.name = name
        self.receivers: list[Callable[..., None]] = []
        self.companions: list[Callable[..., None]] = []
        _events[name] = self

    def announce(self, **ids: Any) -> None:
        """Promise, in this transaction, that every receiver will be told."""
        for function in self.companions:
            function(**ids)
        deliver.later(event=self.name, ids=ids)

    def receiver(self, function: Callable[..., None]) -> Callable[..., None]:
        """Decorator: `function(**ids)` is told. It only promises jobs; it does no work itself."""
        self.receivers.append(function)
        return function

    def companion(self, function: Callable[..., None]) -> Callable[..., None]:
        """Decorator: `function(**ids)` runs within the announcing transaction, or it fails with it.

        For what a room keeps beside its rows, and may never be behind them: a statement or two.
        """
        self.companions.append(function)
        return function


@job
def deliver(event: str, ids: dict[str, Any]) -> None:
    """Tell the receivers. What they promise is written in one transaction with the telling."""
    with transaction.atomic():
        for receiver in _events[event].receivers:
            receiver(**ids)
