"""However much was told before, telling and counting read the ledger through its indexes."""

from __future__ import annotations

from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.embedded.pytest_plugin import DATABASE
from ppi.matching.models import Match
from ppi.notifications import services
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.counted import companies_told
from ppi.notifications.models import Delivery, PushDevice, Webhook
from ppi.notifications.services import Recipient
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 12_000
# What one person was told in years, of as many subjects, by mail and in the bell.
MANY = """
    INSERT INTO notifications_delivery (
        kind, channel, content_type_id, object_id, subject_type_id, subject_id, because_ids,
        user_id, email, language, portal_id, frequency, promised_at, due_at, sent_at
    )
    SELECT 'match', CASE WHEN n %% 2 = 0 THEN 'mail' ELSE 'platform' END, %(match)s, 1000000 + n,
           %(opportunity)s, 1000000 + n, '{}', %(user)s, '', 'en', %(portal)s, 'now', day, day, day
    FROM generate_series(1, %(rows)s) AS n,
         LATERAL (SELECT now() - n * interval '1 hour' AS day) AS _
"""


@pytest.fixture
def lamps(facts, denmark):
    return company("lamps", denmark)


@pytest.fixture
def anna(lamps):
    return employee("anna@lamps.example", lamps)


@pytest.fixture
def told(
    lamps, anna, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, servers
) -> Opportunity:
    """A need that one company was told of, among very many others."""
    employee("ben@lamps.example", lamps)
    profiled(lamps)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    types = {model: ContentType.objects.get_for_model(model).pk for model in (Match, Opportunity)}
    values = {"match": types[Match], "opportunity": types[Opportunity], "user": anna.pk}
    with connection.cursor() as cursor:
        cursor.execute(MANY, values | {"portal": denmark.pk, "rows": ROWS})
    owner = servers.environment(DATABASE)["PPI_OWNER_DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute("ANALYZE")
    return call


@contextmanager
def plans():
    """How each statement that touches the ledger inside would be run again."""
    found: dict[str, str] = {}
    with CaptureQueriesContext(connection) as made:
        yield found
    with connection.cursor() as cursor:
        for query in made.captured_queries:
            if "notifications_delivery" in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                found[query["sql"]] = "\n".join(line for [line] in cursor.fetchall())


def scanned(found: dict[str, str]) -> list[str]:
    return [plan for plan in found.values() if "Seq Scan on notifications_delivery" in plan]


def test_counting_the_companies_that_were_told_reads_not_all_that_was_ever_told(told) -> None:
    with plans() as found:
        assert companies_told(told) == 1
    assert (len(found), scanned(found)) == (1, [])


def test_a_promise_reads_not_all_that_was_ever_told_nor_all_of_one_person(
    told, anna, denmark
) -> None:
    PushDevice.objects.create(user=anna, endpoint="https://push.example/anna")
    Webhook.objects.managed_by().create(user=anna, url="https://hook.example/anna")
    with plans() as found:
        services.promise(Kind.FOUND, denmark, [Recipient.of(anna, denmark)])
    assert Delivery.objects.filter(kind=Kind.FOUND, channel=Channel.MAIL).count() == 1
    assert scanned(found) == []
    writes = [plan for plan in found.values() if "Insert on notifications_delivery" in plan]
    assert len(writes) == 4
    assert all("notifications_of_subject" in plan for plan in writes)


def test_what_reaches_nobody_of_these_people_is_not_even_planned(told, anna, denmark) -> None:
    with plans() as found:
        services.promise(Kind.FOUND, denmark, [Recipient.of(anna, denmark)])

    rows = Delivery.objects.filter(kind=Kind.FOUND).order_by("pk")
    assert [row.channel for row in rows] == [Channel.PLATFORM, Channel.MAIL]
    writes = [plan for plan in found.values() if "Insert on notifications_delivery" in plan]
    assert len(writes) == 2
