"""Loads the demonstration world: TOML files, read by one loader a room, twice without doubles.

Each loader takes the `World`, which remembers what the others made by its key in the files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from ppi.accounts.models import User
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal

FILES = Path(__file__).resolve().parent.parent / "world"


@dataclass
class World:
    """The files, and what was made of them so far."""

    portals: dict[str, Portal] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    moderators: dict[str, User] = field(default_factory=dict)

    @cached_property
    def today(self) -> datetime:
        """All times in the files are days before or after the day of loading."""
        return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)

    def day(self, days: int, at: str = "09:00", *, portal: str = "") -> datetime:
        """That hour of a day before or after today, on the clock of the portal named."""
        hour, minute = map(int, at.split(":"))
        day = self.today.date() + timedelta(days=days)
        zone = ZoneInfo(self.portals[portal].time_zone) if portal else None
        return timezone.make_aware(datetime.combine(day, time(hour, minute)), zone)

    def read(self, name: str, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table in a file, or in every file of a folder."""
        path = FILES / name
        for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
            yield from tomllib.loads(file.read_text()).get(table, [])

    def files(self, name: str) -> Iterator[dict[str, Any]]:
        for file in sorted((FILES / name).glob("*.toml")):
            yield tomllib.loads(file.read_text())

    def writer_of(self, organisation: Organisation) -> User:
        """Somebody who may write for it: its first owner."""
        return self._first(organisation, "owner")

    def author_of(self, organisation: Organisation) -> User:
        """Who drafts for it: where an owner has to approve, an editor."""
        return self._first(organisation, "editor" if organisation.needs_approval else "owner")

    def _first(self, organisation: Organisation, role: str) -> User:
        from ppi.organisations.models import Membership

        members = Membership.objects.managed_by(organisation).filter(role=role)
        return members.select_related("user").order_by("pk").first().user


def by_language(name: str, texts: dict[str, str]) -> dict[str, str]:
    """`{"en": …}` as the columns of a translated field: `{"name_en": …}`."""
    return {f"{name}_{language}": text.strip() for language, text in texts.items()}


Loader = Callable[[World], int]
