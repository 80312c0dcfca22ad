"""An SMTP server in the test's own process, which keeps what it accepts."""

from __future__ import annotations

import email
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from types import TracebackType

from aiosmtpd.controller import Controller

from ppi.embedded import places


@dataclass(frozen=True)
class Mail:
    to: str
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return self.message["Message-ID"]

    @property
    def subject(self) -> str:
        return self.message["Subject"]

    @property
    def text(self) -> str:
        return self.message.get_content()


@dataclass
class Mailbox:
    """`on_mail(number)` is called once a mail has arrived, before its sender hears of it.

    A mail for which `refuses(address)` has an answer is not kept.
    """

    mails: list[Mail] = field(default_factory=list)
    on_mail: Callable[[int], None] = lambda number: None
    refuses: Callable[[str], str] = lambda address: ""
    connections: int = 0

    async def handle_DATA(self, server, session, envelope) -> str:
        if refusal := "".join(self.refuses(address) for address in envelope.rcpt_tos):
            return refusal
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mails += [Mail(to, message) for to in envelope.rcpt_tos]
        self.on_mail(len(self.mails))
        return "250 Kept"

    async def handle_EHLO(self, server, session, envelope, hostname, responses) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    def of_kind(self, subject: str) -> list[Mail]:
        return [mail for mail in list(self.mails) if mail.subject.startswith(subject)]

    def times(self) -> Counter[tuple[str, str]]:
        """How often each person got each message."""
        return Counter((mail.to, mail.message_id) for mail in list(self.mails))

    def __enter__(self) -> Mailbox:
        self.port = places.free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType
    ) -> None:
        self._controller.stop()
