from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "ppi.library"

    def ready(self) -> None:
        from ppi.library import moderation  # noqa: F401 - registers pages for moderation
        from ppi.portals import navigation
        from ppi.portals.choices import Module

        navigation.add_door(_("Library"), "library:list", order=50, module=Module.LIBRARY)
