"""Loads the demonstration world, or tells its accounts."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.db import transaction

from ppi.demo.loading import (
    World,
    codes,
    desks,
    editorial,
    faces,
    index,
    needs,
    offers,
    places,
    quiet,
)

LOADERS = [
    ("facts", codes.facts),
    ("CPV codes", codes.codes),
    ("portals", places.portals),
    ("legal texts", places.legal_texts),
    ("people", places.people),
    ("organisations", places.bodies),
    ("who belongs together", places.together),
    ("profiles", offers.profiles),
    ("facts beside profiles", faces.faces),
    ("opportunities", needs.opportunities),
    ("on companies' desks", desks.desks),
    ("cases", editorial.cases),
    ("courses", editorial.courses),
    ("library pages", editorial.library),
    ("events", editorial.events),
    ("entries of the search", index.entries),
]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--accounts", action="store_true", help="only print the accounts to sign in with"
        )

    def handle(self, accounts: bool, **options) -> None:
        world = World()
        if not accounts:
            self.load(world)
        self.tell(world)

    @transaction.atomic
    def load(self, world: World) -> None:
        for name, loader in LOADERS:
            self.stdout.write(f"  {loader(world):4} {name}")
        quiet.moderation_mails(world)

    def tell(self, world: World) -> None:
        self.stdout.write(f"Accounts, all with the password {places.PASSWORD}:")
        for person in places.listed_people(world):
            self.stdout.write(f"  {person['email']:36} {person['name']}")
