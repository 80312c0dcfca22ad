"""Mails about accounts: sent at once, and kept for later only while the mail server is away."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage

from ppi.kernel.jobs import job

logger = logging.getLogger(__name__)


def send(message: EmailMessage) -> None:
    """Send now; where the mail server does not answer, promise to go on trying.

    A person who signs up must not meet an error page because a mail server is away.
    """
    try:
        message.send()
    except (SMTPException, OSError) as failure:
        logger.warning("The mail server did not take a mail (%s); it is tried again.", failure)
        send_again.later(
            subject=message.subject,
            body=message.body,
            sender=message.from_email,
            recipients=message.to,
        )


@job
def send_again(subject: str, body: str, sender: str, recipients: list[str]) -> None:
    EmailMessage(subject, body, sender, recipients).send()
