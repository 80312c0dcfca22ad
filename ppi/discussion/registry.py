"""What a room must say of its objects so that people can ask about them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import models

from ppi.kernel.registries import Registry
from ppi.kernel.verdicts import Verdict


class Discussable(Protocol):
    def may_ask(self, user, subject: models.Model) -> Verdict:
        """Whether this person may ask now; the reason names the cut-off where it has passed."""

    def may_answer(self, user, subject: models.Model) -> Verdict:
        """Whether this person may answer for all, and write notes to the team."""

    def ask_until(self, subject: models.Model) -> datetime | None:
        """The last moment for questions; None where they have no end."""

    def address(self, subject: models.Model) -> tuple[str, list]:
        """Name and arguments of the page on which questions and answers stand."""


discussable: Registry[Discussable] = Registry("discussable")
