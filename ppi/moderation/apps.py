from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "ppi.moderation"

    def ready(self) -> None:
        from ppi.moderation import (  # noqa: F401 - register themselves
            fillings,
            lost_factors,
            merged,
            organisations,
        )
        from ppi.organisations import links
        from ppi.portals import navigation
        from ppi.portals.permissions import may_moderate

        links.stays(
            "moderation.Report.subject",
            "moderation.Submission.subject",
            because="what was decided about that very text",
        )
        navigation.add_account_link(
            _("Moderation"),
            "moderation:queue",
            order=40,
            shown=lambda request: bool(may_moderate(request.user, request.portal)),
        )
