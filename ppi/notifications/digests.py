"""One mail of all that waited: opened as rows, hundreds a job, and sent over one connection.

A person has one digest a day, in their own time zone. Its deliveries point to it, and it is sent
once: killed at any moment and begun again, nobody is left out, and nobody gets two. Only where the
kill fell between SMTP's answer and our commit, the same mail comes again, under its Message-ID.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched

from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import timezone, translation

from ppi.notifications import events, ledger, mails
from ppi.notifications.because import Sentences, has_reason_left
from ppi.notifications.letters import Letter
from ppi.notifications.lines import Line, by_subject, lines
from ppi.notifications.models import Delivery, Digest
from ppi.notifications.stopping import Stop
from ppi.portals import links

# People whose digests are opened in one transaction, and digests that one job sends.
OPENED_AT_ONCE, BATCH = 5_000, 200
# What is beyond stands in the bell.
MOST_LINES = 50

# `querysets.FOR_DIGESTS`, as these statements say it.
WAITS = """waiting.frequency IN ('daily', 'weekly') AND waiting.sent_at IS NULL
  AND waiting.queued_at IS NULL AND waiting.digest_id IS NULL"""
# Each statement is told how many people it is about: the planner cannot guess it, and would compare
# each of thousands with each.
DUE = f"""
SELECT waiting.user_id, min(waiting.portal_id), min(zone.name),
       (%(now)s AT TIME ZONE min(zone.name))::date, min(account.language)
FROM notifications_delivery waiting
JOIN accounts_user account ON account.id = waiting.user_id AND account.is_active
JOIN portals_portal portal ON portal.id = waiting.portal_id
{ledger.ZONE.format(known="%(zones)s::text[]")}
WHERE {WAITS} AND waiting.due_at <= %(now)s AND waiting.user_id > %(after)s
GROUP BY waiting.user_id
ORDER BY waiting.user_id
LIMIT %(limit)s
"""
OPEN = f"""
INSERT INTO notifications_digest (user_id, day, portal_id, message_id, opened_at)
SELECT user_id, day, portal_id, {ledger.MESSAGE_ID.format(host="%(host)s")}, %(now)s
FROM unnest(%(people)s::bigint[], %(portals)s::bigint[], %(days)s::date[])
    AS due (user_id, portal_id, day)
ON CONFLICT (user_id, day) DO NOTHING
RETURNING id, user_id
"""
# All that is due on this day, even if a little later, as from portals in another time zone.
TAKE = f"""
UPDATE notifications_delivery waiting SET digest_id = opened.id
FROM unnest(%(digests)s::bigint[], %(owners)s::bigint[]) AS opened (id, user_id)
JOIN unnest(%(people)s::bigint[], %(names)s::text[], %(days)s::date[])
    AS due (user_id, zone, day) ON due.user_id = opened.user_id
WHERE waiting.user_id = opened.user_id AND {WAITS}
  AND waiting.due_at < (due.day + 1)::timestamp AT TIME ZONE due.zone
"""
# What comes after the digest of a day was opened waits for the next morning, not for midnight.
PUT_OFF = f"""
UPDATE notifications_delivery waiting
SET due_at = (late.day + 1 + waking.hour) AT TIME ZONE late.zone
FROM unnest(%(people)s::bigint[], %(names)s::text[], %(days)s::date[])
    AS late (user_id, zone, day)
LEFT JOIN notifications_rhythm rhythm ON rhythm.user_id = late.user_id
CROSS JOIN LATERAL (
    SELECT {ledger.WAKING_HOUR.format(morning="%(morning)s::time")} AS hour
) waking
WHERE waiting.user_id = late.user_id AND waiting.due_at <= %(now)s AND {WAITS}
"""
MARK = "UPDATE notifications_digest SET sent_at = %s WHERE id = %s AND sent_at IS NULL"


def open_due() -> int:
    """Open a digest for everybody who has something waiting until now, and promise to send them.

    Returns how many were opened. May run twice at once: a person's day stands in one row.
    """
    opened, last = 0, 0
    while True:
        last, number, is_last = _open_some(after=last)
        opened += number
        if is_last:
            return opened


@transaction.atomic
def _open_some(*, after: int) -> tuple[int, int, bool]:
    """The number of the last person looked at, how many digests were opened, and if that is all."""
    values = {
        "now": timezone.now(),
        "zones": ledger.zones(),
        "after": after,
        "limit": OPENED_AT_ONCE,
        "host": links.base_host(),
        "morning": ledger.MORNING,
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, values)
        due = cursor.fetchall()
        people, portals, names, days, languages = ([row[n] for row in due] for n in range(5))
        values |= {"people": people, "portals": portals, "names": names, "days": days}
        cursor.execute(OPEN, values)
        opened = cursor.fetchall()
        digests, owners = [pk for pk, _of in opened], [of for _pk, of in opened]
        cursor.execute(TAKE, values | {"digests": digests, "owners": owners})
        if len(opened) < len(due):
            cursor.execute(PUT_OFF, values)
    language_of = dict(zip(people, languages, strict=True))
    # A job looks things up once a language, and so has as few of them as can be.
    in_order = [pk for pk, of in sorted(opened, key=lambda one: (language_of[one[1]], one[0]))]
    for batch in batched(in_order, BATCH):
        events.digests_opened.announce(digest_ids=list(batch))
    return (people[-1] if people else after), len(digests), len(due) < OPENED_AT_ONCE


def send(digest_ids: Iterable[int]) -> int:
    """Send these digests over one connection; how many went out now."""
    ids = list(digest_ids)
    rows = Digest.objects.filter(pk__in=ids, sent_at=None, user__is_active=True)
    unsent = {row.pk: row for row in rows.select_related("user").prefetch_related("portal")}
    waiting = _waiting(unsent.values())

    def one(pk: int, mailer: BaseEmailBackend) -> bool:
        return _send(pk, _message(unsent[pk], waiting[pk]), mailer)

    try:
        return mails.each_over_one_connection([pk for pk in ids if pk in waiting], one)
    finally:
        _mark_deliveries(ids)


def _waiting(digests: Iterable[Digest]) -> dict[int, list[Line]]:
    """The lines of each digest, in its reader's language; one look-up a language.

    What a person has stopped since then, such as a star, has no reason any more and no line; nor
    has what they were mailed at once since then.
    """
    by_language: dict[str, dict[int, Digest]] = defaultdict(dict)
    for digest in digests:
        by_language[digest.user.language][digest.pk] = digest
    found: dict[int, list[Line]] = defaultdict(list)
    for language, of_language in by_language.items():
        rows = Delivery.objects.filter(digest__in=of_language, sent_at=None).not_mailed_since()
        rows = list(rows.prefetch_related("portal").order_by("-pk"))
        with translation.override(language):
            reasons = Sentences(rows)
            known = lines(rows, reasons)
        for row in rows:
            if (line := known.get(row.pk)) and has_reason_left(row, reasons):
                found[row.digest_id].append(line)
    return {pk: by_subject(of_digest) for pk, of_digest in found.items()}


def _message(digest: Digest, found: list[Line]) -> Letter:
    language, portal = digest.user.language, digest.portal
    with translation.override(language):
        stop_url = Stop(digest.user_id).address_in(portal, language)
        context = {
            "lines": found[:MOST_LINES],
            "number": len(found),
            "beyond": len(found) - MOST_LINES,
            "portal": portal,
            "bell_url": links.absolute(portal, language, "notifications:bell"),
            "settings_url": links.absolute(portal, language, "notifications:settings"),
            "stop_url": stop_url,
        }
        return Letter(
            subject=mails.one_line("notifications/digest.subject.txt", context),
            body=render_to_string("notifications/digest.txt", context),
            to=[digest.user.email],
            headers=mails.headers(digest.message_id, stop_url),
        )


@transaction.atomic
def _send(pk: int, message: Letter, mailer: BaseEmailBackend) -> bool:
    """False when it was sent already.

    The mark comes first and holds the row while SMTP answers; what fails takes it back.
    """
    with connection.cursor() as cursor:
        cursor.execute(MARK, [timezone.now(), pk])
        if not cursor.rowcount:
            return False
    mailer.send_messages([message])
    return True


def _mark_deliveries(digest_ids: list[int]) -> None:
    """What stands in a digest that was sent is sent: one statement for all of a job."""
    of_digest = Digest.objects.filter(pk=OuterRef("digest"))
    rows = Delivery.objects.filter(digest__in=digest_ids, digest__sent_at__isnull=False)
    rows.filter(sent_at=None).update(sent_at=Subquery(of_digest.values("sent_at")))
