"""The verbs of telling people: promise, send, choose how to hear, stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched

from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from ppi.notifications import events, ledger, mails, standing
from ppi.notifications.because import reason_of
from ppi.notifications.choices import MUTABLE, USUAL, Channel, Frequency
from ppi.notifications.ledger import News, People
from ppi.notifications.models import Delivery, Preference, Rhythm, Webhook
from ppi.notifications.stopping import Stop
from ppi.notifications.subjects import key_of
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal

# How many one job sends. Few people make a job of push messages, as each has several browsers,
# whose services may all take their time: a job that outlives its lease is begun again, and leaves
# alone what is being sent. A webhook has a job of its own, as each is tried at its own times.
BATCHES = {Channel.MAIL: 200, Channel.PUSH: 5, Channel.WEBHOOK: 1}
MOST_RELEASED = 20_000


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, in their language, with links into this portal.

    `because`: the interest of theirs that led to it. An `organisation` hears by its webhook alone.
    """

    email: str
    language: str
    portal: Portal
    user: object | None = None
    because: models.Model | None = None
    organisation: Organisation | None = None

    @classmethod
    def of(cls, user, portal: Portal, because: models.Model | None = None) -> Recipient:
        return cls(user.email, user.language, portal, user, because)

    @classmethod
    def by_webhook(cls, organisation: Organisation, portal: Portal) -> Recipient:
        return cls("", portal.language, portal, organisation=organisation)


# Promise -----------------------------------------------------------------------------------------


@transaction.atomic
def promise(kind: str, cause: models.Model, recipients: Iterable[Recipient]) -> None:
    """Write deliveries for everybody who was not told of this cause yet."""
    recipients, news = list(recipients), News.of(kind, cause)
    # For none of whom there is an account, as for a company's webhook, nothing has to be asked.
    if people := [one for one in recipients if one.user is not None]:
        for channel in channels_of(kind):
            _queue(channel, ledger.write(news, People.of_recipients(people), channel))
    _promise_without_account(news, recipients)


def promise_to_all(
    kind: str, cause: models.Model, interests: models.QuerySet, *, portal: Portal | str,
    person: str = "user",
) -> None:  # fmt: skip
    """The same for whoever stands behind these rows of an interest, however many there are.

    `person`: the path from a row to the account. `portal`: the one whose links they get, or the
    path to it. A channel is committed by itself, the bell first: a job that is killed in between
    and runs again writes what is missing.
    """
    _tell(News.of(kind, cause), People.of_interests(interests, person, portal))


def promise_of_each(
    kind: str, causes: models.QuerySet, *, about: models.Model, person: str, portal: str
) -> None:
    """The same where each of these rows is news of its own to its own people, all about one thing.

    `person`, `portal`: the paths from a row to the accounts, and to the portal that writes to them.
    """
    _tell(News.of_each(kind, causes, about), People.of_causes(causes, person, portal))


def _tell(news: News, people: People) -> None:
    for channel in channels_of(news.kind):
        with transaction.atomic():
            _queue(channel, ledger.write(news, people, channel))


def channels_of(kind: str) -> list[Channel]:
    """The bell first: nothing has to be sent for it."""
    chosen = [Channel.PUSH, Channel.WEBHOOK] if kind in MUTABLE else []
    return [Channel.PLATFORM, Channel.MAIL, *chosen]


def _queue(channel: str, ids: Sequence[int]) -> None:
    """Promise that these are sent. What stands in the bell needs no sending."""
    for batch in batched(ids, BATCHES.get(channel, 1)):
        events.promised.announce(channel=channel, delivery_ids=list(batch))


def _promise_without_account(news: News, recipients: list[Recipient]) -> None:
    """Addresses nobody has an account with, and webhooks of organisations: always a few."""
    others = [one for one in recipients if one.user is None]
    if not others:
        return
    rows = [row for to in others for row in _rows(news, to)]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    of_type, pk = news.cause
    of_cause = Delivery.objects.filter(kind=news.kind, content_type_id=of_type, object_id=pk)
    release(of_cause.filter(user=None))


def _rows(news: News, to: Recipient) -> list[Delivery]:
    row = Delivery(
        kind=news.kind,
        content_type_id=news.cause[0],
        object_id=news.cause[1],
        subject_type_id=news.subject[0],
        subject_id=news.subject[1],
        language=to.language,
        portal=to.portal,
        promised_at=news.at,
        due_at=news.at,
    )
    if to.because is not None:
        row.because_type_id, because_id = key_of(to.because)
        row.because_ids = [because_id]
    if to.organisation is None:
        row.email, row.message_id = to.email, mails.new_message_id()
        return [row]
    row.channel = Channel.WEBHOOK
    row.webhook = Webhook.objects.managed_by(to.organisation).on().first()
    return [row] if row.webhook and news.kind in MUTABLE else []


@transaction.atomic
def release(rows: models.QuerySet) -> int:
    """Queue those of these rows that may go out now and that no job sends yet; how many.

    At most `MOST_RELEASED` in one transaction: what is left is queued a minute later.
    """
    now = timezone.now()
    due = rows.at_once().filter(due_at__lte=now)
    held = due.select_for_update(skip_locked=True).order_by("pk")
    found = list(held.values_list("pk", "channel")[:MOST_RELEASED])
    Delivery.objects.filter(pk__in=[pk for pk, _channel in found]).update(queued_at=now)
    for channel in Channel:
        _queue(channel, [pk for pk, of_channel in found if of_channel == channel])
    return len(found)


@transaction.atomic
def queue_again(rows: models.QuerySet) -> None:
    """Queue what of these rows is not sent yet, though a job was promised for it before.

    What a worker holds just now has its job: nobody waits for strangers' servers here.
    """
    held = rows.filter(sent_at=None).select_for_update(skip_locked=True)
    waiting = Delivery.objects.filter(pk__in=list(held.values_list("pk", flat=True)))
    waiting.update(queued_at=None)
    release(waiting)


# Send --------------------------------------------------------------------------------------------


def send(delivery_ids: Iterable[int]) -> int:
    """Send these mails over one connection; how many went out now."""
    return mails.each_over_one_connection(delivery_ids, _send)


@transaction.atomic
def _send(delivery_id: int, mailer: BaseEmailBackend) -> bool:
    """False when it was sent already, or has no sense any more.

    The row stays locked while SMTP answers: a second worker waits and then finds it sent. A
    process killed between that answer and the commit sends again, under the same Message-ID.
    """
    rows = Delivery.objects.select_for_update(of=["self"]).select_related("user", "portal")
    delivery = rows.filter(pk=delivery_id, sent_at=None).first()
    if delivery is None or not standing.still_to_be_told(delivery):
        return False
    mailer.send_messages([mails.message(delivery)])
    delivery.sent_at = timezone.now()
    delivery.save(update_fields=["sent_at"])
    return True


# Choose and stop ---------------------------------------------------------------------------------


@transaction.atomic
def mute(user, kind: str) -> None:
    """No mails of this kind from now on. Kinds that answer the person's own doing stay."""
    if kind in MUTABLE:
        choose(user, kind, mail=Frequency.NEVER)


@transaction.atomic
def choose(user, kind: str, **wishes) -> None:
    """`wishes`: any of the columns `mail`, `in_bell` and `by_push` of a preference.

    What waits for the end of quiet hours or for a digest is not sent any more once the person
    does not want it there.
    """
    unwanted = [Channel.MAIL] if wishes.get("mail") == Frequency.NEVER else []
    unwanted += [Channel.PUSH] if wishes.get("by_push") is False else []
    own = Delivery.objects.filter(user=user, kind=kind, channel__in=unwanted)
    own.unqueued().delete()
    Preference.objects.update_or_create(
        user=user, kind=kind, defaults=wishes, create_defaults={"mail": USUAL[kind], **wishes}
    )


@transaction.atomic
def choose_rhythm(user, **facts) -> None:
    """`facts`: the columns `quiet_from`, `quiet_until` and `weekday` of a rhythm."""
    Rhythm.objects.update_or_create(user=user, defaults=facts)


@transaction.atomic
def choose_all(user, wishes: dict[str, dict], rhythm: dict) -> None:
    """What a person has filled in on the page of their settings."""
    for kind, wish in wishes.items():
        choose(user, kind, **wish)
    choose_rhythm(user, **rhythm)


@transaction.atomic
def stop(what: Stop, *, by) -> None:
    """End what the word in a mail names. Doing so twice changes nothing."""
    if what.because is not None:
        of_type, pk = what.because
        reason_of(of_type).stop(pk, by=by)
    elif what.kind:
        mute(by, what.kind)
    else:
        _stop_digests(by)


def _stop_digests(user) -> None:
    """Never again what this person has in their digests, be it chosen or usual."""
    in_digest = (Frequency.DAILY, Frequency.WEEKLY)
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "mail"))
    for kind in MUTABLE:
        if chosen.get(kind, USUAL[kind]) in in_digest:
            mute(user, kind)


# In the bell -------------------------------------------------------------------------------------


def mark_read(user, delivery_ids: Iterable[int] | None = None) -> None:
    """These of the person's own, or all."""
    mine = Q() if delivery_ids is None else Q(pk__in=list(delivery_ids))
    rows = Delivery.objects.in_bell_of(user).unread().filter(mine)
    rows.order_by().update(read_at=timezone.now())
