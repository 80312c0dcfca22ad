"""What an organisation has done can be told as a case: rooms say how such a case would begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.db import models

from ppi.kernel.registries import Registry


@dataclass(frozen=True)
class Beginning:
    """What is known already. `facts`: columns of a case by name, its texts in `language`."""

    title: str
    language: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Tellable(Protocol):
    """Its objects are owned: they have `organisation`, and the doors of scoping."""

    def beginning(self, subject: models.Model) -> Beginning | None:
        """None while there is nothing to tell yet."""


tellable: Registry[Tellable] = Registry("tellable")
