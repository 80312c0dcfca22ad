"""Brings `locale/*/LC_MESSAGES/django.po` up to the sources."""

from django.conf import settings
from django.core.management.base import BaseCommand

from ppi.kernel import catalogues


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options) -> None:
        template = catalogues.extracted()
        for language, _name in settings.LANGUAGES:
            catalogues.update(language, template)
            missing = len(catalogues.gaps(language, template))
            self.stdout.write(
                f"{language}: {len(template)} messages, {missing} without translation"
            )
