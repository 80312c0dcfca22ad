"""The bell in the header, its list, and that asking for it every minute costs next to nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from ppi.moderation import services as moderation
from ppi.moderation.choices import ReportKind
from ppi.notifications import services
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.lines import lines
from ppi.notifications.models import Delivery
from ppi.notifications.services import Recipient
from ppi.search import services as search
from profiles import products
from profiles.models import Product
from tenders import services as tenders
from tenders.models import Opportunity
from tests.conftest import member, person
from tests.ppi.matching.companies import company, employee, profiled
from tests.ppi.notifications.conftest import starring, tell
from tests.profiles.written import YES_TO_ALL
from tests.tenders.written import published, submission_of

LIST, COUNT = "/p/dk/en/notifications/news/", "/p/dk/en/notifications/news/count/"
BEFORE = datetime(2027, 1, 13, tzinfo=UTC)


@pytest.fixture
def told(change, call, stranger) -> Delivery:
    """The stranger has one thing unread."""
    tell(change, starring(call, [stranger]))
    return Delivery.objects.get(user=stranger, channel=Channel.PLATFORM)


def bell_in(response) -> str:
    [bell] = html.fromstring(response.content).xpath("//*[contains(@class, 'bell')][@hx-get]")
    return " ".join(bell.xpath(".//svg/@aria-label | .//*[@class='bell__number']/text()"))


def only_row(response) -> str:
    [row] = html.fromstring(response.content).xpath("//main//li[@class='row']")
    return " ".join(row.text_content().split())


def texts(response) -> str:
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content).text_content().split())


def test_every_page_of_somebody_signed_in_says_how_much_is_unread(told, stranger, as_user) -> None:
    browser = as_user(stranger)
    assert bell_in(browser.get("/p/dk/en/")) == "News, 1 unread 1"
    browser.post(LIST + "read/")
    assert bell_in(browser.get("/p/dk/en/")) == "News, nothing unread"
    assert "hx-get" not in as_user(None).get("/p/dk/en/").content.decode().partition("<main")[0]


def test_the_list_says_what_happened_to_what_and_why_and_leads_there(
    told, call, stranger, as_user
) -> None:
    browser = as_user(stranger)
    page = browser.get(LIST)
    words = only_row(page)
    assert f"Unread Changed {call.title}" in words
    assert "You starred it. Stop just this" in words

    opened = browser.get(f"{LIST}{told.pk}/")
    assert opened.url == f"http://testserver/p/dk/en/opportunities/{call.slug}/"
    told.refresh_from_db()
    assert told.read_at is not None
    assert only_row(browser.get(LIST)).startswith(f"Changed {call.title}")


def test_what_is_no_longer_shared_is_read_in_its_own_portal(
    facts, call, latvia, stranger, as_user, run_jobs
) -> None:
    services.promise(Kind.FOUND, call, [Recipient.of(stranger, latvia)])
    told = Delivery.objects.get(user=stranger, channel=Channel.PLATFORM)
    path = f"/en/opportunities/{call.slug}/"
    browser = as_user(stranger)
    assert browser.get(f"{LIST}{told.pk}/").url == f"http://testserver/p/lv{path}"

    Opportunity.objects.everywhere("the buyer shares it no more").update(is_shared=False)
    search.reindex(Opportunity, [call.pk])
    assert browser.get(f"{LIST}{told.pk}/").url == f"http://testserver/p/dk{path}"


def test_nobody_opens_or_reads_for_another(told, seller_of_upenai, as_user) -> None:
    browser = as_user(seller_of_upenai)
    assert browser.get(f"{LIST}{told.pk}/").status_code == 404
    browser.post(f"{LIST}{told.pk}/read/")
    browser.post(f"{LIST}read/")
    told.refresh_from_db()
    assert told.read_at is None
    assert told.cause.opportunity.title not in browser.get(LIST).content.decode()


def test_one_is_marked_as_read_without_opening_it(told, call, stranger, as_user) -> None:
    services.promise(Kind.FOUND, call, [Recipient.of(stranger, call.portal)])
    as_user(stranger).post(f"{LIST}{told.pk}/read/")
    unread = Delivery.objects.in_bell_of(stranger).unread()
    assert list(unread.values_list("kind", flat=True)) == [Kind.FOUND]


def test_the_minutes_question_is_answered_with_304_until_something_comes_or_is_read(
    told, call, stranger, as_user
) -> None:
    browser = as_user(stranger)
    first = browser.get(COUNT)
    tag = first.headers["ETag"]
    assert (bell_in(first), first.headers["Cache-Control"]) == (
        "News, 1 unread 1", "private, no-cache",
    )  # fmt: skip

    again = browser.get(COUNT, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)

    services.promise(Kind.FOUND, call, [Recipient.of(stranger, call.portal)])
    newer = browser.get(COUNT, headers={"if-none-match": tag})
    assert (newer.status_code, bell_in(newer)) == (200, "News, 2 unread 2")
    services.mark_read(stranger)
    read = browser.get(COUNT, headers={"if-none-match": newer.headers["ETag"]})
    assert (read.status_code, bell_in(read)) == (200, "News, nothing unread")


def test_the_minutes_question_costs_one_query_of_the_bell_and_writes_nothing(
    told, stranger, as_user
) -> None:
    browser = as_user(stranger)
    tag = browser.get(COUNT).headers["ETag"]
    expires = Session.objects.get().expire_date
    with CaptureQueriesContext(connection) as captured:
        browser.get(COUNT, headers={"if-none-match": tag})

    statements = [query["sql"] for query in captured.captured_queries]
    assert [sql.split()[0] for sql in statements if "notifications_delivery" in sql] == ["SELECT"]
    assert all(sql.startswith("SELECT") for sql in statements)
    # The session, the account, the portal, and the bell.
    assert len(statements) <= 4
    assert Session.objects.get().expire_date == expires


def test_somebody_whose_session_has_ended_is_not_moved_from_the_page(told, as_user) -> None:
    response = as_user(None).get(COUNT, headers={"hx-request": "true"})
    assert (response.status_code, "HX-Redirect" in response.headers) == (204, False)


def test_more_than_99_are_not_counted(denmark, call, stranger, as_user) -> None:
    Delivery.objects.bulk_create(
        Delivery(
            kind=Kind.FOUND, channel=Channel.PLATFORM, user=stranger, portal=denmark,
            language="en", content_type_id=1, object_id=number, subject_type_id=1,
            subject_id=number, promised_at=BEFORE, due_at=BEFORE, sent_at=BEFORE,
        )
        for number in range(120)
    )  # fmt: skip
    assert bell_in(as_user(stranger).get(COUNT)) == "News, 99+ unread 99+"


def test_the_list_is_paged_by_key_and_its_queries_do_not_grow(
    call, havneby, buyer_of_havneby, moderator_of_denmark, stranger, run_jobs, as_user
) -> None:
    needs = [
        published(havneby, buyer_of_havneby, moderator_of_denmark, title=f"Need {number:02}")
        for number in range(23)
    ]
    run_jobs()
    browser = as_user(stranger)

    def queries_of_the_list() -> int:
        with CaptureQueriesContext(connection) as captured:
            texts(browser.get(LIST))
        return len(captured)

    for need in needs[:3]:
        services.promise(Kind.FOUND, need, [Recipient.of(stranger, need.portal)])
    few = queries_of_the_list()
    for need in needs[3:]:
        services.promise(Kind.FOUND, need, [Recipient.of(stranger, need.portal)])
    assert queries_of_the_list() == few

    def titles(address: str) -> list[str]:
        page = html.fromstring(browser.get(address).content)
        shown.extend(page.xpath("//main//h2[@class='row__title']/a/text()"))
        return page.xpath("//a[@rel='next']/@href")

    shown: list[str] = []
    [further] = titles(LIST)
    assert titles(LIST + further) == []
    assert shown == [need.title for need in reversed(needs)]


def test_of_what_was_taken_off_only_that_is_told(told, call, buyer_of_havneby, stranger, run_jobs,
    as_user,
) -> None:  # fmt: skip
    tenders.withdraw(call, "Another way.", by=buyer_of_havneby)
    run_jobs()
    words = texts(as_user(stranger).get(LIST))
    assert f"Changed {call.title}" not in words
    assert f"No longer public: {call.title}" in words
    assert "This was taken off meanwhile" in words
    assert as_user(stranger).get(f"{LIST}{told.pk}/").status_code == 404


# What is gone meanwhile ---------------------------------------------------------------------------


@pytest.mark.parametrize("end", [tenders.approve, tenders.discard_correction])
def test_who_was_asked_to_approve_a_correction_can_read_the_bell_once_its_draft_is_gone(
    call, havneby, buyer_of_havneby, run_jobs, as_user, end
) -> None:
    havneby.needs_approval = True
    havneby.save()
    owner = member(person("owner@havneby.example", "Owner"), havneby)
    draft = tenders.start_correction(call, by=buyer_of_havneby)
    wanted = {"title": "Another", "correction_reason": "The pier was forgotten."}
    draft = tenders.edit(draft, by=buyer_of_havneby, **wanted)
    waiting = tenders.submit(draft, by=buyer_of_havneby)
    run_jobs()
    browser = as_user(owner)
    assert "Please approve: Another" in only_row(browser.get(LIST))

    end(waiting, by=owner)
    assert "This was taken off meanwhile" in only_row(browser.get(LIST))


def test_a_product_that_is_deleted_leaves_its_owners_and_moderators_a_bell_that_opens(
    facts, denmark, moderator_of_denmark, stranger, run_jobs, as_user
) -> None:
    lamps = company("lamps", denmark)
    anna = employee("anna@lamps.example", lamps, "owner")
    lamp = {"name": "Lamp", "problem": "Dark.", "language": "en"}
    product = Product.objects.of(profiled(lamps, products=[lamp])).get()
    report = moderation.report(product, denmark, kind=ReportKind.WRONG, text="No.", by=stranger)
    moderation.settle(report, remove=True, reason="It names a person.", by=moderator_of_denmark)
    products.take_self_test(product, YES_TO_ALL, by=anna)
    products.submit(product, by=anna)
    run_jobs()
    moderation.send_back(submission_of(product), "Still a name.", by=moderator_of_denmark)
    run_jobs()
    readers = (anna, moderator_of_denmark)
    assert ["Lamp" in texts(as_user(one).get(LIST)) for one in readers] == [True, True]

    products.delete(product, by=anna)
    assert ["Lamp" in texts(as_user(one).get(LIST)) for one in readers] == [False, False]


def test_a_database_that_is_away_is_no_gap(call, stranger, buyer_of_havneby) -> None:
    """A webhook would never be called with that news."""
    [firm] = tenders.invite(call, [tenders.Firm("Firm", stranger.email, "en")], by=buyer_of_havneby)
    services.promise(Kind.INVITED_FIRM, firm, [Recipient.of(stranger, call.portal)])
    rows = Delivery.objects.filter(user=stranger, channel=Channel.PLATFORM)
    assert len(lines(list(rows.all()))) == 1

    def gone(execute, sql, *arguments):
        if 'FROM "tenders_opportunity"' in sql:
            raise OperationalError("the connection is lost")
        return execute(sql, *arguments)

    with connection.execute_wrapper(gone), pytest.raises(OperationalError):
        lines(list(rows.all()))


def test_a_line_that_cannot_be_made_is_logged_and_leaves_a_gap(
    told, call, stranger, as_user, caplog
) -> None:
    services.promise(Kind.REPORT, stranger, [Recipient.of(stranger, call.portal)])
    words = texts(as_user(stranger).get(LIST))
    assert f"Changed {call.title}" in words
    assert "This was taken off meanwhile" in words
    [logged] = [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]
    assert logged.endswith("cannot be said in a line")
