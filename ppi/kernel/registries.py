"""Lower rooms act on what they do not know: rooms above register what they can do.

A registry maps a model to an object that fulfils a small protocol, defined by the lower room:

    moderatable = Registry("moderatable")
    moderatable.register(Opportunity, OpportunityModeration())
    moderatable.of(row).publish(row, by=user)
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models


class Registry[T]:
    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[type[models.Model], T] = {}

    def register(self, model: type[models.Model], entry: T) -> None:
        if model in self._entries:
            raise ValueError(f"{model.__name__} is registered as {self.name} already.")
        self._entries[model] = entry

    def of(self, model: models.Model | type[models.Model]) -> T:
        """The entry for this object or model. Raises `KeyError` for a model nobody registered."""
        return self._entries[model if isinstance(model, type) else type(model)]

    def labelled(self, label: str) -> tuple[type[models.Model], T]:
        """Model and entry by `app_label.model_name`. Raises `KeyError` for an unknown label."""
        for model, entry in self._entries.items():
            if model._meta.label_lower == label:
                return model, entry
        raise KeyError(label)

    def __iter__(self) -> Iterator[tuple[type[models.Model], T]]:
        return iter(self._entries.items())

    def __contains__(self, model: type[models.Model]) -> bool:
        return model in self._entries
