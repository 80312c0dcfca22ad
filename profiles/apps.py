from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"

    def ready(self) -> None:
        from ppi.documents.registry import holders
        from ppi.organisations import links
        from ppi.portals import navigation
        from ppi.portals.choices import Module
        from profiles import fillings, merged, moderation, receivers  # noqa: F401 - register
        from profiles.models import Logo, Product, Revision
        from profiles.permissions import may_change_files, may_change_logo

        links.folds("profiles.Profile.organisation")
        links.moves(
            "profiles.Product.profile",
            clearing=merged.beside_others,
            entering=merged.still_unread,
        )
        links.moves(
            "profiles.Buying.profile",
            "profiles.Credential.profile",
            "profiles.Logo.profile",
            "profiles.Revision.profile",
        )
        links.stays(
            "profiles.Card.organisation",
            "profiles.Card.profile",
            because="made anew of what is public",
        )
        links.stays(
            "profiles.Contact.agreed_for",
            because="a person agreed to be shown on the profile of that one",
        )
        holders.register(Logo, may_change_logo)
        holders.register(Product, may_change_files)
        holders.register(Revision, may_change_files)
        navigation.add_door(_("Companies"), "profiles:list", order=20, module=Module.PROFILES)
        navigation.add_account_link(
            _("My profile"), "profiles:mine", order=15, module=Module.PROFILES
        )
