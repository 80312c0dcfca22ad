from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalsConfig(AppConfig):
    name = "ppi.portals"

    def ready(self) -> None:
        from ppi.portals import checks, navigation  # noqa: F401 - registers the checks

        navigation.add_account_link(_("My details and security"), "portals:person", order=90)
