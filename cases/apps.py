from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        # They register cases for moderation, and what they put on others' pages.
        from cases import fillings, moderation  # noqa: F401
        from cases.models import Case
        from cases.permissions import may_edit
        from ppi.documents.registry import holders
        from ppi.organisations import links
        from ppi.portals import navigation
        from ppi.portals.choices import Module

        holders.register(Case, may_edit)
        links.moves("cases.Case.organisation")
        navigation.add_door(_("Cases"), "cases:list", order=30, module=Module.CASES)
        navigation.add_account_link(_("My cases"), "cases:mine", order=25, module=Module.CASES)
