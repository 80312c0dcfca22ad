from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TendersConfig(AppConfig):
    name = "tenders"

    def ready(self) -> None:
        from ppi.portals import navigation
        from ppi.portals.choices import Module
        from tenders import moderation  # noqa: F401 - registers opportunities for moderation

        navigation.add_door(_("Opportunities"), "tenders:list", order=10, module=Module.TENDERS)
        navigation.add_account_link(
            _("My opportunities"), "tenders:mine", order=10, module=Module.TENDERS
        )
