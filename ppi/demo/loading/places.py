"""Portals with their legal texts, the people, and the organisations they belong to."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from ppi.accounts.models import User
from ppi.demo.loading import World, by_language
from ppi.organisations import domains, imports, mandates
from ppi.organisations import services as organisations
from ppi.organisations.models import Domain, Membership, Organisation
from ppi.portals import services as portal_services
from ppi.portals.choices import Role
from ppi.portals.models import LegalText, Portal, PortalRole

# Printed on the demonstration's start screen: it protects nothing.
PASSWORD = "ppi-demonstration"  # noqa: S105
TIME_ZONES = {"DK": "Europe/Copenhagen", "LT": "Europe/Vilnius", "SE": "Europe/Stockholm"}
TRANSLATED = {"names": "name", "tagline": "tagline", "contact_text": "contact_text",
              "funder_credit": "funder_credit"}  # fmt: skip
PLAIN = ("brand_colour", "country", "languages", "modules", "contact_name", "contact_email",
         "contact_phone", "shows_network")  # fmt: skip


def portals(world: World) -> int:
    for row in world.read("portals.toml", "portals"):
        facts = {name: row[name] for name in PLAIN}
        for name, column in TRANSLATED.items():
            facts |= by_language(column, row[name])
        world.portals[row["key"]] = Portal.objects.update_or_create(
            slug=row["key"],
            defaults=facts
            | {"language": row["default_language"], "time_zone": TIME_ZONES[row["country"]]},
        )[0]
    return len(world.portals)


def legal_texts(world: World) -> int:
    rows = list(world.read("portals.toml", "legal"))
    for row in rows:
        portal = world.portals[row["portal"]]
        LegalText.objects.get_or_create(
            portal=portal,
            kind=row["kind"],
            version=row["version"],
            defaults=by_language("text", row["texts"])
            | {"language": portal.language, "valid_from": world.day(-400)},
        )
    return len(rows)


def people(world: World) -> int:
    # Hashed once for all: it is meant to take long, and everybody has the same one.
    password = make_password(PASSWORD)
    for row in world.read("people.toml", "people"):
        person = User.objects.filter(email=row["email"]).first() or User.objects.create(
            email=row["email"], password=password, name=row["name"], language=row["language"]
        )
        EmailAddress.objects.get_or_create(
            user=person, email=row["email"], defaults={"verified": True, "primary": True}
        )
        world.people[row["key"]] = person
        for key in row.get("moderates", []):
            _make_moderator(world, key, person)
    return len(world.people)


def _make_moderator(world: World, key: str, person: User) -> None:
    portal = world.portals[key]
    PortalRole.objects.get_or_create(
        portal=portal, user=person, defaults={"role": Role.ADMINISTRATOR}
    )
    portal_services.accept_legal_texts(portal, by=person)
    world.moderators.setdefault(key, person)


def listed_people(world: World) -> list[dict]:
    return [row for row in world.read("people.toml", "people") if row.get("listed")]


def bodies(world: World) -> int:
    for row in world.read("organisations.toml", "organisations"):
        known = Organisation.objects.everywhere("the demonstration's own").filter(slug=row["key"])
        organisation = known.select_related("portal").first() or _found(world, row)
        _staff(world, row, organisation)
        world.organisations[row["key"]] = organisation
    return len(world.organisations)


FACTS = ("name", "kind", "country", "nuts", "registration_number", "language", "website")


def _found(world: World, row: dict) -> Organisation:
    """Founded by its first owner, verified by the portal's moderator."""
    founder = world.people[row["members"][0]["person"]]
    organisation = organisations.found(
        by=founder,
        portal=world.portals[row["portal"]],
        buyer_type=row.get("buyer_type", ""),
        about=row["about"].strip(),
        **{name: row.get(name, "") for name in FACTS},
    )
    # The files' keys are the addresses, so that links in texts keep working.
    organisation.slug = row["key"]
    organisation.save(update_fields=["slug"])
    organisations.verify(organisation, by=world.moderators[row["portal"]])
    return organisation


def _staff(world: World, row: dict, organisation: Organisation) -> None:
    """Its members, and how they work; also where an earlier world had it otherwise."""
    for member in row["members"]:
        person = world.people[member["person"]]
        portal_services.accept_legal_texts(organisation.portal, by=person)
        Membership.objects.managed_by(organisation).update_or_create(
            organisation=organisation, user=person, defaults={"role": member["role"]}
        )
    organisation.needs_approval = row.get("needs_approval", False)
    organisation.save(update_fields=["needs_approval"])


def together(world: World) -> int:
    """Work domains, and who acts for whom; also a buyer that nobody has claimed yet."""
    for row in world.read("organisations.toml", "organisations"):
        organisation = world.organisations[row["key"]]
        owner = world.people[row["members"][0]["person"]]
        if "domain" in row:
            _accept(domains.ask(organisation, row["domain"], by=owner), world, row)
        for key in row.get("acts_for", []):
            mandates.give(world.organisations[key], organisation, by=_owner_of(world, key))
    for row in world.read("organisations.toml", "unclaimed"):
        imports.from_notice(**row | {"portal": world.portals[row["portal"]]})
    return len(world.organisations)


def _accept(domain: Domain, world: World, row: dict) -> None:
    if domain.is_waiting:
        domains.decide(domain, True, by=world.moderators[row["portal"]])


def _owner_of(world: World, key: str) -> User:
    owners = Membership.objects.managed_by(world.organisations[key]).active_owners()
    return owners.select_related("user").order_by("pk")[0].user
