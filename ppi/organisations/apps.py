from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "ppi.organisations"

    def ready(self) -> None:
        from ppi.organisations import links
        from ppi.portals import navigation

        links.moves(
            "organisations.FormerSlug.organisation",
            "organisations.Invitation.organisation",
            "organisations.JoinRequest.organisation",
            "organisations.Membership.organisation",
        )
        links.stays(
            "organisations.ChangeRequest.organisation", because="another name of that very entry"
        )
        links.stays(
            "organisations.Merge.absorbed", "organisations.Merge.kept", because="the story of it"
        )
        links.stays("kernel.AuditEntry.subject_type", because="the trail tells what was")
        navigation.add_account_link(_("My organisations"), "organisations:mine", order=20)
