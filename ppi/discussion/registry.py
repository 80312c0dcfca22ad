"""What a room must say of its objects so that people can ask about them."""

from __future__ import annotations

from typing import Protocol

from django.db import models

from ppi.kernel.registries import Registry
from ppi.kernel.verdicts import Verdict


class Discussable(Protocol):
    """Its objects are owned: they have `organisation`, `portal`, and the doors of scoping."""

    def may_ask(self, user, subject: models.Model) -> Verdict:
        """Whether this person may ask now; the reason names the cut-off where it has passed."""

    def may_answer(self, user, subject: models.Model) -> Verdict:
        """Whether this person may answer for all."""

    def may_write_note(self, user, subject: models.Model) -> Verdict:
        """Whether this person may write to the team."""

    def address(self, subject: models.Model) -> tuple[str, list]:
        """Name and arguments of the page on which questions and answers stand."""

    def desk_address(self, subject: models.Model) -> tuple[str, list]:
        """Name and arguments of the page on which the organisation answers."""


discussable: Registry[Discussable] = Registry("discussable")
