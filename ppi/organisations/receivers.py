"""What allauth tells of accounts, and what that means for their organisations."""

from __future__ import annotations

from allauth.account.signals import email_changed
from django.dispatch import receiver

from ppi.organisations import domains


@receiver(email_changed)
def mails_go_elsewhere(
    sender, request, user, from_email_address, to_email_address, **facts
) -> None:
    if from_email_address is not None:
        domains.address_changed(user, from_email_address.email, to_email_address.email)
