"""Usual searches read the index through its paths, however many rows there are."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ppi.embedded.pytest_plugin import DATABASE
from ppi.kernel import listing
from ppi.search import counting, sampling
from ppi.search.lists import Results
from ppi.search.models import Entry
from ppi.search.suggestions import suggested
from tenders.models import Opportunity

ROWS = 12_000
# Every row says «everywhere»; the others repeat at different distances, none with another; and
# «bygone» was in use for some hours only.
MANY = """
    INSERT INTO search_entry (
        content_type_id, object_id, kind, portal_id, is_shared, published_at, changed_at, country,
        organisation_id, cpv, branches, themes, nuts, places, value_in_euro, deadline, open_until,
        language, title, summary, body, translations, bodies, facts, url_name, url_args, vector,
        make
    )
    SELECT
        %(content_type)s, n,
        CASE WHEN n %% 100 = 0 THEN 'course' WHEN n %% 10 = 0 THEN 'product' ELSE 'opportunity' END,
        %(portal)s, true, day, day,
        CASE WHEN n %% 60 = 0 THEN 'LV' WHEN n %% 3 = 0 THEN 'DK' ELSE 'DE' END,
        CASE WHEN n %% 120 = 0 THEN %(organisation)s::bigint END,
        '{}', ARRAY[branch, left(branch, 3), left(branch, 2)],
        CASE WHEN n %% 80 = 0 THEN ARRAY['food'] ELSE '{}' END, '{}',
        ARRAY['DK', 'DK0', 'DK0' || n %% 90], CASE WHEN n %% 2 = 0 THEN n END,
        CASE WHEN n %% 20 = 0 THEN now() + (n %% 900 - 450) * interval '1 day' END,
        CASE WHEN n %% 20 = 0 THEN now() + (n %% 900 - 850) * interval '1 day' END,
        CASE WHEN n %% 70 = 0 THEN 'lt' ELSE 'da' END,
        'Title ' || md5(n::text), repeat('summary ', 12), repeat('body ', 40), '{}', '{}', '{}',
        'tenders:detail', '["x"]',
        to_tsvector('simple', 'everywhere often' || n %% 40 || ' rare' || n %% 2000
            || CASE WHEN n BETWEEN 9000 AND 9600 THEN ' bygone' ELSE '' END), 1
    FROM generate_series(1, %(rows)s) AS n,
    LATERAL (SELECT now() - n * interval '1 minute' AS day, (1000 + n %% 8000)::text AS branch) AS _
"""


@pytest.fixture
def many(transactional_db, servers, denmark, latvia, havneby, monkeypatch):
    """A portal that sees very many entries, of which the planner knows how they lie."""
    # In the proportion of the rows here to a million.
    monkeypatch.setattr(sampling, "BROAD", 400)
    monkeypatch.setattr(sampling, "SURE", 240)
    monkeypatch.setattr(sampling, "SAMPLE", 50)
    monkeypatch.setattr(sampling, "EXPECTED", 75)
    values = {
        "content_type": ContentType.objects.get_for_model(Opportunity).pk,
        "portal": latvia.pk,
        "organisation": havneby.pk,
        "rows": ROWS,
    }
    with connection.cursor() as cursor:
        cursor.execute(MANY, values)
    analyse(servers)
    return denmark


def analyse(servers) -> None:
    """Only a table's owner may look at how its values lie."""
    owner = servers.environment(DATABASE)["PPI_OWNER_DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as session:
        session.execute("ANALYZE")


def plans(made: CaptureQueriesContext) -> dict[str, str]:
    """How each query that reads entries would be run again."""
    found = {}
    with connection.cursor() as cursor:
        for query in made.captured_queries:
            if "search_entry" in query["sql"] and not query["sql"].startswith("EXPLAIN"):
                cursor.execute(f"EXPLAIN {query['sql']}")
                found[query["sql"]] = "\n".join(line for [line] in cursor.fetchall())
    return found


USUAL = [
    "", "q=rare7", "q=often7", "q=everywhere", "q=rare7+rare7", "q=everywhere+-often7",
    "q=everywhere&sort=newest", "q=often7&country=LV", "kind=course", "kind=opportunity",
    "country=LV", "language=lt", "language=lt&kind=opportunity", "subject=104", "subject=1040",
    "region=DK07", "region=DK0", "buyer=havneby", "name=havneby", "state=open", "deadline=week",
    "sort=deadline", "sort=value", "sort=value&kind=opportunity", "q=often7&sort=value",
    "subject=104&country=LV", "q=misspeltword", "theme=food", "published=day",
]  # fmt: skip


@pytest.fixture
def few_are_much(many, monkeypatch) -> None:
    """Of the rows here two hundred are as much as ten thousand of a million."""
    monkeypatch.setattr(counting, "COUNT_LIMIT", 200)
    monkeypatch.setattr(listing, "COUNT_LIMIT", 200)
    monkeypatch.setattr(sampling, "WINDOWS", [timedelta(hours=2**n) for n in range(9)])


def results_of(portal, rf, address: str) -> Results:
    request = rf.get(f"/?{address}")
    request.portal = portal
    return Results(request)


def scanned(portal, rf, address: str) -> list[str]:
    """The queries of a page that read every entry, with their plans."""
    with CaptureQueriesContext(connection) as made:
        shown = results_of(portal, rf, address)
        assert shown.count_text
        assert isinstance(shown.rows, list)
        assert isinstance(shown.facets, list)
    read = plans(made)
    assert len(read) >= 2
    return [f"{sql}\n{plan}" for sql, plan in read.items() if "Seq Scan on search_entry" in plan]


@pytest.mark.parametrize("broad", [100, 1_000])
@pytest.mark.parametrize("word", ["often7", "bygone"])
def test_the_newest_of_much_are_found_by_the_word_among_the_last_days(
    many, few_are_much, rf, monkeypatch, word, broad
) -> None:
    """Walking along the days, a page would look into the vectors of forty entries for each hit;
    so much may be expected, or come as a surprise."""
    monkeypatch.setattr(sampling, "BROAD", broad)
    monkeypatch.setattr(sampling, "SURE", 60)
    entries = Entry.objects.published(many)
    hits = entries.found(word, "en").order_by("-published_at", "-pk").values_list("pk", flat=True)
    with CaptureQueriesContext(connection) as made:
        shown = results_of(many, rf, f"q={word}")

    assert shown.counts.newest == list(hits[:50])
    assert shown.count_text == "more than 10,000 found"
    [*_, last] = (plan for sql, plan in plans(made).items() if sql.startswith("WITH"))
    assert "Bitmap Index Scan on search_words_and_facets" in last
    assert "Index Scan using search_day" not in last


def test_what_is_chosen_from_is_counted_where_its_hits_lie(many, few_are_much, rf) -> None:
    """By the planner some of «bygone» are of the last days; none is."""
    entries = Entry.objects.published(many).found("bygone", "en")
    newest = entries.order_by("-published_at").values_list("kind", flat=True)[:50]

    counts = results_of(many, rf, "q=bygone&kind=course").counts

    assert (counts.found, counts.is_sampled) == (7, True)
    assert counts.of_facet["kind"] == Counter(newest)


def test_choices_that_exclude_each_other_are_not_taken_for_much(
    many, few_are_much, servers, rf
) -> None:
    """The planner takes two thirds of a third for a fifth of all."""
    entries = Entry.objects.published(many)
    some = Q(object_id__in=range(0, ROWS, 99))
    entries.filter(some | Q(country="DE")).update(language="lt")
    analyse(servers)
    rows = entries.filter(country="DK", language="lt")
    assert sampling.estimated(rows) > sampling.WALKED * ROWS

    counts = results_of(many, rf, "country=DK&language=lt").counts

    assert sampling.SAMPLE < rows.count() < counting.COUNT_LIMIT
    assert counts.found == rows.count()
    assert counts.of_facet["kind"] == Counter(rows.values_list("kind", flat=True))


NEWEST = ["/p/dk/en/search/feed/", "/p/dk/en/search/file/", "/api/v1/search/"]


@pytest.mark.parametrize("word", ["rare7", "often7"])
@pytest.mark.parametrize("address", NEWEST)
def test_the_newest_with_a_word_are_found_by_the_word(many, client, address, word) -> None:
    """Along the index by day, the word would be looked for in the vector of nearly every entry."""
    with CaptureQueriesContext(connection) as made:
        b"".join(client.get(f"{address}?q={word}"))

    [plan] = plans(made).values()
    assert "search_words_and_facets" in plan
    assert "search_day" not in plan


def test_no_usual_search_reads_every_row(many, rf) -> None:
    scans = {address: found for address in USUAL if (found := scanned(many, rf, address))}

    assert not scans, "\n\n".join(f"{address}\n{found[0]}" for address, found in scans.items())
    with CaptureQueriesContext(connection) as made:
        suggested(many, "Title 0ab", "en")
    names, titles = plans(made).values()
    assert "Seq Scan on search_entry" not in names
    assert "search_title_beginning" in titles
