"""What readers say to an opportunity, and who hears it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from ppi.kernel import dates
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Organisation
from tenders import services
from tenders.choices import Level, Phase
from tenders.models import Commitment, NoBid, Opportunity
from tenders.services import interest
from tests.conftest import member, organisation, person
from tests.ppi.kernel.test_kept import sign_in
from tests.tenders.filled import Page
from tests.tenders.written import draft, published, reloaded

ROOM = "/p/dk/en/opportunities/"


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


# We need this too --------------------------------------------------------------------------------


def test_another_buyer_says_how_far_it_would_go_and_changes_its_mind(
    need, jarvikunta, buyer_of_jarvikunta, as_user
) -> None:
    browser, page = as_user(buyer_of_jarvikunta), f"{ROOM}{need.slug}/need-too/"
    browser.post(page, {"level": "interested", "note": "About 200 lamps."})
    browser.post(page, {"level": "letter", "note": "About 300 lamps."})
    given = Commitment.objects.of(need).get()
    assert (given.organisation, given.level, given.note, given.given_by) == (
        jarvikunta,
        Level.LETTER,
        "About 300 lamps.",
        buyer_of_jarvikunta,
    )
    browser.post(page, {"take-back": jarvikunta.pk})
    assert not Commitment.objects.of(need).exists()


def test_what_a_buyer_chose_before_the_sign_in_is_what_stands_there_after_it(
    need, jarvikunta, buyer_of_jarvikunta
) -> None:
    browser, page = Client(), f"{ROOM}{need.slug}/need-too/"
    to_sign_in = browser.post(page, {"level": "joint", "note": "About 300 lamps."})["Location"]

    shown = Page(browser.get(sign_in(browser, buyer_of_jarvikunta, to_sign_in)))

    assert (shown.ticked("level"), shown.value("note")) == (["joint"], "About 300 lamps.")
    assert "Here is what you had typed. Nothing was sent yet." in shown.text
    assert not Commitment.objects.of(need).exists()
    browser.post(page, {"level": shown.ticked("level"), "note": shown.value("note")})
    assert [row.level for row in Commitment.objects.of(need)] == [Level.JOINT]


@pytest.fixture
def water_board(buyer_of_jarvikunta, denmark) -> Organisation:
    """A second buyer for which the buyer of Järvikunta writes."""
    board = organisation("water-board", "Vesilaitos", denmark)
    member(buyer_of_jarvikunta, board)
    return board


def test_who_writes_for_two_buyers_takes_back_the_word_of_the_one_they_choose(
    need, jarvikunta, water_board, buyer_of_jarvikunta, as_user
) -> None:
    browser, page = as_user(buyer_of_jarvikunta), f"{ROOM}{need.slug}/need-too/"
    interest.commit(need, jarvikunta, Level.LETTER, "For the town.", by=buyer_of_jarvikunta)
    interest.commit(need, water_board, Level.JOINT, "For the wells.", by=buyer_of_jarvikunta)

    shown = Page(browser.get(page))

    rows = shown.tree.xpath("//section[@id='said']//li[contains(@class, 'row')]")
    assert [
        (row.xpath(".//h3")[0].text, row.xpath(".//button/@value"), told in row.text_content())
        for row, told in zip(rows, ("We sign a letter of intent", "We buy jointly"), strict=True)
    ] == [
        (jarvikunta.name, [str(jarvikunta.pk)], True),
        (water_board.name, [str(water_board.pk)], True),
    ]
    # Whose earlier word would stand in the form is not known yet.
    assert (shown.ticked("level"), shown.value("note")) == ([Level.INTERESTED], "")

    answer = browser.post(page, {"take-back": water_board.pk}, follow=True)
    assert f"Taken back for {water_board.name}." in answer.content.decode()
    assert [row.organisation for row in Commitment.objects.of(need)] == [jarvikunta]


def test_of_another_buyer_nothing_is_taken_back(
    need, jarvikunta, water_board, buyer_of_jarvikunta, denmark, as_user
) -> None:
    other = member(person("other@buyer.example", "Other"), organisation("o", "Other", denmark))
    interest.commit(need, jarvikunta, Level.JOINT, by=buyer_of_jarvikunta)
    for organisation_named in (jarvikunta.pk, "x"):
        as_user(other).post(f"{ROOM}{need.slug}/need-too/", {"take-back": organisation_named})
    assert [row.organisation for row in Commitment.objects.of(need)] == [jarvikunta]


def test_the_word_of_ones_only_buyer_stands_in_the_form(
    need, jarvikunta, buyer_of_jarvikunta, as_user
) -> None:
    interest.commit(need, jarvikunta, Level.JOINT, "About 300.", by=buyer_of_jarvikunta)
    shown = Page(as_user(buyer_of_jarvikunta).get(f"{ROOM}{need.slug}/need-too/"))
    assert (shown.ticked("level"), shown.value("note")) == ([Level.JOINT], "About 300.")


@pytest.fixture
def umbrella(denmark):
    """The writer of an intermediary: an umbrella of municipalities, which posts for buyers."""
    league = organisation("league", "Kommunernes forbund", denmark, kind="intermediary")
    return member(person("writer@league.example", "Writer"), league), league


def test_buyers_see_who_needs_it_too_and_nobody_else_does(
    need,
    jarvikunta,
    buyer_of_jarvikunta,
    buyer_of_havneby,
    seller_of_upenai,
    umbrella,
    stranger,
    as_user,
) -> None:
    interest.commit(need, jarvikunta, Level.JOINT, "ÄLYVALOT 300", by=buyer_of_jarvikunta)
    readers = (buyer_of_havneby, stranger, seller_of_upenai, umbrella[0], None)
    seen = {who: as_user(who).get(f"{ROOM}{need.slug}/").content.decode() for who in readers}
    for secret in ("We buy jointly", "ÄLYVALOT", jarvikunta.name):
        assert [who for who, text in seen.items() if secret in text] == [buyer_of_havneby]


def test_an_umbrella_sees_who_needs_what_it_announced_itself(
    umbrella, moderator_of_denmark, jarvikunta, buyer_of_jarvikunta, facts, as_user
) -> None:
    writer, league = umbrella
    announced = published(league, writer, moderator_of_denmark, kind="co-buyers")
    interest.commit(announced, jarvikunta, Level.JOINT, "ÄLYVALOT 300", by=buyer_of_jarvikunta)

    assert "ÄLYVALOT 300" in Page(as_user(writer).get(f"{ROOM}{announced.slug}/")).text


def test_how_many_need_it_stands_above_the_names_without_a_second_rule(
    need, jarvikunta, buyer_of_jarvikunta, as_user
) -> None:
    interest.commit(need, jarvikunta, Level.JOINT, by=buyer_of_jarvikunta)
    page = Page(as_user(buyer_of_jarvikunta).get(f"{ROOM}{need.slug}/"))

    [section] = page.tree.xpath("//section[@id='others']")
    assert [part.get("class") for part in section] == ["section__head", "meta", "rows", "quiet"]
    assert section[1].text_content() == "We buy jointly: 1"


def test_neither_a_company_nor_an_intermediary_nor_the_buyer_itself_needs_it_too(
    need, havneby, upes_ziburys, umbrella, buyer_of_havneby, seller_of_upenai
) -> None:
    others = ((seller_of_upenai, upes_ziburys), (buyer_of_havneby, havneby), umbrella)
    for somebody, of in others:
        with pytest.raises(Refused, match="Only other public buyers"):
            interest.commit(need, of, Level.JOINT, by=somebody)
    assert not Commitment.objects.of(need).exists()


def test_who_is_no_buyer_is_told_who_answers_here(need, umbrella, as_user) -> None:
    page = f"{ROOM}{need.slug}/need-too/"
    answer = as_user(umbrella[0]).post(page, {"level": "joint"})
    assert "Only other public buyers answer here." in answer.content.decode()
    assert not Commitment.objects.of(need).exists()


def test_an_unknown_level_is_refused_at_its_field(need, buyer_of_jarvikunta, as_user) -> None:
    page = f"{ROOM}{need.slug}/need-too/"
    answer = as_user(buyer_of_jarvikunta).post(page, {"level": "married", "note": "Lamps."})
    text = answer.content.decode()
    assert "Select a valid choice" in text
    assert "Lamps." in text
    assert not Commitment.objects.of(need).exists()


# We did not bid because --------------------------------------------------------------------------


def test_reasons_are_told_from_three_companies_on_and_notes_after_the_deadline_never_whose(
    need, upes_ziburys, seller_of_upenai, buyer_of_havneby, buyer_of_jarvikunta, as_user, denmark
) -> None:
    page, notes = f"{ROOM}{need.slug}/", [f"PASLAPTIS {number}" for number in range(3)]
    others = [
        member(
            person(f"{name}@firm.example", f"Seller {name}"),
            organisation(f"firm-{name}", f"Firm {name}", denmark, kind="supplier"),
        )
        for name in "ab"
    ]

    def read_by(who) -> str:
        return as_user(who).get(page).content.decode()

    for seller, note in zip([seller_of_upenai, *others], notes, strict=True):
        as_user(seller).post(f"{page}why-not/", {"reason": "size", "note": note})
        as_user(seller).post(f"{page}why-not/", {"reason": "time", "note": note})
        if seller == others[0]:
            assert "2 companies have said why." in read_by(buyer_of_havneby)
            assert "Too little time to answer" not in read_by(buyer_of_havneby)
    own = read_by(buyer_of_havneby)
    assert "Too little time to answer: <strong" in own
    assert "PASLAPTIS" not in own

    services.end(need, Phase.CLOSED, "We have what we need.", by=buyer_of_havneby)
    own = read_by(buyer_of_havneby)
    assert [note in own for note in notes] == [True] * 3
    assert not any(name in own for name in (upes_ziburys.name, "Firm a", "Firm b"))
    assert "PASLAPTIS" not in read_by(buyer_of_jarvikunta)


def test_who_writes_for_two_companies_reads_what_each_has_said(
    need, upes_ziburys, seller_of_upenai, denmark, as_user
) -> None:
    second = organisation("second", "Žiburiai", denmark, kind="supplier")
    member(seller_of_upenai, second)
    interest.say_why_not(need, upes_ziburys, "time", "First.", by=seller_of_upenai)
    interest.say_why_not(need, second, "size", "Second.", by=seller_of_upenai)

    shown = Page(as_user(seller_of_upenai).get(f"{ROOM}{need.slug}/why-not/"))

    rows = shown.tree.xpath("//section[@id='said']//li[contains(@class, 'row')]")
    assert [
        (row.xpath(".//h3")[0].text, told in row.text_content())
        for row, told in zip(rows, ("First.", "Second."), strict=True)
    ] == [(upes_ziburys.name, True), (second.name, True)]
    assert (shown.ticked("reason"), shown.value("note")) == ([], "")


def test_a_buyer_has_no_company_to_say_it_for(need, buyer_of_jarvikunta, as_user) -> None:
    page = f"{ROOM}{need.slug}/why-not/"
    answer = as_user(buyer_of_jarvikunta).post(page, {"reason": "time"})
    assert "First: which company?" in answer.content.decode()
    assert not NoBid.objects.of(need).exists()


# The calendar ------------------------------------------------------------------------------------


def events_in(answer) -> list[tuple]:
    return [
        (str(event["uid"]), str(event["summary"]), event["dtstart"].dt, event["sequence"])
        for event in Calendar.from_ical(answer.content).walk("vevent")
    ]


def test_the_deadline_goes_into_a_calendar_under_an_identity_that_stays(
    need, as_user, settings
) -> None:
    page = f"{ROOM}{need.slug}/calendar/"
    answer = as_user(None).get(page)
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    uid = f"deadline-{need.pk}@{settings.PPI_BASE_DOMAIN}"
    expected = [(uid, "Deadline: Light only where somebody walks", need.deadline, 1)]
    assert events_in(answer) == expected

    later = need.deadline + timedelta(days=3)
    Opportunity.objects.everywhere("a correction").filter(pk=need.pk).update(
        deadline=later, version=2
    )
    with time_machine.travel(need.deadline, tick=False):
        again = as_user(None).get(page)
    assert events_in(again) == [(uid, expected[0][1], later, 2)]


def test_no_date_has_an_end_that_is_not_later_than_its_begin(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    until = timezone.localdate() + timedelta(days=400)
    agreement = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="framework",
        runs_until=until,
        questions_until=timezone.now() + timedelta(days=5),
    )

    answer = as_user(None).get(f"{ROOM}{agreement.slug}/calendar/")

    dates_told = Calendar.from_ical(answer.content).walk("vevent")
    assert [(str(one["uid"]).split("-")[0], one.get("dtend")) for one in dates_told] == [
        ("questions", None),
        ("deadline", None),
        ("runs", None),
    ]


def test_a_draft_has_no_calendar(facts, havneby, buyer_of_havneby, as_user) -> None:
    secret = draft(havneby, buyer_of_havneby)
    assert as_user(None).get(f"{ROOM}{secret.slug}/calendar/").status_code == 404


def buttons(as_user, need: Opportunity) -> list[str]:
    page = Page(as_user(None).get(f"{ROOM}{need.slug}/"))
    found = page.tree.xpath("//div[@class='reader-actions']//*[contains(@class, 'ds-button')]")
    return [" ".join(button.text_content().split()) for button in found]


def facts_on(as_user, need: Opportunity) -> dict[str, str]:
    page = Page(as_user(None).get(f"{ROOM}{need.slug}/"))
    rows = page.tree.xpath("//dl[@class='facts__list']/div")
    return {row[0].text_content().strip(): " ".join(row[1].text_content().split()) for row in rows}


@pytest.mark.parametrize(
    ("phase", "hours", "label"),
    [
        (Phase.CANCELLED, -1, "Cancelled"),
        (Phase.CLOSED, -1, "Closed, being judged"),
        (Phase.UNSUCCESSFUL, 1, "Ended without a contract"),
    ],
)
def test_what_has_ended_says_so_offers_no_calendar_and_strikes_out_its_dates(
    need, buyer_of_havneby, as_user, phase, hours, label
) -> None:
    assert "Calendar" in buttons(as_user, need)
    with time_machine.travel(need.deadline + timedelta(hours=hours), tick=False):
        services.end(need, phase, "No money.", by=buyer_of_havneby)

        assert "Calendar" not in buttons(as_user, need)
        told = facts_on(as_user, need)
        with timezone.override("Europe/Copenhagen"):
            assert told[label] == dates.day(timezone.now())
        assert {"Answer before", "Answers were due", "State"} & told.keys() == set()
        answer = as_user(None).get(f"{ROOM}{need.slug}/calendar/")
    [event] = Calendar.from_ical(answer.content).walk("vevent")
    assert event.get("status") == ("CANCELLED" if hours < 0 else None)


def test_a_deadline_that_has_passed_is_told_as_the_day_it_was_closed(need, as_user) -> None:
    with time_machine.travel(need.deadline + timedelta(hours=1), tick=False):
        told = facts_on(as_user, need)

        assert "Calendar" not in buttons(as_user, need)
    with timezone.override("Europe/Copenhagen"):
        assert told["Closed, being judged"].startswith(dates.day(need.deadline))


def test_an_agreement_that_still_runs_keeps_its_end_for_the_calendar(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    until = timezone.localdate() + timedelta(days=400)
    agreement = published(
        havneby, buyer_of_havneby, moderator_of_denmark, technique="framework", runs_until=until
    )
    with time_machine.travel(agreement.deadline + timedelta(days=9), tick=False):
        assert "Calendar" in buttons(as_user, agreement)
        services.end(agreement, Phase.UNSUCCESSFUL, "No tender.", by=buyer_of_havneby)
        assert "Calendar" not in buttons(as_user, agreement)


def test_an_awarded_call_leads_to_its_result(
    need, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    with time_machine.travel(need.deadline + timedelta(days=1), tick=False):
        result = services.start_result(need, by=buyer_of_havneby)
        services.edit(result, by=buyer_of_havneby, winner_name="Lampa")
        services.submit(result, by=buyer_of_havneby)
        result = services.publish(reloaded(result), by=moderator_of_denmark)
        page = Page(as_user(None).get(f"{ROOM}{need.slug}/"))

        assert "Awarded" in facts_on(as_user, need)
    assert page.tree.xpath("//a[text()='Read the result']/@href") == [f"{ROOM}{result.slug}/"]


def test_who_looks_for_co_buyers_is_answered_here_and_by_one_button(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    wanted = published(havneby, buyer_of_havneby, moderator_of_denmark, kind="co-buyers")

    page = Page(as_user(None).get(f"{ROOM}{wanted.slug}/"))

    links = page.tree.xpath("//a[normalize-space()='We need this too']/@href")
    assert links == [f"{ROOM}{wanted.slug}/need-too/"]
