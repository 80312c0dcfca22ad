from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "ppi.notifications"

    def ready(self) -> None:
        from ppi.notifications import bell, counted, interests, receivers  # noqa: F401
        from ppi.portals import navigation

        navigation.add_account_link(_("News"), "notifications:bell", order=6)
        navigation.add_account_link(_("How I hear of news"), "notifications:settings", order=70)
