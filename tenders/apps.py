from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TendersConfig(AppConfig):
    name = "tenders"

    def ready(self) -> None:
        from ppi.documents.registry import holders
        from ppi.organisations import links
        from ppi.portals import navigation
        from ppi.portals.choices import Module

        # They register opportunities: to be started from the rules, moderated, asked about, told.
        from tenders import (  # noqa: F401
            fillings,
            moderation,
            pursuits,
            questions,
            receivers,
            telling,
        )
        from tenders.models import Opportunity
        from tenders.permissions import may_edit

        holders.register(Opportunity, may_edit)
        links.moves(
            "tenders.Commitment.organisation",
            "tenders.NoBid.organisation",
            "tenders.Opportunity.organisation",
        )
        links.folds("tenders.Pursuit.organisation")
        links.moves("tenders.Handover.pursuit")
        navigation.add_door(_("Opportunities"), "tenders:list", order=10, module=Module.TENDERS)
        navigation.add_account_link(
            _("My opportunities"), "tenders:mine", order=10, module=Module.TENDERS
        )
        navigation.add_account_link(
            _("Our desk"),
            "tenders:desk",
            order=9,
            module=Module.TENDERS,
            shown=lambda request: pursuits.has_company(request.user),
        )
