"""The same entries and the same searches in other engines.

Every peer gets the terms that PostgreSQL made (the lexemes of each vector, and a term for each
facet), and each search as PostgreSQL understood it (its `tsquery`), so that all have to find the
very same entries, and none pays for stemming.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import tantivy
from django.db import connection, transaction

from ppi.matching.reverse.queries import Every, Lexeme, Node, Some, Without
from ppi.search.criteria import Criteria
from ppi.search.models import Entry

BEST = 20
REASON = "the benchmark compares engines over every entry"
# Country, language and kind are columns of the entry; branches and places are lists.
FACETS = {"country": "country", "language": "language", "kind": "kind"}
LISTS = {"subject": "branches", "region": "places"}
COUNTED = ("kind", "country", "language")
ENTRIES = """
    SELECT id, tsvector_to_array(vector), kind, country, language, branches, places, title
    FROM search_entry
"""


@dataclass(frozen=True)
class Wanted:
    """A search for an engine: terms as PostgreSQL understood them, and chosen facets."""

    node: Node | None
    facets: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    ids: list[int]
    number: int


def term(facet: str, value: str) -> str:
    """What stands among an entry's terms for a value of a facet; no lexeme looks like it."""
    return f"zz{facet}{value}".lower()


def entries() -> Iterator[tuple]:
    """(id, terms, kind, country, language, title) of every entry, read without holding all."""
    with transaction.atomic(), connection.connection.cursor(name="entries") as cursor:
        cursor.itersize = 2_000
        cursor.execute(ENTRIES)
        for pk, lexemes, kind, country, language, branches, places, title in cursor:
            terms = [*lexemes, term("kind", kind), term("country", country)]
            terms.append(term("language", language))
            terms += [term("subject", code) for code in branches]
            terms += [term("region", code) for code in places]
            yield pk, " ".join(terms), kind, country, language, title


class Tantivy:
    name = f"tantivy {version('tantivy')}"

    def __init__(self, home: Path) -> None:
        self.home = home / "tantivy"
        began = time.monotonic()
        self.index = self._made()
        self.seconds = time.monotonic() - began
        self.index.reload()
        self.searcher = self.index.searcher()

    settings = "one writer thread, 256 MB heap, BM25, whitespace terms, merged as it merges itself"

    def _made(self) -> tantivy.Index:
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, fast=True)
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        for facet in COUNTED:
            builder.add_text_field(facet, tokenizer_name="raw", fast=True)
        self.schema = builder.build()
        index = tantivy.Index(self.schema, path=str(self.home))
        writer = index.writer(256_000_000, 1)
        for pk, terms, kind, country, language, _title in entries():
            values = {"kind": kind, "country": country, "language": language}
            writer.add_document(tantivy.Document(id=pk, terms=terms, **values))
        writer.commit()
        writer.wait_merging_threads()
        return index

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in self.home.iterdir())

    def best(self, wanted: Wanted) -> Found:
        result = self.searcher.search(self.query(wanted), BEST)
        ids = [self.searcher.doc(address)["id"][0] for _score, address in result.hits]
        return Found(ids, result.count)

    def counts(self, wanted: Wanted) -> dict:
        asked = {facet: {"terms": {"field": facet, "size": 30}} for facet in COUNTED}
        found = self.searcher.aggregate(self.query(wanted), asked)
        return {
            facet: {bucket["key"]: bucket["doc_count"] for bucket in found[facet]["buckets"]}
            for facet in COUNTED
        }

    def query(self, wanted: Wanted) -> tantivy.Query:
        parts = [self._of(wanted.node)] if wanted.node else []
        for facet, values in wanted.facets.items():
            terms = [self._term(term(facet, value)) for value in values]
            parts.append(tantivy.Query.const_score_query(self._any(terms), 0.0))
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, part) for part in parts])

    def _of(self, node: Node) -> tantivy.Query:
        match node:
            case Lexeme(text):
                return self._beginning(text) if node.is_beginning else self._term(text)
            case Some(parts):
                return self._any([self._of(part) for part in parts])
            case Every(parts):
                return self._all(parts)
        raise NotImplementedError(f"{node} is not compared.")

    def _all(self, parts) -> tantivy.Query:
        found = []
        for part in parts:
            if isinstance(part, Without):
                found.append((tantivy.Occur.MustNot, self._of(part.part)))
            else:
                found.append((tantivy.Occur.Must, self._of(part)))
        return tantivy.Query.boolean_query(found)

    def _any(self, queries: list[tantivy.Query]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _term(self, text: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, "terms", text)

    def _beginning(self, text: str) -> tantivy.Query:
        return tantivy.Query.regex_query(self.schema, "terms", f"{text}.*")


class Fts5:
    name = f"SQLite FTS5 {sqlite3.sqlite_version}"
    settings = "in a file, journal off, page cache 256 MB, unicode61, detail=full, optimised"

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.file = home / "fts5.sqlite"
        began = time.monotonic()
        self.file.unlink(missing_ok=True)
        self.database = sqlite3.connect(self.file)
        self.database.execute("PRAGMA journal_mode = OFF")
        self.database.execute("PRAGMA cache_size = -256000")
        self._fill()
        self.seconds = time.monotonic() - began

    def _fill(self) -> None:
        self.database.execute(
            "CREATE VIRTUAL TABLE entry USING fts5(terms, content='', "
            "tokenize='unicode61 remove_diacritics 0')"
        )
        self.database.execute(
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, kind, country, language)"
        )
        for pk, terms, *facts, _title in entries():
            self.database.execute("INSERT INTO entry (rowid, terms) VALUES (?, ?)", [pk, terms])
            self.database.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", [pk, *facts])
        self.database.execute("INSERT INTO entry (entry) VALUES ('optimize')")
        self.database.commit()

    @property
    def size(self) -> int:
        return self.file.stat().st_size

    def best(self, wanted: Wanted) -> Found:
        query = self.query(wanted)
        best = "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 20"
        ids = [pk for (pk,) in self.database.execute(best, [query])]
        return Found(ids, self._number(query))

    def _number(self, query: str) -> int:
        counted = "SELECT count(*) FROM entry WHERE entry MATCH ?"
        [number] = self.database.execute(counted, [query]).fetchone()
        return number

    def counts(self, wanted: Wanted) -> dict:
        query = self.query(wanted)
        counted = (
            "SELECT {0}, count(*) FROM entry JOIN facts ON facts.id = entry.rowid "
            "WHERE entry MATCH ? GROUP BY 1"
        )
        return {
            facet: dict(self.database.execute(counted.format(facet), [query])) for facet in COUNTED
        }

    def query(self, wanted: Wanted) -> str:
        parts = [self._of(wanted.node)] if wanted.node else []
        for facet, values in wanted.facets.items():
            parts.append(" OR ".join(f'"{term(facet, value)}"' for value in values))
        return " AND ".join(f"({part})" for part in parts)

    def _of(self, node: Node) -> str:
        match node:
            case Lexeme(text):
                return f'"{text}"' + (" *" if node.is_beginning else "")
            case Some(parts):
                return " OR ".join(f"({self._of(part)})" for part in parts)
            case Every(parts):
                unwanted = [part for part in parts if isinstance(part, Without)]
                wanted = [f"({self._of(part)})" for part in parts if part not in unwanted]
                without = "".join(f" NOT ({self._of(part.part)})" for part in unwanted)
                return " AND ".join(wanted) + without
        raise NotImplementedError(f"{node} is not compared.")


class IContains:
    """What a Django site does that has no index: each word somewhere in the texts."""

    name = "Django `icontains`"
    settings = "no index, newest 20, title or summary or body"
    seconds, size = 0.0, 0

    def best(self, criteria: Criteria) -> Found:
        rows = Entry.objects.everywhere(REASON)
        for facet, values in criteria.chosen.items():
            if facet in FACETS:
                rows = rows.filter(**{f"{FACETS[facet]}__in": values})
            else:
                rows = rows.filter(**{f"{LISTS[facet]}__overlap": list(values)})
        for word in criteria.words.split():
            found = rows.filter(title__icontains=word) | rows.filter(summary__icontains=word)
            rows = found | rows.filter(body__icontains=word)
        ids = rows.order_by("-published_at", "-pk").values_list("pk", flat=True)[:BEST]
        return Found(list(ids), rows.count())
