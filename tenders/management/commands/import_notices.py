"""Reads official notices (eForms XML) from files and folders."""

from __future__ import annotations

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from ppi.portals.models import Portal
from tenders import importing
from tenders.exchange import sources
from tenders.importing import Outcome


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument(
            "--portal",
            help="slug of the portal that takes in notices from countries that have none here; "
            "else the one that was set up first",
        )

    def handle(self, paths: list[str], portal: str | None, **options) -> None:
        home = self._portal(portal)
        told = []
        for one in importing.import_paths(paths, portal=home):
            told.append(one)
            if one.sentence:
                self.stderr.write(f"{one.name}: {one.sentence}")
        for name in sources.passed_over(paths):
            self.stderr.write(f"{name}: not read, since its name does not end in .xml.")
        for home, number in Counter(one.taken_in_by for one in told if one.taken_in_by).items():
            self.stdout.write(
                f"{number} from countries without a portal here belong to {home} now; "
                "choose another with --portal."
            )
        counts = importing.summary(told)
        parts = [f"{counts[outcome]} {outcome}" for outcome in Outcome]
        self.stdout.write(f"{len(told)} notices: " + ", ".join(parts))

    def _portal(self, slug: str | None) -> Portal | None:
        if not Portal.objects.open().exists():
            raise CommandError("There is no open portal that the notices could belong to.")
        if slug is None:
            return None
        portal = Portal.objects.filter(slug=slug).first()
        if portal is None:
            raise CommandError(f"There is no portal «{slug}».")
        return portal
