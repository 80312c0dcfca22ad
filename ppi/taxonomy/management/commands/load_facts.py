from django.core.management.base import BaseCommand

from ppi.taxonomy import services


class Command(BaseCommand):
    help = "Loads the codes, thresholds and time limits that the platform carries itself."

    def handle(self, *args, **options) -> None:
        changes = services.load_facts()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in changes.items()) + ".")
