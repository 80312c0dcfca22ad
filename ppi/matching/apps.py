from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "ppi.matching"

    def ready(self) -> None:
        from ppi.matching import fillings, interest_fillings, openings, receivers  # noqa: F401
        from ppi.organisations import links
        from ppi.portals import navigation
        from ppi.portals.choices import Module
        from ppi.portals.permissions import may_moderate

        links.moves(
            "matching.Feedback.organisation",
            "matching.Hit.thing",
            "matching.Match.profile",
            "matching.Opening.organisation",
            "matching.Star.thing",
        )
        links.stays("matching.OfferTopic.organisation_id", because="made anew with its entry")
        links.stays("matching.StarredNews.thing", because="what was told of that very thing")
        navigation.add_account_link(
            _("For you"), "matching:for-you", order=5, module=Module.TENDERS
        )
        navigation.add_account_link(_("My searches and stars"), "matching:searches", order=6)
        navigation.add_account_link(
            _("What fits whom"),
            "matching:weights",
            order=45,
            module=Module.TENDERS,
            shown=lambda request: bool(may_moderate(request.user, request.portal)),
        )
