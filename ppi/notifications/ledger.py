"""The one writer of deliveries to people with an account: INSERT … SELECT, however many they are.

Who hears, in which language, how often and not before when is decided in the database, from the
account, the preferences and the quiet hours, in one statement a channel. Somebody has one row a
kind, cause and channel: the unique constraint decides, not a look beforehand, as two workers may
write at once. Further interests that lead to the same news are added to the row that stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F, TextField, Value
from django.utils import timezone

from ppi.notifications.choices import USUAL, Channel, others_of_same_news
from ppi.notifications.subjects import Key, key_of, subject_key
from ppi.portals import links
from ppi.portals.models import Portal

if TYPE_CHECKING:
    from ppi.notifications.services import Recipient

# When the digest of a day comes, in the reader's own time zone; later where they are still quiet.
MORNING = time(7)


@dataclass(frozen=True)
class People:
    """Who may hear: a query for (account, address or nothing, portal, interest or nothing, cause).

    No cause is that of the news; of many causes about one subject, each row names its own.
    """

    sql: str
    parameters: tuple
    because: type[models.Model] | None

    @classmethod
    def of_recipients(cls, to: Sequence[Recipient]) -> People:
        """Each has an account."""
        because = {type(one.because) for one in to if one.because is not None}
        if len(because) > 1:
            raise ValueError("One promise is made because of interests of one model.")
        columns = (
            [one.user.pk for one in to],
            [one.email if one.email != one.user.email else "" for one in to],
            [one.portal.pk for one in to],
            [one.because and one.because.pk for one in to],
        )
        rows = "unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[])"
        sql = f"SELECT *, NULL::bigint FROM {rows}"
        return cls(sql, columns, because.pop() if because else None)

    @classmethod
    def of_interests(cls, rows: models.QuerySet, person: str, portal: Portal | str) -> People:
        """`person`: the path from a row to the account; `portal`: one for all, or the path."""
        place = F(portal) if isinstance(portal, str) else Value(portal.pk)
        nothing = Value("", output_field=TextField())
        no_cause = Value(None, output_field=models.BigIntegerField())
        chosen = rows.order_by().values_list(F(person), nothing, place, F("pk"), no_cause)
        sql, parameters = chosen.query.sql_with_params()
        return cls(sql, parameters, rows.model)

    @classmethod
    def of_causes(cls, rows: models.QuerySet, person: str, portal: str) -> People:
        """The same where each row is not only why somebody hears, but also what they hear of.

        Read once for all channels: these rows are some hundred, and take many joins to find.
        """
        chosen = list(rows.order_by().values_list(F(person), F(portal), F("pk")))
        columns = tuple([row[place] for row in chosen] for place in range(3))
        given = "unnest(%s::bigint[], %s::bigint[], %s::bigint[])"
        sql = f"SELECT person, '', portal, row, row FROM {given} AS chosen (person, portal, row)"
        return cls(sql, columns, rows.model)


@dataclass(frozen=True)
class News:
    """A kind of news, what caused it, what it is about, and when it came.

    Of many causes about one subject there is no id here, but in `People`.
    """

    kind: str
    cause: tuple[int, int | None]
    subject: Key
    at: datetime

    @classmethod
    def of(cls, kind: str, cause: models.Model) -> News:
        return cls(kind, key_of(cause), subject_key(cause), timezone.now())

    @classmethod
    def of_each(cls, kind: str, causes: models.QuerySet, subject: models.Model) -> News:
        of_type = ContentType.objects.get_for_model(causes.model).pk
        return cls(kind, (of_type, None), key_of(subject), timezone.now())


# In the order of the columns that `news` names below.
def _values(news: News, channel: str, because: type[models.Model] | None) -> list:
    of_type = ContentType.objects.get_for_model(because).pk if because else None
    return [
        news.kind, channel, *news.cause, *news.subject, of_type, USUAL[news.kind], news.at, MORNING,
    ]  # fmt: skip


WRITE = """
WITH news AS (
    SELECT %s::varchar AS kind, %s::varchar AS channel,
           %s::integer AS content_type_id, %s::bigint AS object_id,
           %s::integer AS subject_type_id, %s::bigint AS subject_id,
           %s::integer AS because_type_id, %s::varchar AS usual,
           %s::timestamptz AS now, %s::time AS morning
), heard AS (
    SELECT user_id, coalesce((SELECT object_id FROM news), {first_cause}) AS object_id,
           max(email) AS email, min(portal_id) AS portal_id,
           coalesce(
               array_agg(DISTINCT because_id) FILTER (WHERE because_id IS NOT NULL), '{{}}'
           ) AS because_ids
    FROM ({people}) AS given (user_id, email, portal_id, because_id, cause_id)
    GROUP BY user_id
), person AS (
    SELECT heard.user_id, heard.object_id, heard.portal_id, heard.because_ids, account.language,
           coalesce(nullif(heard.email, ''), account.email) AS email, wish.frequency,
           zone.name AS zone, news.now AT TIME ZONE zone.name AS moment,
           rhythm.quiet_from, rhythm.quiet_until, coalesce(rhythm.weekday, 1) AS weekday
    FROM heard
    CROSS JOIN news
    JOIN accounts_user account ON account.id = heard.user_id AND account.is_active
    JOIN portals_portal portal ON portal.id = heard.portal_id
    LEFT JOIN notifications_preference preference
        ON preference.user_id = account.id AND preference.kind = news.kind
    LEFT JOIN notifications_rhythm rhythm ON rhythm.user_id = account.id
    {zone}
    CROSS JOIN LATERAL (
        SELECT CASE news.channel WHEN 'mail' THEN coalesce(preference.mail, news.usual)
               ELSE 'now' END AS frequency
    ) wish
    WHERE {wanted}
), timed AS (
    SELECT person.*, CASE
        WHEN person.frequency = 'now' AND quiet.now AND news.channel IN ('mail', 'push')
            THEN today + quiet_until + CASE WHEN hour < quiet_until THEN at_once ELSE a_day END
        WHEN person.frequency = 'daily'
            THEN today + waking_hour + CASE WHEN hour < waking_hour THEN at_once ELSE a_day END
        WHEN person.frequency = 'weekly'
            THEN today + waking_hour + a_day * CASE
                WHEN days_ahead = 0 AND hour >= waking_hour THEN 7 ELSE days_ahead END
        END AT TIME ZONE person.zone AS due_at
    FROM person
    CROSS JOIN news
    CROSS JOIN LATERAL (
        SELECT person.moment::date AS today, person.moment::time AS hour,
               interval '0' AS at_once, interval '1 day' AS a_day,
               (person.weekday - extract(isodow FROM person.moment)::integer + 7) %% 7
                   AS days_ahead
    ) clock
    CROSS JOIN LATERAL (SELECT {quiet_now} AS now) quiet
    CROSS JOIN LATERAL (SELECT {waking_hour} AS waking_hour) waking
)
INSERT INTO notifications_delivery AS standing (
    kind, channel, content_type_id, object_id, subject_type_id, subject_id,
    because_type_id, because_ids, user_id, email, webhook_id, language, portal_id, message_id,
    frequency, promised_at, due_at, queued_at, sent_at
)
SELECT news.kind, news.channel, content_type_id, timed.object_id, subject_type_id, subject_id,
       because_type_id, because_ids, timed.user_id,
       CASE news.channel WHEN 'mail' THEN timed.email ELSE '' END,
       CASE news.channel WHEN 'webhook' THEN
           (SELECT id FROM notifications_webhook WHERE user_id = timed.user_id) END,
       timed.language, timed.portal_id,
       CASE news.channel WHEN 'mail' THEN {message_id} END,
       timed.frequency, news.now, coalesce(timed.due_at, news.now),
       CASE WHEN news.channel <> 'platform' AND timed.due_at IS NULL THEN news.now END,
       CASE news.channel WHEN 'platform' THEN news.now END
FROM timed CROSS JOIN news
WHERE TRUE {not_told_already}
ON CONFLICT (kind, content_type_id, object_id, channel, user_id) WHERE user_id IS NOT NULL
DO UPDATE SET because_ids = (
    SELECT array_agg(DISTINCT id ORDER BY id)
    FROM unnest(standing.because_ids || EXCLUDED.because_ids) AS id
)
WHERE standing.because_type_id = EXCLUDED.because_type_id
  AND NOT standing.because_ids @> EXCLUDED.because_ids
  AND (standing.sent_at IS NULL OR standing.channel = 'platform')
RETURNING CASE WHEN xmax = 0 AND queued_at IS NOT NULL THEN id END
"""

# Of many causes about one subject each person hears once, by the one they were told of before, else
# by the first: who works in two companies that a need fits has one mail of it, with both reasons.
FIRST_CAUSE = """coalesce((
        SELECT min(earlier.object_id) FROM notifications_delivery earlier CROSS JOIN news
        WHERE earlier.user_id = given.user_id
          AND earlier.subject_type_id = news.subject_type_id
          AND earlier.subject_id = news.subject_id
          AND earlier.kind = news.kind AND earlier.channel = news.channel
          AND earlier.content_type_id = news.content_type_id
    ), min(cause_id::bigint))"""

# The person's time zone, for a row of `account` whom `portal` writes to: their own, else the
# portal's, else UTC, as `zone_of` says it of a reader. `known`: see `zones()`.
ZONE = """LEFT JOIN (SELECT unnest({known}) AS name) known
        ON known.name = coalesce(nullif(account.time_zone, ''), portal.time_zone)
    CROSS JOIN LATERAL (SELECT coalesce(known.name, 'UTC') AS name) zone"""

MESSAGE_ID = "'<' || replace(gen_random_uuid()::text, '-', '') || '@' || {host} || '>'"

# Over midnight, too: from ten in the evening until seven.
QUIET = """coalesce(CASE WHEN quiet_from < quiet_until
    THEN {hour} >= quiet_from AND {hour} < quiet_until
    ELSE {hour} >= quiet_from OR {hour} < quiet_until END, FALSE)"""
# The hour at which a person's digest comes.
WAKING_HOUR = f"CASE WHEN {QUIET.format(hour='{morning}')} THEN quiet_until ELSE {{morning}} END"

WANTED = {
    Channel.MAIL: "wish.frequency <> 'never'",
    Channel.PLATFORM: "coalesce(preference.in_bell, TRUE)",
    Channel.PUSH: """coalesce(preference.by_push, TRUE) AND EXISTS (
        SELECT FROM notifications_pushdevice WHERE user_id = account.id)""",
    Channel.WEBHOOK: """EXISTS (
        SELECT FROM notifications_webhook WHERE user_id = account.id AND off_at IS NULL)""",
}

# Few have a browser that takes push messages, or a webhook: where none of these people has, the
# statement that writes need not be planned.
REACHED = {
    Channel.PUSH: "notifications_pushdevice",
    Channel.WEBHOOK: "notifications_webhook",
}
ANYBODY = """
    SELECT EXISTS (
        SELECT FROM ({people}) AS given (user_id, email, portal_id, because_id, cause_id)
        JOIN {table} AS address ON address.user_id = given.user_id
    )
"""

# Whoever was told at once of this subject, by a kind that tells the same, within the last hour.
NOT_TOLD_ALREADY = """AND NOT EXISTS (
    SELECT FROM notifications_delivery earlier
    WHERE earlier.user_id = timed.user_id AND earlier.channel = news.channel
      AND earlier.subject_type_id = news.subject_type_id
      AND earlier.subject_id = news.subject_id
      AND earlier.kind = ANY(%s) AND earlier.frequency = 'now'
      AND earlier.promised_at > news.now - interval '1 hour')"""
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('news ' || %s || ' ' || %s, 0))"


def write(news: News, people: People, channel: str) -> list[int]:
    """Write a row for everybody who wants to hear of it in this channel and was not told yet.

    Returns the ids of those that may go out now. Runs in a transaction of the caller's.
    """
    if channel in REACHED and not _reaches_anybody(people, REACHED[channel]):
        return []
    others = others_of_same_news(news.kind)
    parameters = [*_values(news, channel, people.because), *people.parameters]
    parameters += [zones(), links.base_host()]
    with connection.cursor() as cursor:
        if others:
            # Two kinds about one subject follow each other, so that each sees what the other wrote.
            cursor.execute(TURN, [str(part) for part in news.subject])
            parameters.append(others)
        cursor.execute(_statement(people.sql, channel, bool(others)), parameters)
        return [pk for (pk,) in cursor.fetchall() if pk is not None]


def _reaches_anybody(people: People, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANYBODY.format(people=people.sql, table=table), people.parameters)
        [found] = cursor.fetchone()
    return found


def _statement(people: str, channel: str, may_repeat: bool) -> str:
    return WRITE.format(
        people=people,
        first_cause=FIRST_CAUSE,
        wanted=WANTED[channel],
        quiet_now=QUIET.format(hour="clock.hour"),
        waking_hour=WAKING_HOUR.format(morning="news.morning"),
        zone=ZONE.format(known="%s::text[]"),
        message_id=MESSAGE_ID.format(host="%s"),
        not_told_already=NOT_TOLD_ALREADY if may_repeat else "",
    )


@cache
def zones() -> str:
    """The time zones that this database knows, as it writes an array: of six hundred names, each
    would be quoted for each statement. A name that it does not know means UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(name ORDER BY name)::text FROM pg_timezone_names")
        [names] = cursor.fetchone()
        return names
