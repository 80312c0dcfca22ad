"""What stands beside the texts of profiles: buyers, credentials, and people who agreed."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import translation

from ppi.demo.loading import World
from ppi.organisations.models import Membership
from profiles import buying, contacts
from profiles.credentials import keep_credential
from profiles.models import Contact, Profile
from profiles.services import keep_profile, profile_of

SAYS = ("needs", "strategy", "strategy_url", "approach")
PLAIN = ("cpv", "nuts", "languages")


def faces(world: World) -> int:
    rows = {name: list(world.read("faces.toml", name)) for name in LOADERS}
    for name, load in LOADERS.items():
        for row in rows[name]:
            load(world, row)
    return sum(map(len, rows.values()))


def _buyer(world: World, row: dict) -> None:
    profile = keep_profile(
        world.organisations[row["organisation"]],
        published_at=world.day(-20),
        headline=row["headline"],
        about=row["about"].strip(),
        **{name: row[name] for name in PLAIN},
    )
    said = {name: row.get(name, "").strip() for name in SAYS}
    buying.write(profile, said | {"language": profile.language})


def _credential(world: World, row: dict) -> None:
    facts = dict(row)
    for name in ("since", "until"):
        if name in facts:
            facts[name] = _day(world, facts[name])
    keep_credential(_profile(world, facts.pop("organisation")), **facts)


def _contact(world: World, row: dict) -> None:
    """As this person would do it, who agreed once."""
    organisation, person = world.organisations[row["organisation"]], world.people[row["person"]]
    members = Membership.objects.managed_by(organisation).select_related("organisation__portal")
    if Contact.objects.managed_by(organisation).filter(membership__user=person).exists():
        return
    with translation.override(person.language):
        contacts.show(
            members.get(user=person),
            by=person,
            agreed=True,
            **{name: row[name] for name in ("name", "position", "email")},
        )


LOADERS = {"buyers": _buyer, "credentials": _credential, "contacts": _contact}


def _profile(world: World, key: str) -> Profile:
    return profile_of(world.organisations[key])


def _day(world: World, days: int) -> date:
    return world.today.date() + timedelta(days=days)
