"""What a room must be able to do so that moderation, which does not know it, can decide on it."""

from __future__ import annotations

from typing import Protocol

from django.db import models
from django.http import HttpRequest

from ppi.kernel.registries import Registry


class Moderatable(Protocol):
    # "Opportunity", for the queue.
    label: str
    # The thing as the public would see it: gets `subject` and what `preview` returns.
    preview_template: str
    # May have `publish_label`, where the button should not say "Publish"; and `restore(subject, *,
    # by)`, where what was removed (its `status` is "removed") can come back as it was;
    # `criteria`, the sentences by which it is decided, which stand on a public page;
    # `publish_because(subject, reason, *, by)`, where others read why it was published; and
    # `hold(pk)`, which locks what the room's own services lock before the object.

    def get(self, pk: int) -> models.Model | None:
        """The object in any state; moderation has checked the portal through its own row."""

    def preview(self, subject, request: HttpRequest) -> dict:
        """Context of the preview template."""

    def address(self, subject) -> tuple[str, list]:
        """Name and arguments of the page on which its authors see it."""

    def publish(self, subject, *, by) -> None: ...

    def send_back(self, subject, reason: str, *, by) -> None: ...

    def remove(self, subject, reason: str, *, by) -> None: ...

    def authors(self, subject) -> list:
        """The accounts that hear of a decision: who wrote it."""


moderatable: Registry[Moderatable] = Registry("moderatable")


def authors_of(thing: models.Model) -> list:
    """Who wrote or published it; to them it is no news."""
    return moderatable.of(thing).authors(thing)
