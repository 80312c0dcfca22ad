from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "ppi.notifications"

    def ready(self) -> None:
        from ppi.notifications import counted, receivers  # noqa: F401
        from ppi.portals import navigation

        navigation.add_account_link(_("Mails to me"), "notifications:settings", order=70)
