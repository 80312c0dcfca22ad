"""The same search as a feed and as a table: well-formed, harmless, and only what is public."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from ppi.organisations.models import Organisation
from ppi.search import files, services
from tenders.choices import Status
from tenders.models import Opportunity
from tests.ppi.search.published import opportunity, page

pytestmark = pytest.mark.django_db

FEED, FILE = "/p/dk/en/search/feed/", "/p/dk/en/search/file/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def parsed(response) -> ElementTree.Element:
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(response.content)


def entries(feed: ElementTree.Element) -> list[dict[str, str]]:
    return [
        {name: each.findtext(f"a:{name}", namespaces=ATOM) for name in ("id", "title", "updated")}
        for each in feed.findall("a:entry", ATOM)
    ]


def rows(response) -> list[list[str]]:
    assert response["Content-Disposition"] == 'attachment; filename="search.csv"'
    text = b"".join(response).decode()
    assert text.startswith(files.BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text.removeprefix(files.BYTE_ORDER_MARK))))


def test_a_feed_holds_what_atom_asks_for(havneby, client) -> None:
    lamps = opportunity(havneby, "Lamps & <signs>", need="Roads are dark. Very.")
    opportunity(havneby, "Boats")
    opportunity(havneby, "Lamps, a draft", status=Status.DRAFT)

    feed = parsed(client.get(f"{FEED}?q=lamps"))

    [entry] = entries(feed)
    host = settings.PPI_BASE_DOMAIN.partition(":")[0]
    assert entry == {
        "id": f"tag:{host},2026:tenders.opportunity/{lamps.pk}",
        "title": "Lamps & <signs>",
        "updated": entry["updated"],
    }
    assert datetime.fromisoformat(entry["updated"]).tzinfo is not None
    assert feed.findtext("a:updated", namespaces=ATOM) == entry["updated"]
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == "PPI Denmark"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    addresses = {each.get("rel"): each.get("href") for each in feed.findall("a:link", ATOM)}
    assert addresses["self"] == feed.findtext("a:id", namespaces=ATOM)
    assert addresses["self"].endswith("/p/dk/en/search/feed/?q=lamps")
    assert addresses["alternate"].endswith("/p/dk/en/search/?q=lamps")


def test_an_entry_keeps_its_id_when_the_index_is_made_anew(havneby, client) -> None:
    row = opportunity(havneby, "Lamps")
    before = entries(parsed(client.get(FEED)))

    everywhere = Opportunity.objects.everywhere("the test takes it off and puts it back")
    everywhere.filter(pk=row.pk).update(status=Status.WITHDRAWN)
    services.rebuild()
    assert entries(parsed(client.get(FEED))) == []
    everywhere.filter(pk=row.pk).update(status=Status.PUBLISHED)
    services.rebuild()

    assert entries(parsed(client.get(FEED))) == before


def test_a_feed_is_sent_again_only_when_it_changed(havneby, client) -> None:
    row = opportunity(havneby, "Lamps")
    etag = client.get(FEED)["ETag"]

    again = client.get(FEED, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)

    Opportunity.objects.everywhere("the test changes it").filter(pk=row.pk).update(
        published_at=timezone.now()
    )
    services.rebuild()
    changed = client.get(FEED, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_another_language_is_another_feed(denmark, client) -> None:
    page(denmark, title_en="Guide", title_da="Vejledning")

    english, danish = client.get(FEED), client.get("/p/dk/da/search/feed/")

    assert [e["title"] for e in entries(parsed(english))] == ["Guide"]
    assert [e["title"] for e in entries(parsed(danish))] == ["Vejledning"]
    assert english["ETag"] != danish["ETag"]


def test_a_feed_of_nothing_is_a_feed(denmark, client) -> None:
    feed = parsed(client.get(f"{FEED}?q=nothing&q=%00"))

    assert entries(feed) == []
    assert feed.findtext("a:updated", namespaces=ATOM)


def test_what_xml_cannot_hold_breaks_no_feed(havneby, client) -> None:
    opportunity(havneby, "Lamps\x01 by\x0cthe sea\uffff", need="Dark\x08 roads.")

    feed = parsed(client.get(f"{FEED}?q=%01lamps%0B"))

    assert [entry["title"] for entry in entries(feed)] == ["Lamps by the sea"]
    assert feed.findtext("a:title", namespaces=ATOM) == "PPI Denmark: search for “lamps”"


def test_a_table_holds_all_that_was_found(havneby, denmark, client) -> None:
    at = datetime(2030, 1, 2, 11, 30, tzinfo=UTC)
    opportunity(
        havneby, "Lamps", cpv=["34928500"], nuts=["DK050"], deadline=at, value_in_euro=49_999
    )
    opportunity(havneby, "Lamps, a draft", status=Status.DRAFT)
    page(denmark, title_en="Guide to lamps")

    headings, guide, lamps = rows(client.get(f"{FILE}?q=lamps"))

    assert headings == [
        "What", "Title", "Language", "Buyer or company", "Country", "NUTS regions", "CPV codes",
        "Value in euro", "Deadline (UTC)", "Published (UTC)", "Changed (UTC)", "Address",
    ]  # fmt: skip
    assert guide[:4] == ["Guide", "Guide to lamps", "en", ""]
    assert lamps[:9] == [
        "Opportunity", "Lamps", "en", "Havneby Kommune", "DK", "DK050", "34928500", "49999.00",
        "2030-01-02 11:30",
    ]  # fmt: skip
    assert lamps[-1].endswith("/p/dk/en/opportunities/o0/")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_no_cell_of_a_table_is_a_formula(havneby, client, title) -> None:
    opportunity(havneby, title)
    Organisation.objects.everywhere("the test names it").update(name="=cmd|calc")
    services.rebuild()

    [_headings, row] = rows(client.get(FILE))

    assert row[1] == f"'{title.strip()}"
    assert row[3] == "'=cmd|calc"


def test_a_table_ends_somewhere(havneby, client, monkeypatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    monkeypatch.setattr(files, "BATCH", 2)
    for number in range(5):
        opportunity(havneby, f"Lamp {number}")

    [_headings, *told, last] = rows(client.get(FILE))

    assert [row[1] for row in told] == ["Lamp 4", "Lamp 3", "Lamp 2"]
    assert last == ["Only the newest 3 are listed here. Narrow the search to see the others."]


def test_a_table_that_holds_all_ends_with_its_last_row(havneby, client, monkeypatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    for number in range(2):
        opportunity(havneby, f"Lamp {number}")

    assert [row[1] for row in rows(client.get(FILE))][1:] == ["Lamp 1", "Lamp 0"]


def test_a_table_speaks_the_language_of_its_address(denmark, client) -> None:
    page(denmark, title_en="Guide", title_da="Vejledning")

    [_headings, row] = rows(client.get("/p/dk/da/search/file/"))

    assert (row[1], row[2]) == ("Vejledning", "da")
    assert "/da/library/" in row[-1]


def test_the_page_leads_to_its_feed_and_its_table(havneby, client) -> None:
    opportunity(havneby, "Lamps")

    html = client.get("/p/dk/en/search/?q=lamps+kind:opportunity").content.decode()

    assert html.count('href="/p/dk/en/search/feed/?q=lamps&amp;kind=opportunity"') == 2
    assert html.count('href="/p/dk/en/search/file/?q=lamps&amp;kind=opportunity"') == 1
