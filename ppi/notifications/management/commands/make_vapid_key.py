"""Print a new key for PPI_VAPID_KEY."""

from django.core.management.base import BaseCommand

from ppi.notifications import push


class Command(BaseCommand):
    help = "Prints a new key with which push messages are signed, for PPI_VAPID_KEY."

    def handle(self, *args, **options) -> None:
        self.stdout.write(push.new_key())
