"""A mail in plain text, as bytes: as Django writes it, but what is plain is not taken apart first.

`email` parses and folds every header, which costs more than all else of a mail, and encodes (RFC
2047) what is too long to fold: an address of a page in `List-Unsubscribe`, which mail programs then
cannot read. A line may have 998 characters (RFC 5322, 2.1.1), so that a long address stays whole.
"""

from __future__ import annotations

import email.policy
import re
from binascii import b2a_qp
from email.header import Header
from email.message import Message
from email.utils import format_datetime
from functools import lru_cache

from django.core.mail import EmailMessage
from django.utils import timezone

LINE_END = b"\r\n"
# What stands in a header as it is: printable, not encoded words, nothing to be quoted.
PLAIN = {
    "Subject": re.compile(r"(?!.*=\?)[!-~]([ -~]{0,66}[!-~])?"),
    "From": re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII),
    "To": re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII),
}
ANY_OTHER = re.compile(r"[!-~]([ -~]{0,900}[!-~])?")


class AsWritten(email.policy.Compat32):
    """Headers come encoded and folded, and go out so."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}".encode("ascii") + LINE_END


AS_WRITTEN = AsWritten(linesep=LINE_END.decode())


class Letter(EmailMessage):
    """Text to one address; no attachments."""

    def message(self, *, policy: email.policy.Policy = email.policy.default) -> Message:
        found = Message(AS_WRITTEN)
        found["Content-Type"] = 'text/plain; charset="utf-8"'
        found["Content-Transfer-Encoding"] = "quoted-printable"
        found["MIME-Version"] = "1.0"
        found["Date"] = format_datetime(timezone.now())
        [to] = self.to
        named = {"Subject": self.subject, "From": self.from_email, "To": to}
        for name, value in (named | self.extra_headers).items():
            found[name] = _written(name, str(value))
        found.set_payload(_quoted(self.body))
        return found


def _quoted(body: str) -> str:
    """Lines may end in any way in what somebody typed, and in a mail only in one."""
    lines = body.encode().splitlines()
    return b2a_qp(b"".join(line + LINE_END for line in lines)).decode("ascii")


def _written(name: str, value: str) -> str:
    """Raises `ValueError` for what would begin another header."""
    if "\r" in value or "\n" in value:
        raise ValueError(f"{name} has more than one line.")
    if PLAIN.get(name, ANY_OTHER).fullmatch(value):
        return value
    return _encoded(name, value)


# Subjects of digests are few, and the sender is one.
@lru_cache(maxsize=500)
def _encoded(name: str, value: str) -> str:
    """As Django encodes and folds it; but Python would double spaces of a long subject."""
    if name == "Subject":
        return Header(value, "utf-8", header_name=name).encode(linesep=LINE_END.decode())
    fields = {"From": {"from_email": value}, "To": {"to": [value]}}
    whole = EmailMessage(**fields.get(name, {"headers": {name: value}}))
    header = whole.message(policy=email.policy.SMTP)[name]
    return header.fold(policy=email.policy.SMTP).partition(":")[2].strip()
