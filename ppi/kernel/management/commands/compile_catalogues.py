"""Compiles the catalogues of the interface, in Python, without gettext's programs."""

from django.core.management.base import BaseCommand

from ppi.kernel import catalogues


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, **options) -> None:
        written = catalogues.compile_all()
        self.stdout.write(f"{len(written)} catalogues compiled")
