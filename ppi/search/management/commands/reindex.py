from django.conf import settings
from django.core.management.base import BaseCommand

from ppi.search import learning, services, tasks
from profiles import tasks as profiles


class Command(BaseCommand):
    help = "Learn the words of each language, and rebuild the search index from what is published."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--outdated",
            action="store_true",
            help="only promise jobs that make anew what an older version made, and end at once",
        )

    def handle(self, *args, outdated: bool, **options) -> None:
        if outdated:
            tasks.catch_up()
            profiles.catch_up()
            return
        for language, _name in settings.LANGUAGES:
            self.stdout.write(f"{language}: {learning.learn(language)} words")
        for model, count in services.rebuild().items():
            self.stdout.write(f"{model}: {count}")
