"""News for machines: an address of one's own is called, signed, again and again until it answers.

The form is that of Standard Webhooks (standardwebhooks.com): three headers, and HMAC-SHA256 over
id, timestamp and body. Retries are those of the outbox; what fails for hours is switched off, and
its owners hear of it. What waited is called once they have saved the address again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ppi.kernel import audit, outbound
from ppi.kernel.verdicts import Refused
from ppi.notifications import batches, services
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.lines import Line, lines
from ppi.notifications.models import Call, Delivery, Webhook
from ppi.notifications.services import Recipient
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership, Organisation
from ppi.portals.models import Portal

# So often in a row, and for so long: ten news within a bad minute are no reason, nor is one failure
# in spring and one in autumn. The outbox tries each for ten hours, so none is given up before.
MOST_FAILURES = 10
LONGEST_OUTAGE = timedelta(hours=8)
# Of the calls of one webhook, so many are kept and shown.
CALLS_KEPT = 20


class NotTaken(Exception):
    """The address did not answer with success: the outbox tries again later."""


@transaction.atomic
def keep(url: str, *, by, organisation: Organisation | None = None) -> Webhook:
    """The one webhook of this person, or of their organisation; a new address is on at once, and
    is called with what waited.

    Raises `Refused` where the address cannot be called from here.
    """
    try:
        outbound.check(url)
    except (outbound.Refused, outbound.Failed) as reason:
        raise Refused(_sentence(reason), field="url") from reason
    owner = {"user": None if organisation else by, "organisation": organisation}
    facts = {"url": url, "off_at": None, "failures_in_a_row": 0, "failing_since": None}
    rows = of(by, organisation)
    webhook, _made = rows.update_or_create(defaults=facts, create_defaults={**owner, **facts})
    services.queue_again(Delivery.objects.filter(webhook=webhook))
    audit.record("webhook.kept", webhook, by=by)
    return webhook


def _sentence(reason: Exception) -> str:
    if isinstance(reason, outbound.Failed):
        return _("This name is not known in the internet.")
    return _(
        "This address cannot be called: it must begin with https://, lead to the public internet "
        "and name no port other than 443 and 8443."
    )


@transaction.atomic
def remove(*, by, organisation: Organisation | None = None) -> None:
    for webhook in of(by, organisation):
        audit.record("webhook.removed", webhook, by=by)
        webhook.delete()


def of(user, organisation: Organisation | None):
    """The rows of this person, or of this organisation: one, or none."""
    if organisation is not None:
        return Webhook.objects.managed_by(organisation)
    return Webhook.objects.of_person(user)


def send(delivery_ids: Iterable[int]) -> int:
    """Call the webhooks of these; how many took it now."""
    return batches.each(delivery_ids, call, NotTaken)


def call(delivery_id: int) -> bool:
    """Call the webhook with this news. False when it has no sense any more, or the webhook is off.

    Raises `NotTaken` where it did not answer with success. The row stays locked while it answers.
    """
    with transaction.atomic():
        rows = Delivery.objects.filter(channel=Channel.WEBHOOK, sent_at=None, webhook__off_at=None)
        delivery = rows.select_related("webhook", "portal").take(delivery_id)
        line = delivery and _line(delivery)
        if not line:
            return False
        outcome = _attempt(delivery, line)
        _note(delivery, outcome)
    if outcome.failure:
        raise NotTaken(outcome.failure)
    return True


def _line(delivery: Delivery) -> Line | None:
    with translation.override(delivery.language):
        return lines([delivery]).get(delivery.pk)


def _attempt(delivery: Delivery, line: Line) -> Call:
    body = payload(delivery, line)
    outcome = Call(webhook=delivery.webhook, delivery=delivery, at=timezone.now())
    try:
        answer = outbound.post(
            delivery.webhook.url, body, signed(delivery.webhook, f"news_{delivery.pk}", body)
        )
    except (outbound.Refused, outbound.Failed) as reason:
        outcome.failure = str(reason)
    else:
        outcome.status = answer.status
        outcome.failure = "" if answer.is_success else f"HTTP {answer.status}"
    return outcome


def payload(delivery: Delivery, line: Line) -> bytes:
    """The same line that its owners read in the bell."""
    news = {
        "type": f"news.{delivery.kind}",
        "timestamp": delivery.promised_at.isoformat(),
        "data": {
            "title": line.title,
            "language": line.language or delivery.language,
            "url": line.url,
            "reasons": [reason["sentence"] for reason in line.reasons],
        },
    }
    return json.dumps(news, ensure_ascii=False).encode()


def signed(webhook: Webhook, identifier: str, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks. A receiver refuses what is older than a few minutes."""
    now = str(int(timezone.now().timestamp()))
    content = b".".join([identifier.encode(), now.encode(), body])
    digest = hmac.new(webhook.secret.encode(), content, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "PPI-Webhook/1",
        "webhook-id": identifier,
        "webhook-timestamp": now,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _note(delivery: Delivery, outcome: Call) -> None:
    """Keep what came of it; the oldest beyond `CALLS_KEPT` go."""
    outcome.save()
    calls = Call.objects.filter(webhook=delivery.webhook).order_by("-pk")
    calls.filter(pk__in=list(calls.values_list("pk", flat=True)[CALLS_KEPT:])).delete()
    rows = Webhook.objects.everywhere("its own call").filter(pk=delivery.webhook_id)
    if not outcome.failure:
        rows.update(failures_in_a_row=0, failing_since=None)
        Delivery.objects.filter(pk=delivery.pk).update(sent_at=outcome.at)
        return
    since = Coalesce("failing_since", Value(outcome.at))
    rows.update(failures_in_a_row=F("failures_in_a_row") + 1, failing_since=since)
    if rows.failing(MOST_FAILURES, outcome.at - LONGEST_OUTAGE).on().update(off_at=outcome.at):
        services.promise(Kind.WEBHOOK_OFF, outcome, _owners(delivery.webhook, delivery.portal))


def _owners(webhook: Webhook, portal: Portal) -> Iterable[Recipient]:
    if webhook.user_id:
        return [Recipient.of(webhook.user, portal)]
    owners = Membership.objects.managed_by(webhook.organisation).filter(role=Role.OWNER)
    return [Recipient.of(one.user, portal) for one in owners.select_related("user")]
