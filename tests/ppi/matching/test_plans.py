"""However many companies there are, a need finds those that it may fit through indexes."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.embedded.pytest_plugin import DATABASE
from ppi.matching import gists, services
from ppi.matching.models import Match
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, profiled
from tests.tenders.written import published

pytestmark = pytest.mark.django_db(transaction=True)

ROWS, FITTING = 6_000, 10
# What grows with those who offer; here the other tables are nearly empty.
BIG = (
    "search_entry", "matching_gist", "matching_offertopic", "profiles_profile",
    "organisations_organisation",
)  # fmt: skip
# A company like the first, under another name; of another subject, but for a few.
COPY = """
    INSERT INTO {table} ({columns}) SELECT {columns} FROM (
        SELECT (jsonb_populate_record(row, jsonb_build_object({changes}))).*
        FROM {table} AS row, generate_series(1, %(rows)s) AS n WHERE {which}
    ) AS copies
"""
# What the database makes itself is not written.
COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
    WHERE table_name = %s AND is_generated = 'NEVER'
"""
COPIES = {
    "organisations_organisation": (
        "row.id = %(company)s",
        "'id', 1000000 + n, 'slug', 'many-' || n, 'name', 'Many ' || n",
    ),
    "profiles_profile": (
        "row.organisation_id = %(company)s", "'id', 1000000 + n, 'organisation_id', 1000000 + n"
    ),
    "search_entry": (
        "row.organisation_id = %(company)s",
        "'id', 1000000 + n, 'object_id', 1000000 + n, 'organisation_id', 1000000 + n",
    ),
    "matching_gist": (
        "row.entry_id = %(entry)s",
        "'id', 1000000 + n, 'entry_id', 1000000 + n, 'stems', ARRAY['en:many' || n]",
    ),
}  # fmt: skip
TOPICS = """
    INSERT INTO matching_offertopic (entry_id, code, strength, leads, organisation_id)
    SELECT 1000000 + n,
        CASE WHEN n <= %(fitting)s THEN 1349 ELSE 20000000 + n %% 900 + m * 1000 END,
        0, false, 1000000 + n
    FROM generate_series(1, %(rows)s) AS n, generate_series(1, 10) AS m
    ON CONFLICT DO NOTHING
"""


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    row = published(havneby, buyer_of_havneby, moderator_of_denmark)
    gists.refresh(Opportunity, [row.pk])
    return row


@pytest.fixture
def many(need, denmark, servers) -> None:
    """One company that fits, and very many others; the planner knows how they lie."""
    lamps = company("lamps", denmark)
    profiled(lamps)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_entry WHERE organisation_id = %s", [lamps.pk])
        [entry] = cursor.fetchone()
        values = {"rows": ROWS, "company": lamps.pk, "entry": entry, "fitting": FITTING}
        for table, (which, changes) in COPIES.items():
            cursor.execute(COLUMNS, [table])
            [columns] = cursor.fetchone()
            copy = COPY.format(table=table, columns=columns, which=which, changes=changes)
            cursor.execute(copy, values)
        cursor.execute(TOPICS, values)
    # Only a table's owner may look at how its values lie.
    owner = servers.environment(DATABASE)["PPI_OWNER_DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute("VACUUM ANALYZE")


def test_a_need_is_matched_through_indexes(need, many) -> None:
    with CaptureQueriesContext(connection) as made:
        services.match(need)

    assert Match.objects.about(need).count() == 1 + FITTING
    read_whole = [
        (table, query["sql"])
        for query in made.captured_queries
        if query["sql"].lstrip().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE"))
        for table in BIG
        if f"Seq Scan on {table}" in plan_of(query["sql"])
    ]
    assert read_whole == []


def test_a_needs_many_offers_are_compared_in_the_index_alone(need, many) -> None:
    with CaptureQueriesContext(connection) as made:
        services.match(need)

    [near] = [q["sql"] for q in made.captured_queries if "WITH shared" in q["sql"]]
    assert "Index Only Scan using matching_offers_by_topic" in plan_of(near)


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for [line] in cursor.fetchall())
