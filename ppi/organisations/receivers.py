"""What allauth tells of accounts, and what that means for their organisations; and whom to ask."""

from __future__ import annotations

from allauth.account.signals import email_changed, user_logged_in
from django.conf import settings
from django.dispatch import receiver

from ppi.organisations import domains, events, second_factor, tasks


@receiver(email_changed)
def mails_go_elsewhere(
    sender, request, user, from_email_address, to_email_address, **facts
) -> None:
    if from_email_address is not None:
        domains.address_changed(user, from_email_address.email, to_email_address.email)


@receiver(user_logged_in)
def nothing_is_lost(sender, request, user, **facts) -> None:
    """All steps of the sign-in are taken when allauth says this."""
    second_factor.signed_in_as_ever(user)


@events.founded.receiver
@events.asked_again.receiver
def what_does_the_register_say(organisation_id: int) -> None:
    if settings.PPI_REGISTER_LOOKUPS:
        tasks.look_up.later(organisation_id=organisation_id)
