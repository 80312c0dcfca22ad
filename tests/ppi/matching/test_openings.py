"""How many companies opened a need: counted where the portal and the person want it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from lxml import html

from ppi.kernel.replicas.routing import Reading, reading
from ppi.matching import counting, openings, services
from ppi.matching.models import Opening, OpeningConsent
from ppi.matching.querysets import OpeningQuerySet
from ppi.notifications.choices import Concern
from ppi.notifications.models import Rhythm
from tests.ppi.matching.companies import company, employee, profiled
from tests.ppi.notifications.test_settings import wishes
from tests.tenders.written import published

NEED, SETTINGS = "/p/{}/en/opportunities/{}/", "/p/dk/en/notifications/"
BOX = "Count my company when I open a need that fits it"
FIGURE = "Companies that opened it"


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark, denmark):
    for name in ("lamps", "poles", "wires"):
        profiled(company(name, denmark))
    row = published(havneby, buyer_of_havneby, moderator_of_denmark)
    services.match(row)
    return row


@pytest.fixture
def counting_portal(denmark):
    denmark.counts_openings = True
    denmark.save()
    return denmark


def seller_of(need, slug: str, name: str = "anna"):
    rows = need.matches.everywhere("a test").select_related("profile__organisation")
    return employee(f"{name}@{slug}.example", rows.get(
        profile__organisation__slug=slug).profile.organisation)  # fmt: skip


def opened() -> list[str]:
    rows = Opening.objects.everywhere("a test").order_by("organisation__slug")
    return list(rows.values_list("organisation__slug", flat=True))


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_without_the_portal_nothing_is_asked_counted_or_told(
    need, denmark, as_user, buyer_of_havneby
) -> None:
    seller = seller_of(need, "lamps")
    openings.agree(denmark, by=seller)

    browser = as_user(seller)

    assert need.title in words(browser.get(NEED.format("dk", need.slug)))
    assert opened() == []
    assert BOX not in words(browser.get(SETTINGS))
    page = words(as_user(buyer_of_havneby).get(NEED.format("dk", need.slug)))
    assert "Who opens this page is not tracked." in page
    assert FIGURE not in page


def test_without_the_person_nothing_is_counted(need, counting_portal, as_user) -> None:
    seller, colleague = seller_of(need, "lamps"), seller_of(need, "lamps", "bo")
    openings.agree(counting_portal, by=colleague)

    as_user(seller).get(NEED.format("dk", need.slug))

    assert opened() == []


def test_one_row_a_company_however_often_and_by_however_many(
    need, counting_portal, as_user
) -> None:
    for name in ("anna", "bo"):
        seller = seller_of(need, "lamps", name)
        openings.agree(counting_portal, by=seller)
        for _ in range(2):
            as_user(seller).get(NEED.format("dk", need.slug))

    assert opened() == ["lamps"]


def test_only_companies_that_the_need_fits_are_counted(
    need, counting_portal, as_user, stranger, denmark, buyer_of_havneby
) -> None:
    baker = company("bread", denmark)
    profiled(baker, headline="Bread", about="Rolls for schools.", cpv=["15810000"])
    for who in (stranger, employee("anna@bread.example", baker), buyer_of_havneby):
        openings.agree(counting_portal, by=who)
        assert need.title in words(as_user(who).get(NEED.format("dk", need.slug)))

    assert opened() == []


def test_agreed_in_one_portal_is_not_agreed_in_another(
    need, counting_portal, latvia, as_user
) -> None:
    seller = seller_of(need, "lamps")
    openings.agree(latvia, by=seller)
    as_user(seller).get(NEED.format("dk", need.slug))
    latvia.counts_openings = False
    latvia.save()

    as_user(seller).get(NEED.format("lv", need.slug))

    assert opened() == []


def test_the_buyer_reads_a_sum_and_who_is_in_it(
    need, counting_portal, as_user, buyer_of_havneby
) -> None:
    def open_as(slug: str) -> str:
        seller = seller_of(need, slug)
        openings.agree(counting_portal, by=seller)
        as_user(seller).get(NEED.format("dk", need.slug))
        return counting.reach_of(need, counting_portal).opened

    assert counting.reach_of(need, counting_portal).opened == "none"
    assert [open_as(slug) for slug in ("lamps", "poles")] == ["fewer than 3", "fewer than 3"]
    assert open_as("wires") == "3"

    page = words(as_user(buyer_of_havneby).get(NEED.format("dk", need.slug)))

    assert f"{FIGURE} 3" in page
    assert "counted only where somebody in them agreed to that" in page
    assert "is not tracked" not in page


def test_a_person_agrees_on_the_page_of_their_settings_and_ends_it_there(
    need, counting_portal, as_user
) -> None:
    seller = seller_of(need, "lamps")
    browser = as_user(seller)
    usual = wishes(Concern.NEW, Concern.FOLLOWED, Concern.ORGANISATION)

    def is_ticked() -> bool:
        [box] = html.fromstring(browser.get(SETTINGS).content).xpath("//*[@name='count_openings']")
        return box.get("checked") is not None

    assert BOX in words(browser.get(SETTINGS))
    assert not is_ticked()
    browser.post(SETTINGS, usual | {"count_openings": "on"})
    assert is_ticked()
    browser.get(NEED.format("dk", need.slug))

    browser.post(SETTINGS, usual)

    assert not is_ticked()
    assert not OpeningConsent.objects.of_person(seller).exists()
    assert opened() == ["lamps"]
    Opening.objects.everywhere("a test").delete()
    browser.get(NEED.format("dk", need.slug))
    assert opened() == []


def test_where_the_portal_does_not_count_nobody_can_agree(denmark, stranger, as_user) -> None:
    usual = wishes(Concern.NEW, Concern.FOLLOWED)
    as_user(stranger).post(SETTINGS, usual | {"count_openings": "on"})

    assert Rhythm.objects.filter(user=stranger).exists()
    assert not openings.has_agreed(stranger, denmark)


def test_an_opening_that_cannot_be_written_leaves_the_page_whole(
    need, counting_portal, as_user, monkeypatch
) -> None:
    seller = seller_of(need, "lamps")
    openings.agree(counting_portal, by=seller)

    def fails(*arguments, **options):
        raise DatabaseError("read-only")

    monkeypatch.setattr(OpeningQuerySet, "bulk_create", fails)
    page = as_user(seller).get(NEED.format("dk", need.slug))

    assert page.status_code == 200
    assert need.title in words(page)
    assert opened() == []


def test_a_page_writes_after_it_was_made_and_only_the_first_time(need, counting_portal, rf) -> None:
    seller = seller_of(need, "lamps")
    openings.agree(counting_portal, by=seller)
    request = rf.get(NEED.format("dk", need.slug))
    request.user, request.portal = seller, counting_portal

    def writes() -> bool:
        with reading(how := Reading(from_replica=False)):
            openings.note(need, request)
        return how.wrote

    assert [writes(), writes()] == [True, False]


def test_asking_for_the_head_of_a_page_opens_nothing(need, counting_portal, as_user) -> None:
    seller = seller_of(need, "lamps")
    openings.agree(counting_portal, by=seller)

    assert as_user(seller).head(NEED.format("dk", need.slug)).status_code == 200

    assert opened() == []
