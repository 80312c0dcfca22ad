"""Mails as they go out: in the reader's language and time zone, with the ways to end them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ppi.accounts.middleware import zone
from ppi.notifications import contents
from ppi.notifications.because import Sentences, reason_of
from ppi.notifications.choices import MUTABLE
from ppi.notifications.models import Delivery
from ppi.notifications.stopping import Stop

# The server took the connection, but not this one mail: the others of a batch go on.
REFUSED = (SMTPRecipientsRefused, SMTPDataError)


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@{settings.PPI_BASE_DOMAIN.split(':')[0]}>"


def message(delivery: Delivery) -> EmailMessage:
    """The mail of one delivery, with links that need no request."""
    zone_name = getattr(delivery.user, "time_zone", "") or delivery.portal.time_zone
    with translation.override(delivery.language), timezone.override(zone(zone_name)):
        context = contents.of(delivery) | {"delivery": delivery, "portal": delivery.portal}
        context |= _ways_out(delivery)
        name = f"notifications/{context.get('template', delivery.kind)}"
        return EmailMessage(
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
    ways = {"interests": reasons_with_stops(delivery, Sentences([delivery]))}
    if delivery.user is None:
        return ways
    return ways | {"stop_url": Stop(delivery.user_id, delivery.kind).address(delivery)}


def reasons_with_stops(delivery: Delivery, sentences: Sentences) -> list[dict[str, str]]:
    """Why the person hears of it; what can be ended by itself comes with the address for that."""
    return [
        {"sentence": sentence, "stop_url": _stop_of(delivery, pk)}
        for pk, sentence in sentences.of(delivery)
    ]


def _stop_of(delivery: Delivery, pk: int) -> str:
    if reason_of(delivery.because_type_id).stop is None:
        return ""
    because = (delivery.because_type_id, pk)
    return Stop(delivery.user_id, delivery.kind, because).address(delivery)


def _end_of_this(context: dict) -> str:
    """What one click in a mail program ends: the interest, where one alone led to the mail."""
    stops = [one["stop_url"] for one in context.get("interests", ()) if one["stop_url"]]
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

    A mail that the server refuses does not hold up the others: the first refusal is raised at the
    end. A connection that fails is raised at once.
    """
    sent, refusals = 0, []
    with mailers.default as mailer:
        for pk in ids:
            try:
                sent += send(pk, mailer)
            except REFUSED as refusal:
                refusals.append(refusal)
    if refusals:
        raise refusals[0]
    return sent
