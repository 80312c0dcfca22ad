"""What companies follow up, with their own notes and dates."""

from __future__ import annotations

from datetime import timedelta

from ppi.accounts.models import User
from ppi.demo.loading import World
from ppi.demo.loading.rows import found
from ppi.discussion import services as discussion
from tenders.models import Pursuit
from tenders.services import pursuing


def desks(world: World) -> int:
    rows = list(world.read("desks.toml", "desks"))
    for row in rows:
        organisation, subject = world.organisations[row["organisation"]], found(row["opportunity"])
        present = Pursuit.objects.managed_by(organisation).filter(opportunity=subject)
        if not present.exists():
            by = world.people[row["by"]]
            _tell(world, row, pursuing.pursue(subject, organisation, by=by), by)
    return len(rows)


def _tell(world: World, row: dict, pursuit: Pursuit, by: User) -> None:
    for stage in row["stages"]:
        pursuing.move(pursuit, stage, by=by)
    if "due" in row:
        due_on = world.today.date() + timedelta(days=row["due"])
        pursuing.plan(pursuit, due_on, row["due_what"], by=by)
    for told in row.get("notes", []):
        discussion.write_note(pursuit, told["text"], by=world.people[told["by"]])
