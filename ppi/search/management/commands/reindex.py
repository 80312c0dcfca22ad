from django.core.management.base import BaseCommand

from ppi.search import services


class Command(BaseCommand):
    help = "Rebuild the search index from what is published."

    def handle(self, *args, **options) -> None:
        for model, count in services.rebuild().items():
            self.stdout.write(f"{model}: {count}")
