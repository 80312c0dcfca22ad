from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"

    def ready(self) -> None:
        from ppi.portals import navigation
        from ppi.portals.choices import Module
        from profiles import fillings, moderation  # noqa: F401 - register themselves

        navigation.add_door(_("Companies"), "profiles:list", order=20, module=Module.PROFILES)
        navigation.add_account_link(
            _("My profile"), "profiles:mine", order=15, module=Module.PROFILES
        )
