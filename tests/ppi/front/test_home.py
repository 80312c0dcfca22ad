"""The home page by role: what waits for whom, and the first step of somebody new."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.front import desk
from ppi.front.tasks import count_figures
from ppi.moderation import services as moderation
from tenders import services as tenders
from tenders.choices import Kind, Phase
from tenders.models import Opportunity
from tenders.services import pursuing
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import draft, published, submitted


def lines(user, portal) -> list[str]:
    return [str(line.text) for line in desk.waiting_for(user, portal)]


def test_somebody_new_is_led_to_an_organisation(denmark, stranger) -> None:
    assert lines(stranger, denmark) == ["Create or join your organisation"]


def test_a_buyer_goes_on_with_a_draft(facts, denmark, havneby, buyer_of_havneby) -> None:
    draft(havneby, buyer_of_havneby, title="Lamps")

    assert lines(buyer_of_havneby, denmark) == ["Go on writing «Lamps»"]


def test_a_moderator_sees_what_waits_in_this_portal_only(
    facts, denmark, latvia, havneby, buyer_of_havneby, moderator_of_denmark, stranger
) -> None:
    submitted(havneby, buyer_of_havneby)
    shown = published(havneby, buyer_of_havneby, moderator_of_denmark)
    moderation.report(shown, denmark, kind="spam", text="An advertisement.", by=stranger)

    assert lines(moderator_of_denmark, denmark) == [
        "1 thing waits to be read",
        "1 report is open",
    ]
    assert "1 thing waits to be read" not in lines(moderator_of_denmark, latvia)


def test_what_is_due_within_a_week_waits_for_whoever_has_it_in_hand(
    facts, denmark, havneby, upes_ziburys, buyer_of_havneby, seller_of_upenai, moderator_of_denmark
) -> None:
    people = (havneby, buyer_of_havneby, moderator_of_denmark)
    colleague = employee("bids@upes-ziburys.example", upes_ziburys)
    for days in (3, 5, 20):
        need = published(*people, deadline=timezone.now() + timedelta(days=days))
        pursuing.pursue(need, upes_ziburys, by=seller_of_upenai)

    assert lines(seller_of_upenai, denmark) == [
        "2 opportunities in your hands are due within a week"
    ]
    assert lines(colleague, denmark) == []
    assert lines(buyer_of_havneby, denmark) == []


def test_what_fits_is_shown_in_the_portals_that_show_it(
    facts, as_user, denmark, latvia, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    lamps = company("lamps", denmark)
    profiled(lamps)
    seller = employee("seller@lamps.example", lamps)
    people = (havneby, buyer_of_havneby, moderator_of_denmark)
    everywhere = published(*people, title="Shown everywhere")
    published(*people, title="Canary kept at home", is_shared=False)
    run_jobs()

    def fits(portal) -> list[str]:
        page = as_user(seller).get(f"/p/{portal.slug}/en/")
        return [row.title.text for row in page.context["fits"]]

    assert fits(denmark) == ["Canary kept at home", "Shown everywhere"]
    assert fits(latvia) == ["Shown everywhere"]
    tenders.end(everywhere, Phase.CANCELLED, "No money.", by=buyer_of_havneby)
    assert fits(denmark) == ["Canary kept at home"]


def test_the_front_page_counts_what_is_open(
    facts, as_user, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    published(havneby, buyer_of_havneby, moderator_of_denmark, partners_wanted="Two towns")
    draft(havneby, buyer_of_havneby)

    answer = as_user(None).get("/p/dk/en/")
    assert answer.context["numbers"] == {"open": 1, "co_buyers": 1, "companies": 0, "languages": 4}


def test_the_front_page_counts_what_its_link_leads_to(
    facts, as_user, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    people = (havneby, buyer_of_havneby, moderator_of_denmark)
    published(*people)
    published(*people, kind=Kind.PLANNED, deadline=None, title="Planned")
    long_ago = published(*people, kind=Kind.PLANNED, deadline=None, title="Planned long ago")
    Opportunity.objects.everywhere("the test").filter(pk=long_ago.pk).update(
        published_at=timezone.now() - timedelta(days=400)
    )
    browser = as_user(None)
    front, found = browser.get("/p/dk/en/"), browser.get("/p/dk/en/opportunities/")

    assert (front.context["numbers"]["open"], found.context["listing"].count) == (2, 2)
    assert "Planned long ago" not in front.text + found.text


def test_the_front_page_reads_the_figures_that_the_clock_counted(
    facts, as_user, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    browser, people = as_user(None), (havneby, buyer_of_havneby, moderator_of_denmark)

    def is_open() -> int:
        return browser.get("/p/dk/en/").context["numbers"]["open"]

    assert is_open() == 0
    published(*people)
    assert is_open() == 0
    count_figures()
    assert is_open() == 1
    with CaptureQueriesContext(connection) as made:
        is_open()
    assert [query["sql"] for query in made if "COUNT(" in query["sql"]] == []


def test_the_bare_address_leads_to_the_readers_language(denmark, as_user) -> None:
    browser = as_user(None)

    assert browser.get("/p/dk/", headers={"accept-language": "da"}).url == "/p/dk/da/"
    assert browser.get("/").url == "/en/portals/"


def test_robots_and_sitemap_name_every_language(
    facts, as_user, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    shown = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    browser = as_user(None)
    index = browser.get("/p/dk/sitemap.xml").content.decode()
    section = browser.get("/p/dk/sitemap-published.xml").content.decode()

    assert "/p/dk/sitemap.xml" in browser.get("/p/dk/robots.txt").content.decode()
    assert "/p/dk/sitemap-published.xml" in index
    assert f"/p/dk/da/opportunities/{shown.slug}/" in section
    assert 'hreflang="sv"' in section
    assert f'hreflang="x-default" href="http://testserver/p/dk/en/opportunities/{shown.slug}/"' in (
        section
    )
