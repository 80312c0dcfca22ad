from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "ppi.notifications"

    def ready(self) -> None:
        from ppi.notifications import bell, counted, interests, receivers  # noqa: F401
        from ppi.organisations import links
        from ppi.portals import navigation

        links.moves("notifications.Webhook.organisation")
        links.stays(
            "notifications.Delivery.because_type",
            "notifications.Delivery.cause",
            "notifications.Delivery.subject_type",
            because="what was told, and why",
        )
        navigation.add_account_link(_("News"), "notifications:bell", order=6)
        navigation.add_account_link(_("How I hear of news"), "notifications:settings", order=70)
