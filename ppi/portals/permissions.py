"""Who may do what in a portal; and the access rules that views declare."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ppi.kernel.access import SIGN_IN_FIRST, Rule, for_accounts, signed_in
from ppi.kernel.remembering import remembered
from ppi.kernel.verdicts import ALLOWED, Verdict, allow_if
from ppi.portals.choices import Role
from ppi.portals.models import Portal, PortalRole


def may_moderate(user, portal: Portal | None) -> Verdict:
    """Moderators and administrators of this very portal."""
    return allow_if(
        _has_role(user, portal, Role.MODERATOR, Role.ADMINISTRATOR),
        _("Only moderators of this portal may do that."),
    )


def may_administer(user, portal: Portal | None) -> Verdict:
    return allow_if(
        _has_role(user, portal, Role.ADMINISTRATOR),
        _("Only administrators of this portal may do that."),
    )


def _has_role(user, portal: Portal | None, *roles: str) -> bool:
    if portal is None or not user.is_authenticated:
        return False
    return remembered(user, ("role", portal), lambda: _role(user, portal)) in roles


def _role(user, portal: Portal) -> str | None:
    return (
        PortalRole.objects.filter(portal=portal, user=user).values_list("role", flat=True).first()
    )


@for_accounts
def moderator(request, **_arguments) -> Verdict:
    """Access rule: moderators of the portal in which the page is opened."""
    if not request.user.is_authenticated:
        return SIGN_IN_FIRST
    return may_moderate(request.user, request.portal)


def module(name: str) -> Rule:
    """Access rule: anybody, where the portal has this module switched on."""

    def switched_on(request, **_arguments) -> Verdict:
        if request.portal is None or request.portal.offers(name):
            return ALLOWED
        return Verdict(_("This portal does not offer this part."))

    return switched_on


def signed_in_where(name: str) -> Rule:
    """Access rule: anybody with an account, where the portal has this module switched on."""
    switched_on = module(name)

    @for_accounts
    def signed_in_there(request, **arguments) -> Verdict:
        return signed_in(request, **arguments) and switched_on(request, **arguments)

    return signed_in_there
