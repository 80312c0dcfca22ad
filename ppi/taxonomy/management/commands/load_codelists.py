from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ppi.taxonomy import services
from ppi.taxonomy.codelists import SourceRefused


class Command(BaseCommand):
    help = "Loads all CPV and NUTS codes from an eForms SDK release."

    def add_arguments(self, parser) -> None:
        parser.add_argument("source", help="the release: a folder, a .tar.gz, a .zip or a URL")
        parser.add_argument(
            "--norwegian",
            type=Path,
            metavar="CSV",
            help="Norwegian CPV labels and check digits: a CSV with the columns code, "
            "check_digit and nb",
        )

    def handle(self, *args, source: str, norwegian: Path | None, **options) -> None:
        try:
            changes = services.load_codelists(source, norwegian)
        except SourceRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in changes.items()) + ".")
