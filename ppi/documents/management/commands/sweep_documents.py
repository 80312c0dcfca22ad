from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from ppi.documents import sweeping

AGE = timedelta(days=1)


class Command(BaseCommand):
    help = "List stored files older than a day that no document needs; with --delete, delete them."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete what is listed")

    def handle(self, *args, delete: bool, **options) -> None:
        before = timezone.now() - AGE
        if delete:
            rows = sweeping.forget_documents_of_nothing(before=before)
            self.stdout.write(f"{rows} documents of deleted objects forgotten")
        names = list(sweeping.orphans(before=before))
        for name in names:
            self.stdout.write(name)
            if delete:
                default_storage.delete(name)
        self.stdout.write(f"{len(names)} files {'deleted' if delete else 'found, none deleted'}")
