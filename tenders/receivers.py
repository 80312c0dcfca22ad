"""Thin wires from what rooms below announce to the jobs of this room."""

from ppi.organisations import events as organisations
from tenders import tasks


@organisations.member_left.receiver
def member_left(organisation_id: int, person_id: int) -> None:
    tasks.put_down.later(organisation_id=organisation_id, person_id=person_id)
