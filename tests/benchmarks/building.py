"""The database of a benchmark, made once for a number of notices and kept under `var/bench`.

There are a tenth as many profiles as notices, a fiftieth as many buyers, and always the same number
of people. Tables are filled by COPY; the index is made by the platform's own
`ppi.search.services.reindex`, in two processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import batched
from multiprocessing import get_context

import django
import psycopg

from ppi.embedded.places import PROJECT
from ppi.embedded.running import DidNotStart
from ppi.embedded.servers import Servers
from ppi.embedded.steps import SCHEMA, fingerprint
from ppi.embedded.template import migrated_template

SETTINGS = "tests.benchmarks.settings"
# What decides how the rows look, by the beginning of a database's name, and what of them the index
# holds.
WORLD = (
    "tests/benchmarks/co*.py",
    "tests/benchmarks/notices.py",
    "tests/benchmarks/wor*.py",
    "ppi/taxonomy/facts/*",
    "ppi/demo/world/**/*.toml",
)
NOTICES, COMPANIES = "bench", "companies"
ROWS = {NOTICES: WORLD, COMPANIES: (*WORLD, "tests/benchmarks/products.py")}
INDEX = (
    "ppi/search/indexables.py",
    "ppi/search/stemming.py",
    "ppi/search/compounds.py",
    "ppi/search/learning.py",
    "ppi/search/lexicon.py",
)
PROCESSES = 2
CHUNK = 5_000
# So many chunks teach the lexicon its words before all are indexed.
TAUGHT = 1


def database_of(servers: Servers, rows: int, holding: str = NOTICES) -> str:
    """The name of the database with so many notices, or with as many companies as go with them and
    their products; made and brought up to date as need be."""
    name = f"{holding}_{rows}"
    note = servers.home / "done" / name
    done = json.loads(note.read_text()) if note.exists() else {}
    wanted = {
        "rows": fingerprint(ROWS[holding]),
        "schema": fingerprint(SCHEMA),
        "index": fingerprint(INDEX),
    }
    if name not in servers.databases() or done.get("rows") != wanted["rows"]:
        done = {}
        servers.drop_database(name)
        servers.create_database(name, template=migrated_template(servers))
    elif done["schema"] != wanted["schema"]:
        _run(servers, name, "manage.py", "migrate", "--no-input", "--verbosity", "0")
        with psycopg.connect(servers.environment(name)["PPI_OWNER_DATABASE_URL"]) as owner:
            owner.execute("ANALYZE")
    if not done:
        _run(servers, name, "-m", "tests.benchmarks.building", holding, str(rows))
    if done.get("index") != wanted["index"]:
        _run(servers, name, "-m", "tests.benchmarks.building", "index")
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(wanted))
    return name


def _run(servers: Servers, database: str, *command: str) -> None:
    """As the owner of the tables, in a process of its own: this one speaks to no database yet."""
    env = servers.environment(database)
    env |= {"DATABASE_URL": env["PPI_OWNER_DATABASE_URL"], "DJANGO_SETTINGS_MODULE": SETTINGS}
    outcome = subprocess.run([sys.executable, *command], cwd=PROJECT, env={**os.environ, **env})
    if outcome.returncode:
        raise DidNotStart("The data of the benchmark could not be made.")


def make_rows(rows: int, holding: str) -> None:
    """Everything but the index."""
    from ppi.taxonomy.services import load_facts
    from tests.benchmarks import codes, world

    with told("codes, portals"):
        load_facts()
        codes.make_codes()
        world.make_portals()
    with told("people, organisations, and what is theirs") as counted:
        made = fill if holding == NOTICES else fill_companies
        counted.append(made(world.Facts(), rows))


def fill(facts, rows: int) -> int:
    from ppi.accounts.models import User
    from ppi.organisations.models import Organisation
    from profiles.models import Profile
    from tenders.models import Opportunity, Purchase
    from tests.benchmarks import notices, world
    from tests.benchmarks.copying import Table, without_indexes

    models = [User, Organisation, Purchase, Opportunity, Profile]
    users, organisations, purchases, opportunities, profiles = (
        Table(model, world.TODAY) for model in models
    )
    buyers = list(world.buyers(facts, rows // world.NOTICES_A_BUYER))
    companies = list(world.companies(facts, len(buyers) + 1, rows // world.NOTICES_A_PROFILE))
    bought_by = [(row["id"], row["country"]) for row in buyers]
    own = [(row["id"], row["country"]) for row in companies]
    with without_indexes(os.environ["DATABASE_URL"], *(model._meta.db_table for model in models)):
        users.copy(world.people(world.PEOPLE))
        organisations.copy([*buyers, *companies])
        purchases.copy({"id": pk} for pk in range(1, rows + 1))
        opportunities.copy(notices.notices(facts, bought_by, 1, rows))
        profiles.copy(world.profiles(facts, own))
    return rows + len(own)


def fill_companies(facts, rows: int) -> int:
    from ppi.organisations.models import Organisation
    from profiles import cards
    from profiles.models import Card, Product, Profile
    from tests.benchmarks import products, world
    from tests.benchmarks.copying import Table, without_indexes

    models = [Organisation, Profile, Product, Card]
    organisations, profiles, makes = (Table(model, world.TODAY) for model in models[:3])
    companies = list(world.companies(facts, 1, rows // world.NOTICES_A_PROFILE))
    own = list(world.profiles(facts, [(row["id"], row["country"]) for row in companies]))
    for row in own:
        row["areas"] = sorted({code[:end] for code in row["nuts"] for end in range(2, 6)})
    with without_indexes(os.environ["DATABASE_URL"], *(model._meta.db_table for model in models)):
        organisations.copy(companies)
        profiles.copy(own)
        makes.copy(products.products(facts, [(row["id"], row["language"]) for row in own]))
        cards.keep(row["id"] for row in own)
    return len(own) * (1 + products.PRODUCTS_A_COMPANY)


def make_index() -> None:
    """The entries of all notices, profiles and products, in place of those that are there."""
    from django.conf import settings
    from django.db import connection

    from ppi.search.learning import learn
    from profiles.models import Product, Profile
    from tenders.models import Opportunity
    from tests.benchmarks.copying import without_indexes

    chunks = [
        (model._meta.label, ids)
        for model in (Opportunity, Profile, Product)
        for ids in batched(
            model.objects.published_anywhere().order_by("-pk").values_list("pk", flat=True), CHUNK
        )
    ]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_entry CASCADE")
    with told("the lexicon, of labels and the newest texts"):
        index_share(chunks[:TAUGHT])
        for language, _name in settings.LANGUAGES:
            learn(language)
    connection.close()
    with (
        told("the index, its secondary indexes at the end") as counted,
        without_indexes(os.environ["DATABASE_URL"], "search_entry"),
        ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=django.setup) as pool,
    ):
        counted += pool.map(index_share, [chunks[n::PROCESSES] for n in range(PROCESSES)])


def index_share(chunks: list[tuple[str, tuple[int, ...]]]) -> int:
    """What one process makes, as in one rebuild: no word is taken apart twice."""
    from django.apps import apps

    from ppi.search import memory, services

    with memory.of_a_run():
        for label, ids in chunks:
            for batch in batched(ids, services.BATCH):
                services.reindex(apps.get_model(label), batch)
    return sum(len(ids) for _label, ids in chunks)


@contextmanager
def told(what: str) -> Iterator[list[int]]:
    """Say how long it took, and rows a second where a number is put into the list."""
    counted: list[int] = []
    began = time.monotonic()
    print(f"Making {what} … ", end="", flush=True, file=sys.stderr)
    yield counted
    seconds = time.monotonic() - began
    rate = f", {sum(counted) / seconds:,.0f} rows/s" if counted else ""
    print(f"{seconds:.1f} s{rate}", file=sys.stderr)


if __name__ == "__main__":
    django.setup()
    verb, *number = sys.argv[1:]
    if verb == "index":
        make_index()
    else:
        make_rows(int(number[0]), verb)
