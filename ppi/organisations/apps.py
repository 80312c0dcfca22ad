from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "ppi.organisations"

    def ready(self) -> None:
        from ppi.kernel import audit
        from ppi.organisations import links, mandates, receivers  # noqa: F401 - listens to allauth
        from ppi.portals import navigation

        audit.listeners.append(mandates.keep_what_was_done)
        links.moves(
            "organisations.Domain.organisation",
            "organisations.FormerSlug.organisation",
            "organisations.Invitation.organisation",
            "organisations.JoinRequest.organisation",
            "organisations.Mandate.organisation",
            "organisations.Mandate.umbrella",
            "organisations.Membership.organisation",
        )
        links.stays(
            "organisations.ChangeRequest.organisation", because="another name of that very entry"
        )
        links.stays(
            "organisations.Merge.absorbed", "organisations.Merge.kept", because="the story of it"
        )
        links.stays(
            "organisations.RegisterEntry.organisation",
            because="what a register said of the number that this entry gave",
        )
        links.stays("kernel.AuditEntry.subject_type", because="the trail tells what was")
        navigation.add_account_link(_("My organisations"), "organisations:mine", order=20)
