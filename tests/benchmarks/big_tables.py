"""Do the big tables need partitions? Measured at some sizes, reckoned on for the rest.

python -m tests.benchmarks.big_tables FOLDER ROWS [ROWS …]

Makes a cluster of its own under FOLDER, fills the tables that grow without end with seeded rows
through SQL (keys are not checked), and prints a table for `docs/operating/growing.md`: size, depth
of the indexes, and for each question of the platform the median and the 95th percentile over
`ASKED` random rows, once warm.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from ppi.embedded.postgres import DATABASE, OWNER, Postgres
from ppi.embedded.steps import manage

SEED, ASKED, WARM = 20261122, 300, 50
PORTALS, PROFILES, PEOPLE = 9, 100_000, 100_000
# Rows a page shows, and one more to know whether there is a next.
PAGE = 26

# {a}..{b} are the ids of the rows to make. Words are drawn with a steep distribution.
FILL = {
    "search_entry": """
        INSERT INTO search_entry (id, content_type_id, object_id, kind, portal_id, is_shared,
          published_at, changed_at, country, language, title, summary, body, translations, bodies,
          url_name, url_args, vector)
        SELECT n, 1, n, 'opportunity', 1 + n % {portals}, true,
          now() - make_interval(secs => 60 * (50e6 - n)), now(), 'DK', 'en', words, '', '', '{{}}',
          '{{}}', 'tenders:detail', '[]', to_tsvector('simple', words)
        FROM generate_series({a}, {b}) n, LATERAL (
          SELECT string_agg('w' || (60000 * power(random(), 3))::int, ' ') AS words
          FROM generate_series(1, 12 + 0 * n)) drawn""",
    "notifications_delivery": """
        INSERT INTO notifications_delivery (id, kind, content_type_id, object_id, email, user_id,
          language, portal_id, message_id, promised_at, sent_at)
        SELECT n, 'match', 1, n / 20, 'person-' || n % {people} || '@company.example',
          n % {people}, 'en', 1 + n % {portals}, '<' || md5(n::text) || '@procurement.example>',
          now(), now() FROM generate_series({a}, {b}) n""",
    "kernel_job": """
        INSERT INTO kernel_job (id, task, arguments, created_at, due_at, rung_at, attempts,
          done_at, failure)
        SELECT n, 'ppi.notifications.tasks.send', jsonb_build_object('delivery_id', n), now(),
          now(), now(), 1, now(), '' FROM generate_series({a}, {b}) n""",
    "kernel_auditentry": """
        INSERT INTO kernel_auditentry (id, at, actor_id, action, subject_type, subject_id,
          portal_id, detail)
        SELECT n, now(), n % {people}, 'opportunity.published', 'tenders.opportunity', n / 10,
          1 + n % {portals}, '{{}}' FROM generate_series({a}, {b}) n""",
    "matching_match": """
        INSERT INTO matching_match (id, opportunity_id, profile_id, score, reasons, matched_at)
        SELECT n, n / 20, n % {profiles}, n % 100, '[{{"kind": "cpv", "share": 38}}]', now()
        FROM generate_series({a}, {b}) n""",
}
# Made again after each filling, as after an import.
LATE = {
    "search_words_and_facets": "CREATE INDEX search_words_and_facets ON search_entry "
    "USING gin (vector, branches, places, themes, country, kind, language)",
    "search_title_trigrams": "CREATE INDEX search_title_trigrams ON search_entry "
    "USING gin (title gin_trgm_ops)",
}

QUESTIONS = {
    "newest of a portal": (
        "SELECT id, title FROM search_entry WHERE portal_id = %(portal)s "
        f"ORDER BY published_at DESC, id DESC LIMIT {PAGE}"
    ),
    # As `kernel.listing.Sort.after` says it.
    "the same, any page": (
        "SELECT id, title FROM search_entry WHERE portal_id = %(portal)s "
        "AND published_at <= %(published)s AND (published_at < %(published)s OR id < %(row)s) "
        f"ORDER BY published_at DESC, id DESC LIMIT {PAGE}"
    ),
    "a rare word": (
        "SELECT id, title FROM search_entry WHERE vector @@ to_tsquery('simple', %(word)s) "
        f"ORDER BY published_at DESC, id DESC LIMIT {PAGE}"
    ),
    "was this person told?": (
        "SELECT id FROM notifications_delivery WHERE kind = 'match' AND content_type_id = 1 "
        "AND object_id = %(row)s / 20 AND email = 'person-' || %(row)s %% 100000 || "
        "'@company.example'"
    ),
    "a company's newest matches": (
        "SELECT id, score FROM matching_match WHERE profile_id = %(profile)s "
        f"ORDER BY matched_at DESC, id DESC LIMIT {PAGE}"
    ),
    "history of an object": (
        "SELECT id, action FROM kernel_auditentry WHERE subject_type = 'tenders.opportunity' "
        f"AND subject_id = %(row)s / 10 ORDER BY id DESC LIMIT {PAGE}"
    ),
    "the sweep": (
        "SELECT id FROM kernel_job WHERE done_at IS NULL AND due_at <= now() AND attempts < 20 "
        "AND task LIKE 'ppi.matching.%%' ORDER BY due_at LIMIT 500"
    ),
}

PUBLISHED = "SELECT published_at FROM search_entry WHERE id = %s"


def fill(connection: psycopg.Connection, first: int, last: int) -> dict[str, float]:
    """Rows a second for each table, its B-trees kept meanwhile."""
    rates = {}
    connection.execute("SET session_replication_role = replica")
    connection.execute("SELECT setseed(0.5)")
    for name in LATE:
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    for table, statement in FILL.items():
        words = {"a": first, "b": last, "portals": PORTALS, "profiles": PROFILES, "people": PEOPLE}
        text = statement.format(**words)
        rates[table] = (last - first + 1) / seconds(lambda t=text: connection.execute(t))
    return rates


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def ask(connection: psycopg.Connection, rows: int) -> dict[str, tuple[float, float]]:
    """Milliseconds, (median, 95th percentile), with the answer fetched."""
    dice, answers = random.Random(SEED), {}
    for name, query in QUESTIONS.items():
        times = []
        for _ in range(WARM + ASKED):
            row = dice.randint(1, rows)
            drawn = {
                "row": row,
                "published": connection.execute(PUBLISHED, [row]).fetchone()[0],
                "portal": dice.randint(1, PORTALS),
                "profile": dice.randint(0, PROFILES - 1),
                "word": f"w{dice.randint(50_000, 59_999)}",
            }
            times.append(
                seconds(lambda q=query, d=drawn: connection.execute(q, d).fetchall()) * 1000
            )
        cuts = statistics.quantiles(times[WARM:], n=20)
        answers[name] = statistics.median(times[WARM:]), cuts[-1]
    return answers


def depths(connection: psycopg.Connection) -> dict[str, int]:
    """How many pages each B-tree reads to find one row; the deepest of each table."""
    indexes = connection.execute(
        "SELECT t.relname, i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
        "JOIN pg_class t ON t.oid = x.indrelid JOIN pg_am a ON a.oid = i.relam "
        "WHERE a.amname = 'btree' AND t.relname = ANY(%s)",
        [list(FILL)],
    ).fetchall()
    found: dict[str, int] = {}
    for table, index in indexes:
        [(level,)] = connection.execute("SELECT level FROM bt_metap(%s)", [index]).fetchall()
        found[table] = max(found.get(table, 0), level + 1)
    return found


def sizes(connection: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """Megabytes of the table and of its indexes."""
    query = "SELECT pg_table_size(%(t)s) >> 20, pg_indexes_size(%(t)s) >> 20"
    return {table: connection.execute(query, {"t": table}).fetchone() for table in FILL}


def measure(connection: psycopg.Connection, first: int, last: int) -> None:
    rates = fill(connection, first, last)
    say(f"\n## {last:,} rows in each table")
    for name, statement in LATE.items():
        say(f"{name} made in {seconds(lambda s=statement: connection.execute(s)):.0f} s")
    vacuumed = {}
    for table in FILL:
        vacuumed[table] = seconds(lambda t=table: connection.execute(f"VACUUM ANALYZE {t}"))
    deep, large = depths(connection), sizes(connection)
    say("| table | rows/s written | MB table | MB indexes | pages to a row | s vacuum |")
    for table in FILL:
        data, indexes = large[table]
        figures = (f"{rates[table]:,.0f}", data, indexes, deep[table], f"{vacuumed[table]:.1f}")
        say(f"| {table} | {' | '.join(map(str, figures))} |")
    say("| question | ms median | ms p95 |")
    for name, (median, late) in ask(connection, last).items():
        say(f"| {name} | {median:.2f} | {late:.2f} |")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(folder: str, *sizes_asked: str) -> None:
    cluster = Postgres(Path(folder) / "big-tables")
    cluster.start()
    try:
        env = {"DJANGO_SETTINGS_MODULE": "ppi.settings.dev", "DATABASE_URL": cluster.url(OWNER)}
        manage("migrate", "--no-input", "--verbosity", "0", env=env)
        with cluster.superuser(DATABASE) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
            first = 1
            for rows in map(int, sizes_asked):
                measure(connection, first, rows)
                first = rows + 1
    finally:
        cluster.remove()


if __name__ == "__main__":
    main(*sys.argv[1:])
