from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "ppi.organisations"

    def ready(self) -> None:
        from ppi.portals import navigation

        navigation.add_account_link(_("My organisations"), "organisations:mine", order=20)
