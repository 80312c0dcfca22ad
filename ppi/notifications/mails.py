"""Mails as they go out: in the reader's language and time zone, with the ways to end them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ppi.accounts.middleware import zone_of
from ppi.notifications import contents
from ppi.notifications.because import Sentences, reason_of
from ppi.notifications.choices import MUTABLE
from ppi.notifications.letters import Letter
from ppi.notifications.models import Delivery
from ppi.notifications.stopping import Stop
from ppi.portals import links

# The server took the connection, but not this one mail: the others of a batch go on.
REFUSED = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError)
# The connection to the mail server or to the database failed, and so would all that follow.
CUT_OFF = (OSError, OperationalError, InterfaceError)


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@{links.base_host()}>"


def message(delivery: Delivery) -> Letter:
    """The mail of one delivery, with links that need no request."""
    zone = zone_of(delivery.user, delivery.portal)
    with translation.override(delivery.language), timezone.override(zone):
        context = contents.of(delivery) | {"delivery": delivery, "portal": delivery.portal}
        context |= _ways_out(delivery)
        name = f"notifications/{context.get('template', delivery.kind)}"
        return Letter(
            subject=one_line(f"{name}.subject.txt", context),
            body=render_to_string(f"{name}.txt", context),
            to=[delivery.email],
            headers=headers(delivery.message_id, _end_of_this(context)),
        )


def one_line(template: str, context: dict) -> str:
    """A subject is one line, whatever members typed into its words."""
    return " ".join(render_to_string(template, context).split())


def _ways_out(delivery: Delivery) -> dict:
    """Addresses with which the person ends this very interest, or this kind of mail.

    Who has no account has no kinds to choose from: only what led to the mail can be ended.
    """
    if delivery.user is not None and delivery.kind not in MUTABLE:
        return {}
    is_ended_alone = _is_ended_alone(delivery)
    reasons = reasons_with_stops(delivery, Sentences([delivery])) if is_ended_alone else []
    ways = {"interests": reasons}
    if delivery.user is None:
        return ways
    return ways | {"stop_url": Stop(delivery.user_id, delivery.kind).address(delivery)}


def reasons_with_stops(delivery: Delivery, sentences: Sentences) -> list[dict[str, str]]:
    """Why the person hears of it, with the address that ends it and what that link says: what
    cannot be ended by itself is ended with all of its kind, and said once in the same words."""
    found = sentences.of(delivery)
    if not _is_ended_alone(delivery):
        found = [(pk, sentence) for sentence, pk in {said: pk for pk, said in found}.items()]
    return [
        {
            "sentence": sentence,
            "ending": str(reason_of(delivery.because_type_id).ending),
            "stop_url": _stop_of(delivery, pk),
        }
        for pk, sentence in found
    ]


def _stop_of(delivery: Delivery, pk: int) -> str:
    because = (delivery.because_type_id, pk) if _is_ended_alone(delivery) else None
    return Stop(delivery.user_id, delivery.kind, because).address(delivery)


def _is_ended_alone(delivery: Delivery) -> bool:
    of_type = delivery.because_type_id
    return of_type is not None and reason_of(of_type).stop is not None


def _end_of_this(context: dict) -> str:
    """What one click in a mail program ends: the interest, where one alone led to the mail."""
    stops = [one["stop_url"] for one in context.get("interests", ())]
    return stops[0] if len(stops) == 1 else context.get("stop_url", "")


def headers(message_id: str, stop_url: str) -> dict[str, str]:
    """RFC 8058 where the mail can be ended with one click."""
    found = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if stop_url:
        found["List-Unsubscribe"] = f"<{stop_url}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def each_over_one_connection(
    ids: Iterable[int], send: Callable[[int, BaseEmailBackend], bool]
) -> int:
    """Call `send(id, mailer)` for each, over one connection; how many said that they have sent.

    A mail that cannot be made or that the server refuses does not hold up the others: the first
    such failure is raised at the end. A connection that fails is raised at once.
    """
    sent, failures = 0, []
    with mailers.default as mailer:
        for pk in ids:
            try:
                sent += send(pk, mailer)
            except Exception as failure:
                # A refusal is an OSError, too.
                if isinstance(failure, CUT_OFF) and not isinstance(failure, REFUSED):
                    raise
                failures.append(failure)
    if failures:
        raise failures[0]
    return sent
