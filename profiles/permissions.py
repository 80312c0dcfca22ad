from __future__ import annotations

from django.utils.translation import gettext as _

from ppi.kernel.verdicts import ALLOWED, Verdict, allow_if
from ppi.organisations.choices import STOPPED, Kind
from ppi.organisations.models import Membership, Organisation
from ppi.organisations.permissions import is_member, may_write_for
from ppi.portals.permissions import may_moderate
from profiles.choices import Status
from profiles.models import Contact, Logo, Product, Profile, Revision


def may_read(user, subject: Profile | Product, portal) -> bool:
    """Public where this portal shows it; else only its members and its portal's moderators."""
    if subject.is_public and portal.shows(subject):
        return True
    return is_member(user, subject.organisation) or bool(may_moderate(user, subject.portal))


def may_read_files(user, holder: Product | Revision, portal) -> bool:
    """Those of a product are as public as it is; those of a change are its authors'."""
    if isinstance(holder, Product):
        return may_read(user, holder, portal)
    return is_member(user, holder.organisation) or bool(may_moderate(user, holder.portal))


def may_edit(user, profile: Profile) -> Verdict:
    """Writers, at any time but while the moderators are reading it."""
    return may_write_for(user, profile.organisation) and not_in_review(profile)


def may_edit_product(user, product: Product) -> Verdict:
    return may_edit(user, product.profile) and not_in_review(product)


def goes_by_itself(product: Product) -> Verdict:
    """A product is sent on its own where its profile was let through, or it was taken off."""
    taken_off = product.status in (Status.REMOVED, Status.RETURNED)
    return allow_if(
        product.profile.stands or taken_off,
        _("It goes to the moderators together with the profile."),
    )


def may_change_files(user, subject: Product | Revision) -> Verdict:
    """Of a product that no moderator has let through yet, or of the change of one."""
    if isinstance(subject, Product):
        return may_edit_product(user, subject) and allow_if(
            not subject.stands, _("It is public: its files change with a change of it.")
        )
    return may_edit(user, subject.profile) and not_in_review(subject)


def not_in_review(subject: Profile | Product | Revision) -> Verdict:
    if subject.status != Status.IN_REVIEW:
        return ALLOWED
    return Verdict(_("It is with the moderators. Take it back first, then change it."))


def may_publish(user, subject: Profile | Product) -> Verdict:
    """Moderators; and only for a body of which the portal knows that it exists."""
    return may_moderate(user, subject.portal) and allow_if(
        subject.organisation.is_verified, _("Verify the organisation first, then its profile.")
    )


def may_show_contact(user, membership: Membership) -> Verdict:
    """Consent is a person's own: an owner cannot give it for a colleague."""
    if not (user.is_authenticated and membership.user_id == user.pk):
        return Verdict(_("Only this person can agree to be shown."))
    return allow_if(
        membership.organisation.status not in STOPPED,
        _("This organisation is not shown at the moment. Its page says why."),
    )


def may_take_back_contact(user, contact: Contact) -> Verdict:
    if user.is_authenticated and contact.membership.user_id == user.pk:
        return ALLOWED
    return may_write_for(user, contact.organisation)


def may_see_desk(user, organisation: Organisation) -> Verdict:
    """Every member, whatever the role: each decides about their own contact."""
    return allow_if(
        is_member(user, organisation), _("Only members of this organisation may see this.")
    )


def may_say_what_is_bought(user, profile: Profile) -> Verdict:
    return may_edit(user, profile) and allow_if(
        profile.organisation.kind != Kind.SUPPLIER,
        _("This part is for organisations that buy in public."),
    )


def may_change_logo(user, logo: Logo) -> Verdict:
    return may_edit(user, logo.profile)
