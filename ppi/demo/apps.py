from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "ppi.demo"

    def ready(self) -> None:
        from ppi.portals import navigation

        navigation.add_account_link(_("Outbox (demonstration)"), "demo:outbox", order=90)
