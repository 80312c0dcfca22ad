"""Any published thing can be starred, and a star tells what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import services as cases
from courses import services as courses
from ppi.kernel.jobs import promise
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.library import services as library
from ppi.library.models import Page as Guide
from ppi.matching import tasks
from ppi.matching.interests import stars
from ppi.matching.models import Star, StarredNews
from ppi.network import services as network
from ppi.network.models import Event
from ppi.search.models import Entry
from ppi.translations import services as translations
from profiles import products, revisions
from profiles.models import Product
from tenders import services as tenders
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.filled import Page
from tests.tenders.written import draft, reloaded

ROOM = "/p/dk/en/for-you/stars/"

pytestmark = pytest.mark.django_db


def starred(person) -> list[str]:
    rows = Star.objects.of_person(person).order_by("pk")
    return [str(star.thing) for star in rows]


def news() -> list[tuple[str, str]]:
    return [(row.title, row.what) for row in StarredNews.objects.order_by("pk")]


def press(browser, page: str, label: str, **headers):
    """The button of a star on a page, with all that its form carries."""
    [button] = Page(browser.get(page)).tree.xpath(
        f"//form[contains(@class, 'star')]//button[starts-with(normalize-space(), '{label}')]"
    )
    form = button.getparent()
    fields = dict(form.form_values()) | {button.get("name"): button.get("value")}
    return browser.post(form.action, fields, headers=headers)


@pytest.fixture
def things(facts, denmark, moderator_of_denmark, run_jobs) -> dict[str, str]:
    """One published thing of each kind that has a page, by its page."""
    shared = {"portal": denmark, "by": moderator_of_denmark, "language": "en"}
    starts = timezone.now() + timedelta(days=3)
    when = {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "is_online": True}
    lesson = {"slug": "one", "title_en": "One", "body_en": "Read.", "minutes": 5}
    by = {"by": moderator_of_denmark}
    cases.publish(cases.keep_case("a-case", title_en="A case", **shared), **by)
    made = courses.keep_course("a-course", title_en="A course", lessons=[lesson], **shared)
    courses.publish(made, **by)
    library.publish(library.keep_page("a-page", title_en="A guide", kind="guide", **shared), **by)
    event = network.keep_event("an-event", title="An event", kind="webinar", **when, **shared)
    network.publish(event, **by)
    lamp = {"name": "A lamp", "problem": "Dark.", "language": "en", "cpv": ["34928500"]}
    profiled(company("lampa", denmark), products=[lamp])
    run_jobs()
    return {
        "A case": "/p/dk/en/cases/a-case/",
        "A course": "/p/dk/en/courses/a-course/",
        "A guide": "/p/dk/en/library/a-page/",
        "An event": "/p/dk/en/events/an-event/",
        "Lampa": "/p/dk/en/companies/lampa/",
        "A lamp": "/p/dk/en/companies/lampa/products/a-lamp/",
    }


def test_every_kind_of_thing_is_starred_on_its_page_and_the_star_taken_off(
    things, stranger, as_user
) -> None:
    browser = as_user(stranger)
    for page in things.values():
        assert press(browser, page, "Star").url == page

    assert starred(stranger) == list(things)
    listed = Page(browser.get(ROOM))
    assert listed.tree.xpath("//h2/a/text()") == list(reversed(things))
    for page in things.values():
        assert press(browser, page, "Take the star off").url == page
    assert starred(stranger) == []


def test_a_star_stands_in_the_rows_of_lists_and_costs_one_query_a_page(
    call, stranger, as_user, run_jobs
) -> None:
    browser = as_user(stranger)
    for number in range(2):
        call(title=f"Need {number}")
    run_jobs()
    for page in ("/p/dk/en/opportunities/", "/p/dk/en/search/"):
        with CaptureQueriesContext(connection) as asked:
            browser.get(page)
        about_stars = [query for query in asked if "matching_star" in query["sql"]]
        assert len(about_stars) == 1
    [need, _other] = Opportunity.objects.published_anywhere().order_by("pk")

    page = "/p/dk/en/opportunities/?q=Need"
    assert press(browser, f"{page}+0", "Star: Need 0").url == f"{page}+0"
    assert Star.objects.of_person(stranger).get().thing == need
    shown = as_user(None).get(page).content.decode()
    assert "Need 0" in shown
    assert "star-tenders" not in shown


def test_htmx_is_answered_with_the_button_alone(call, stranger, as_user) -> None:
    need = call()
    answer = press(
        as_user(stranger), f"/p/dk/en/opportunities/{need.slug}/", "Star", **{"HX-Request": "true"}
    )

    page = Page(answer)
    assert page.tree.tag == "form"
    assert page.text == "Take the star off"
    assert starred(stranger) == [str(need)]


def test_a_visitor_is_asked_to_sign_in_and_starred_by_one_press_afterwards(
    call, stranger, as_user
) -> None:
    need = call()
    page = Page(as_user(None).get(f"/p/dk/en/opportunities/{need.slug}/"))
    [link] = page.tree.xpath("//a[normalize-space()='Star']/@href")
    assert link == f"{ROOM}tenders.opportunity/{need.pk}/"
    assert "/account/login/" in as_user(None).get(link).url

    browser = as_user(stranger)
    assert "Star it?" in Page(browser.get(link)).text
    browser.post(link)
    assert starred(stranger) == [str(need)]


def test_what_is_not_public_here_cannot_be_starred_and_tells_nothing(
    facts, havneby, buyer_of_havneby, stranger, as_user
) -> None:
    secret = draft(havneby, buyer_of_havneby)
    for who in (buyer_of_havneby, stranger):
        for label in ("tenders.opportunity", "tenders.version", "nothing"):
            assert as_user(who).post(f"{ROOM}{label}/{secret.pk}/").status_code == 404
    assert not Star.objects.everywhere("none").exists()


def test_twice_is_once_and_one_too_many_is_refused(call, stranger, monkeypatch) -> None:
    monkeypatch.setattr(stars, "MOST_STARS", 1)
    first, second = call(), call(title="Another")
    stars.star(first, by=stranger)
    stars.star(first, by=stranger)

    with pytest.raises(Refused, match="You have starred 1 things; more cannot be kept."):
        stars.star(second, by=stranger)
    assert starred(stranger) == [str(first)]


def test_what_was_taken_off_stays_in_the_list_without_its_text(
    call, stranger, buyer_of_havneby, as_user, run_jobs
) -> None:
    need = call()
    stars.star(need, by=stranger)
    run_jobs()
    tenders.withdraw(need, "Another way.", by=buyer_of_havneby)
    run_jobs()

    browser = as_user(stranger)
    page = Page(browser.get(ROOM))
    assert "No longer public" in page.text
    assert str(need) not in page.text
    assert news() == [(str(need), "removed")]
    browser.post(f"{ROOM}tenders.opportunity/{need.pk}/", {"star": "no"})
    assert starred(stranger) == []


def told() -> list[list[int]]:
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    ids = [job.arguments["ids"] for job in jobs if "starred" in job.arguments["event"]]
    return [each["news_ids"] for each in ids]


@pytest.mark.parametrize(("days", "shown"), [(9, ["9 days"]), (-9, [])])
def test_the_first_deadline_of_a_dynamic_system_is_shown_until_it_has_passed(
    call, stranger, as_user, run_jobs, days, shown
) -> None:
    need, now = call(), timezone.now()
    run_jobs()
    Entry.objects.everywhere("a test").filter(title=need.title).update(
        deadline=now + timedelta(days=days, minutes=1), open_until=now + timedelta(days=90)
    )
    stars.star(need, by=stranger)

    page = Page(as_user(stranger).get(ROOM))

    assert page.tree.xpath("//*[@class='row__aside']/strong/text()") == shown


def test_every_change_of_what_is_starred_is_news_and_told_once(
    things, denmark, moderator_of_denmark, stranger, as_user, run_jobs
) -> None:
    browser = as_user(stranger)
    press(browser, things["A guide"], "Star")
    press(browser, things["A case"], "Star")
    shared = {"portal": denmark, "by": moderator_of_denmark, "language": "en", "kind": "guide"}
    for text in ("Another text.", "Yet another."):
        library.keep_page("a-page", title_en="A guide", body_en=text, **shared)
        run_jobs()
    library.keep_page("a-page", title_en="A better guide", body_en="Yet another.", **shared)
    run_jobs()

    assert news() == [("A guide", "changed")] * 2 + [("A better guide", "changed")]
    assert told() == [[row.pk] for row in StarredNews.objects.order_by("pk")]
    last = StarredNews.objects.latest("pk")
    tasks.tell_of_starred("library.Page", [last.object_id], [], at=last.at.isoformat())
    assert len(news()) == 3


def test_a_star_tells_of_a_moved_date_and_of_a_stage_but_of_no_translation(
    things, denmark, moderator_of_denmark, stranger, as_user, run_jobs
) -> None:
    browser = as_user(stranger)
    for name in ("An event", "A lamp"):
        press(browser, things[name], "Star")
    [event] = Event.objects.published_anywhere()
    [lamp] = Product.objects.published_anywhere()
    translations.keep(event, "title", "da", "Et møde")
    run_jobs()
    assert news() == []

    day = timedelta(days=1)
    moved = {"starts_at": event.starts_at + day, "ends_at": event.ends_at + day}
    for facts in (moved, {"url": "https://event.example/"}):
        network.keep_event("an-event", portal=denmark, by=moderator_of_denmark, **facts)
        run_jobs()
    owner = employee("anna@lampa.example", lamp.organisation, "owner")
    products.edit(lamp, by=owner, trl=4)
    revisions.submit(lamp, by=owner)
    revisions.publish(revisions.open_revision(lamp), by=moderator_of_denmark)
    run_jobs()

    assert news() == [("An event", "changed")] * 2 + [("A lamp", "changed")]


def test_what_nobody_starred_and_new_versions_of_needs_are_told_elsewhere(
    call, things, stranger, buyer_of_havneby, denmark, moderator_of_denmark, run_jobs
) -> None:
    need = call()
    run_jobs()
    stars.star(need, by=stranger)
    correction = tenders.start_correction(reloaded(need), by=buyer_of_havneby)
    tenders.edit(correction, by=buyer_of_havneby, correction_reason="x", need="Other lamps.")
    tenders.submit(reloaded(correction), by=buyer_of_havneby)
    shared = {"portal": denmark, "by": moderator_of_denmark, "language": "en", "kind": "guide"}
    library.keep_page("a-page", title_en="A guide", body_en="Another text.", **shared)
    run_jobs()

    assert news() == []


class Row:
    def __init__(self, **facts) -> None:
        self.__dict__ |= facts


def test_what_the_version_before_an_upgrade_announced_is_told_after_it(
    things, stranger, as_user, run_jobs
) -> None:
    """It knew neither translations nor the moment."""
    press(as_user(stranger), things["A guide"], "Star")
    Job.objects.all().delete()
    [page] = Guide.objects.published_anywhere()
    ids = {"model": "library.Page", "new": [], "changed": [page.pk], "removed": []}
    promise("ppi.kernel.events.deliver", event="search.indexed", ids=ids)
    promise("ppi.matching.tasks.tell_of_starred", model="library.Page", changed=[], removed=[])
    run_jobs()

    assert news() == [("A guide", "changed")]


def test_who_watched_a_need_has_starred_it_since_then(call, stranger) -> None:
    """The table of watches is gone: its rows are played by what reads as they did."""
    need, since = call(), timezone.now() - timedelta(days=9)
    watched = [Row(opportunity_id=need.pk, opportunity=need, person_id=stranger.pk, since=since)]
    migration = import_module("ppi.matching.migrations.0021_stars_of_watches")

    migration.star(watched, Star.objects.everywhere("made by the migration"),
                   ContentType.objects.get_for_model(Opportunity))  # fmt: skip

    star = Star.objects.of_person(stranger).get()
    assert (star.thing, star.since, star.portal) == (need, since, need.portal)
    assert apps.get_app_config("tenders").models.keys() & {"watch"} == set()


def test_no_page_and_no_mail_has_a_second_word_for_a_star() -> None:
    pages = [path for path in (settings.ROOT / "templates").rglob("*.*") if path.is_file()]
    assert len(pages) > 100
    assert [page for page in pages if re.search(r"\bwatch", page.read_text(), re.I)] == []
