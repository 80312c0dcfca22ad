from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "ppi.moderation"

    def ready(self) -> None:
        from ppi.moderation import fillings, organisations  # noqa: F401 - register themselves
        from ppi.portals import navigation
        from ppi.portals.permissions import may_moderate

        navigation.add_account_link(
            _("Moderation"),
            "moderation:queue",
            order=40,
            shown=lambda request: bool(may_moderate(request.user, request.portal)),
        )
