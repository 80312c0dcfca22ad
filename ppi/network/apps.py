from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "ppi.network"

    def ready(self) -> None:
        from ppi.network import moderation  # noqa: F401 - registers events for moderation
        from ppi.organisations import links
        from ppi.portals import navigation
        from ppi.portals.choices import Module

        links.moves("network.Event.organisation")
        navigation.add_door(_("Events"), "network:list", order=60, module=Module.NETWORK)
