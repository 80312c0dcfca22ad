"""The versions of an opportunity for everybody who may read it, on pages and in the API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.documents.models import Document
from tenders import importing, services
from tenders.choices import Phase
from tenders.models import Criterion, Lot, Opportunity, Version
from tenders.versions import corrections_of, entries_of
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.test_importing import CHANGE, FIRST, changing, notice
from tests.tenders.written import NEED, draft, published, reloaded


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def correct(call, buyer_of_havneby):
    """Publish a correction."""

    def correct(reason: str, **facts) -> None:
        begun = services.start_correction(call, by=buyer_of_havneby)
        services.edit(begun, by=buyer_of_havneby, correction_reason=reason, **facts)
        services.submit(begun, by=buyer_of_havneby)

    return correct


def read(as_user, path: str) -> Page:
    return Page(as_user(None).get(path))


def rows(page: Page) -> list[str]:
    """Each version of the list as one line."""
    return [" ".join(row.text_content().split()) for row in page.tree.xpath("//li[@class='row']")]


def test_the_list_tells_newest_first_what_each_version_changed(call, correct, as_user) -> None:
    with time_machine.travel(call.published_at + timedelta(days=1), tick=False):
        correct("The drawings were late.", title="Light", known="Sensors exist.")
        correct("A typing error.", title="Lights")

    page = read(as_user, f"{ROOM}{reloaded(call).slug}/versions/")
    third, second, first = rows(page)
    assert third.startswith("Current Version 3 Reason: A typing error.")
    assert "Title changed from Light to Lights" in third
    assert second.startswith("Earlier Version 2 Reason: The drawings were late.")
    assert f"Title changed from {NEED['title']} to Light" in second
    assert "What is known of solutions: text added" in second
    assert first.startswith("Earlier Version 1 The first publication.")
    assert "The buyer of Havneby" not in page.text


def test_each_version_is_read_as_it_was_and_marked_as_old(call, correct, as_user) -> None:
    correct("Wrong lamps.", need="The street lamps burn all night.", months=12)
    address = f"{ROOM}{call.slug}/versions/"

    old = read(as_user, f"{address}1/")
    assert "This is an earlier version. It no longer counts." in old.text
    assert NEED["need"] in old.text
    assert "90,000\xa0€" in old.source
    assert "Duration" not in old.text
    new = read(as_user, f"{address}2/")
    assert "This version is the one that counts now." in new.text
    assert "Reason: Wrong lamps." in new.text
    struck = "".join(node.text_content() for node in new.tree.xpath("//del"))
    assert struck.endswith("although nobody walks there.")
    assert new.tree.xpath("//a[text()='Read the current page']/@href") == [f"{ROOM}{call.slug}/"]
    assert read(as_user, f"{address}3/").status == 404


def test_lots_criteria_and_files_are_read_as_they_were(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    begun = draft(havneby, buyer_of_havneby)
    lot = {"number": 1, "title": "Lamps", "description": "Off at night.", "value": Decimal(40_000)}
    services.replace_parts(begun, Lot, [lot], by=buyer_of_havneby)
    price = {"role": "award", "kind": "price", "name": "Price", "weight": Decimal("52.5")}
    services.replace_parts(begun, Criterion, [price], by=buyer_of_havneby)
    services.attach(begun, upload("plan.txt", b"A plan."), by=buyer_of_havneby)
    services.submit(begun, by=buyer_of_havneby)
    services.publish(reloaded(begun), by=moderator_of_denmark)

    page = read(as_user, f"{ROOM}{reloaded(begun).slug}/versions/1/")
    told = page.text.replace("\xa0", " ")
    assert "Lots Lot 1, Lamps Estimated value: 40,000 € Off at night." in told
    assert "Criteria Criterion «Price» Kind: PriceWeight in percent: 52.5 %" in told
    assert "Documents plan.txt 7 bytes" in told


def test_the_specification_of_an_old_version_is_shown_as_it_is_read_and_not_as_it_is_typed(
    call, correct, as_user
) -> None:
    correct("More.", specification="## What it must do\n\n- Half the **energy**")
    correct("Less.", specification="Half the energy.")

    old = read(as_user, f"{ROOM}{call.slug}/versions/2/")
    [heading] = [
        node for node in old.tree.iter("h2", "h3", "h4") if "must do" in node.text_content()
    ]
    assert heading.text_content() == "What it must do"
    assert [item.text_content().strip() for item in old.tree.xpath("//strong/parent::li")] == [
        "Half the energy"
    ]
    as_published = old.text[old.text.index("As it was published") :]
    assert "##" not in as_published
    assert "**" not in as_published


def test_an_old_version_leads_to_its_own_files_also_to_those_without_a_successor(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    begun = draft(havneby, buyer_of_havneby)
    for name in ("plan.txt", "map.txt"):
        services.attach(begun, upload(name, b"The first."), by=buyer_of_havneby)
    services.submit(begun, by=buyer_of_havneby)
    services.publish(reloaded(begun), by=moderator_of_denmark)
    correction = services.start_correction(reloaded(begun), by=buyer_of_havneby)
    services.attach(correction, upload("plan.txt", b"The second."), by=buyer_of_havneby)
    [gone] = Document.objects.of(correction).filter(name="map.txt")
    services.detach(correction, gone, by=buyer_of_havneby)
    services.edit(correction, by=buyer_of_havneby, correction_reason="A new plan.")
    services.submit(correction, by=buyer_of_havneby)

    address = f"{ROOM}{reloaded(begun).slug}/"
    found = {number: files_on(read(as_user, f"{address}versions/{number}/")) for number in (1, 2)}
    assert [[name for name, _url in rows] for rows in found.values()] == [
        ["map.txt 10 bytes", "plan.txt 10 bytes"],
        ["plan.txt 11 bytes"],
    ]
    urls = [url for rows in found.values() for _name, url in rows]
    assert [as_user(None).get(url).getvalue() for url in urls] == [
        b"The first.",
        b"The first.",
        b"The second.",
    ]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files_on(page: Page) -> list[tuple[str, str]]:
    """The files that a version names, each as one line, and where it leads."""
    rows = page.tree.xpath("//ul[@class='documents']/li")
    return [(" ".join(row.text_content().split()), "".join(row.xpath("./a/@href"))) for row in rows]


def test_the_note_tells_of_corrections_and_not_of_the_end(call, correct, buyer_of_havneby) -> None:
    assert corrections_of(call) == []
    for number in range(4):
        correct("Why not.", title=f"Light {number}")
    correct("Much.", title="Dark", months=3, known="Much.", who="We.", outcome="Less.")
    services.end(call, Phase.CANCELLED, "No money.", by=buyer_of_havneby)

    latest, before = corrections_of(reloaded(call))
    assert (latest.version.number, before.version.number) == (6, 5)
    assert latest.in_short == (
        "Title changed from Light 3 to Dark; Who has the problem: text added; "
        "What would be better: text changed; and 2 more"
    )
    assert before.in_short == "Title changed from Light 2 to Light 3"


def test_an_older_notice_that_came_late_is_listed_and_was_never_shown(
    facts, denmark, as_user
) -> None:
    importing.keep(notice())
    importing.keep(changing(FIRST, notice_id=CHANGE, title="Later deadline", days=5))
    importing.keep(notice(version=2, title="Came late", days=2))
    importing.keep(notice(version=3, title="The last", days=9))

    lamps = Opportunity.objects.published(denmark).get()
    page = read(as_user, f"{ROOM}{lamps.slug}/versions/")
    assert [line[:40] for line in rows(page)] == [
        "Current Version 4 Title changed from Lat",
        "Never shown Version 3 It arrived after a",
        "Earlier Version 2 Title changed from Lam",
        "Earlier Version 1 The first publication.",
    ]
    late = read(as_user, f"{ROOM}{lamps.slug}/versions/3/")
    assert "It arrived after a later notice and was never shown here." in late.text
    assert "Came late" in late.text


def test_a_long_history_has_pages_and_the_queries_do_not_grow(
    call, correct, as_user, django_assert_max_num_queries
) -> None:
    correct("Why not.", title="Light 2")
    with CaptureQueriesContext(connection) as short:
        read(as_user, f"{ROOM}{reloaded(call).slug}/versions/")
    for number in range(3, 23):
        correct("Why not.", title=f"Light {number}")

    address = f"{ROOM}{reloaded(call).slug}/versions/"
    with django_assert_max_num_queries(len(short)):
        first = read(as_user, address)
    assert (len(rows(first)), rows(first)[0][:18]) == (20, "Current Version 22")
    [further] = first.tree.xpath("//a[@rel='next']/@href")
    assert [row[:17] for row in rows(read(as_user, address + further))] == [
        "Earlier Version 2", "Earlier Version 1",
    ]  # fmt: skip


def test_a_former_address_leads_to_the_versions_of_today(call, correct, as_user) -> None:
    correct("Why not.", title="Light")
    now = reloaded(call).slug

    browser = as_user(None)
    for end in ("", "1/"):
        answer = browser.get(f"{ROOM}{call.slug}/versions/{end}")
        assert (answer.status_code, answer["Location"]) == (301, f"{ROOM}{now}/versions/{end}")


def test_versions_are_as_hidden_as_the_opportunity(
    call, correct, buyer_of_havneby, seller_of_upenai, as_user
) -> None:
    correct("Why not.", known="Canary")
    services.withdraw(call, "No money.", by=buyer_of_havneby)

    for end in ("", "2/"):
        address = f"{ROOM}{call.slug}/versions/{end}"
        assert as_user(seller_of_upenai).get(address).status_code == 404
        assert as_user(buyer_of_havneby).get(address).status_code == 200


# The API -----------------------------------------------------------------------------------------


def test_the_api_tells_the_versions_newest_first(call, correct, client) -> None:
    correct("A typing error.", title="Light")
    answer = client.get(f"/api/v1/opportunities/{call.pk}/versions/").json()

    second, first = answer["results"]
    told = {name: second[name] for name in second if name not in ("content", "published_at")}
    assert told == {
        "number": 2,
        "reason": "A typing error.",
        "notice_id": "",
        "notice_version": 0,
        "was_shown": True,
        "is_current": True,
        "changes": [f"Title changed from {NEED['title']} to Light"],
    }
    assert (second["content"]["title"], first["content"]["title"]) == ("Light", NEED["title"])
    assert (first["number"], first["changes"], first["is_current"]) == (1, [], False)
    assert "The buyer of Havneby" not in str(answer)


def test_the_api_tells_no_versions_of_what_is_not_public(call, client, buyer_of_havneby) -> None:
    services.withdraw(call, "No money.", by=buyer_of_havneby)

    assert client.get(f"/api/v1/opportunities/{call.pk}/versions/").status_code == 404


def test_entries_need_no_version_before_the_first(call) -> None:
    [entry] = entries_of(call, Version.objects.of(call))

    assert (entry.is_first, entry.is_correction, entry.is_ending, entry.changes) == (
        True, False, False, [],
    )  # fmt: skip
