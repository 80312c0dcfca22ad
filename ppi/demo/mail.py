"""The demonstration sends no mail: it keeps what it would have sent, for the page "Outbox"."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from ppi.demo.models import SentMail


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [
            SentMail(
                message_id=message.extra_headers.get("Message-ID", ""),
                recipient=recipient,
                subject=message.subject[:500],
                body=str(message.body),
            )
            for message in email_messages
            for recipient in message.recipients()
        ]
        SentMail.objects.bulk_create(rows)
        return len(email_messages)
