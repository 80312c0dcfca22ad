"""The verbs of contacts: agree to be shown, take it back. Nobody agrees for somebody else."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Membership
from profiles import permissions
from profiles.models import Contact

CONSENT = gettext_lazy(
    "I want everybody to see this name, position, e-mail address and telephone number on the "
    "profile of %(organisation)s, in its vCard and through the API. I can take it back at any "
    "time; what others have copied by then cannot be called back."
)
AGREED, TAKEN_BACK = "contact.agreed", "contact.taken_back"


def consent_for(membership: Membership) -> str:
    """The sentence to which one agrees, in the reader's language."""
    return CONSENT % {"organisation": membership.organisation.name}


@transaction.atomic
def show(membership: Membership, *, by, agreed: bool, **facts) -> Contact:
    """Show a member on the profile, by their own consent; agreeing again renews its date.

    `facts` are name, position, email and phone. The trail notes that it was agreed to, and none of
    these. Raises `Refused` for anybody but the member, and without the consent.
    """
    permissions.may_show_contact(by, membership).or_refuse()
    if not agreed:
        raise Refused(_("Without your consent nothing is shown."), field="agreed")
    said = {
        "agreed_for": membership.organisation,
        "agreed_to": consent_for(membership),
        "agreed_at": timezone.now(),
    }
    contact, _made = Contact.objects.managed_by(membership.organisation).update_or_create(
        membership=membership, defaults=facts | said
    )
    audit.record(AGREED, membership.organisation, by=by)
    return contact


@transaction.atomic
def take_back(contact: Contact, *, by) -> None:
    """Nothing of the contact is kept. The person may, and who writes for the organisation."""
    permissions.may_take_back_contact(by, contact).or_refuse()
    audit.record(TAKEN_BACK, contact.organisation, by=by, user=contact.membership.user_id)
    contact.delete()
