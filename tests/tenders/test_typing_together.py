"""Two who write on one page are told of each other, and neither overwrites the other unseen."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from ppi.documents.models import Document
from tenders import services
from tenders.models import Lot, Opportunity, Typed
from tests.conftest import member, person
from tests.tenders.filled import Page
from tests.tenders.test_typing import opened, page_of, types
from tests.tenders.written import draft, published, reloaded

HEADING = "Two have written on this page"
IS_HERE = "Inga is writing on this page too."


@pytest.fixture
def colleague(havneby):
    return member(person("inga@havneby.example", "Inga"), havneby)


@pytest.fixture
def hers(facts, colleague, as_user) -> Client:
    """The browser of Inga, who works with the buyer of Havneby."""
    return as_user(colleague)


@pytest.fixture
def opportunity(facts, havneby, buyer_of_havneby) -> Opportunity:
    return draft(havneby, buyer_of_havneby, title="Light", need="It is dark.")


def save(browser: Client, opportunity: Opportunity, seen: str, fields: dict, page="problem"):
    return browser.post(page_of(opportunity, page), {"seen": seen, **fields})


def text(node) -> str:
    return " ".join(" ".join(node.itertext()).split())


def differences(page: Page) -> list[tuple[str, str, str]]:
    """What the page of a conflict says: field, mine, theirs."""
    sections = page.tree.xpath("//section[.//h3='Mine']")
    return [
        (
            text(section.xpath("./h2 | ./*/h2")[0]),
            text(section.xpath(".//*[./h3='Mine']")[0]).removeprefix("Mine "),
            text(section.xpath(".//*[./h3='Theirs']")[0]).removeprefix("Theirs "),
        )
        for section in sections
    ]


def keeps_mine(browser: Client, opportunity: Opportunity, page: Page, fields: dict, name="problem"):
    """Press the button, which is sent after the form's own field of this name."""
    [told] = page.tree.xpath("//button[@name='seen']/@value")
    return browser.post(page_of(opportunity, name), {"seen": [page.value("seen"), told], **fields})


# Told of each other ------------------------------------------------------------------------------


def test_who_is_at_the_same_page_is_named_to_both(browser, hers, opportunity) -> None:
    alone = Page(types(browser, opportunity, {"need": "A"}))
    second = Page(types(hers, opportunity, {"here": "1", "need": "Light"}))
    first = Page(types(browser, opportunity, {"need": "B"}))
    elsewhere = Page(types(hers, opportunity, {"here": "1"}, "who"))

    assert "too" not in alone.text
    assert second.text == "The buyer of Havneby is writing on this page too."
    assert IS_HERE in first.text
    assert IS_HERE in opened(browser, opportunity).text
    assert "too" not in elsewhere.text


def test_who_was_there_a_minute_ago_is_not_named_any_more(browser, hers, opportunity) -> None:
    types(hers, opportunity, {"need": "Hers"})
    Typed.objects.of(opportunity).update(here_at=timezone.now() - timedelta(seconds=61))

    assert IS_HERE not in Page(types(browser, opportunity, {"need": "B"})).text


def test_to_have_a_page_open_says_so_and_leaves_what_was_typed(browser, opportunity) -> None:
    types(browser, opportunity, {"need": "Typed"})
    at = Typed.objects.of(opportunity).get().at
    types(browser, opportunity, {"need": "Untouched in another tab", "here": "1"})

    row = Typed.objects.of(opportunity).get()
    assert (row.values["need"], row.at) == (["Typed"], at)
    assert row.here_at > at


def test_who_still_writes_is_told_at_once_that_the_page_was_saved(
    browser, hers, opportunity
) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})

    told = Page(browser.post(f"{page_of(opportunity)}typed/", {"seen": seen, "need": "Mine."}))

    assert "Inga saved this page after you opened it (" in told.text
    assert "When you save, you see both and choose." in told.text
    assert "saved this page" not in Page(types(hers, opportunity, {"here": "1"})).text


# Both are shown, and one chooses -----------------------------------------------------------------


def test_the_second_to_save_is_shown_both_and_overwrites_nothing(
    browser, hers, opportunity
) -> None:
    mine, theirs = (opened(one, opportunity).value("seen") for one in (browser, hers))
    save(hers, opportunity, theirs, {"title": "Light", "need": "Hers <5."})

    answer = save(browser, opportunity, mine, {"title": "Light at night", "need": "Mine."})

    page = Page(answer)
    assert page.status == 409
    assert HEADING in page.text
    assert "Inga saved this page after you opened it (" in page.text
    assert differences(page) == [
        ("Title", "Light at night", "Light"),
        ("What is the problem?", "Mine.", "Hers <5."),
    ]
    assert (page.value("title"), page.value("need")) == ("Light at night", "Mine.")
    still = {name: page.value(name) for name in ("seen", "told", "title", "need")}
    typing = Page(browser.post(f"{page_of(opportunity)}typed/", still))
    assert "saved this page" not in typing.text
    assert (reloaded(opportunity).title, reloaded(opportunity).need) == ("Light", "Hers <5.")


def test_mine_is_kept_by_its_button_with_what_was_changed_below(browser, hers, opportunity) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})
    page = Page(save(browser, opportunity, seen, {"title": "Light", "need": "Mine."}))

    both = {"title": "Light", "need": "Mine and hers."}
    answer = keeps_mine(browser, opportunity, page, both)

    assert answer.status_code == 302
    assert reloaded(opportunity).need == "Mine and hers."
    assert not Typed.objects.of(opportunity).filter(page="problem").exists()


def test_theirs_is_taken_by_its_button(browser, hers, opportunity) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})
    page = Page(save(browser, opportunity, seen, {"title": "Light", "need": "Mine."}))
    [place] = page.tree.xpath("//button[normalize-space()='Take theirs']/@formaction")

    after = Page(browser.post(place, {"need": "Mine."}, follow=True))

    assert after.value("need") == "Hers."
    assert HEADING not in after.text
    assert reloaded(opportunity).need == "Hers."


def test_who_leaves_without_choosing_finds_their_text_again_and_is_asked_again(
    browser, hers, opportunity
) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})
    save(browser, opportunity, seen, {"title": "Light", "need": "Mine."})

    again = opened(browser, opportunity)
    answer = save(
        browser, opportunity, again.value("seen"), {"title": "Light", "need": again.value("need")}
    )

    assert again.value("need") == "Mine."
    assert differences(Page(answer)) == [("What is the problem?", "Mine.", "Hers.")]


def test_a_third_version_that_came_meanwhile_is_shown_too(browser, hers, opportunity) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})
    page = Page(save(browser, opportunity, seen, {"title": "Light", "need": "Mine."}))
    save(hers, opportunity, "", {"title": "Light", "need": "Hers again."})

    answer = keeps_mine(browser, opportunity, page, {"title": "Light", "need": "Mine."})

    assert differences(Page(answer)) == [("What is the problem?", "Mine.", "Hers again.")]
    assert reloaded(opportunity).need == "Hers again."


def test_rows_are_compared_as_a_whole(browser, hers, opportunity, colleague) -> None:
    seen = opened(browser, opportunity, "lots").value("seen")
    rows = [{"number": 1, "title": "Quay", "value": 40_000}]
    services.replace_parts(opportunity, Lot, rows, by=colleague)
    fields = {"lots-0-number": "1", "lots-0-title": "Harbour", "lots-0-value": "40,000"}

    page = Page(save(browser, opportunity, seen, fields, "lots"))

    assert page.status == 409
    [(label, mine, theirs)] = differences(page)
    assert (label, mine.split(" Estimated")[0], theirs.split(" Estimated")[0]) == (
        "Lots", "Lot 1, Harbour", "Lot 1, Quay",
    )  # fmt: skip
    assert [lot.title for lot in Lot.objects.of(opportunity)] == ["Quay"]
    assert keeps_mine(browser, opportunity, page, fields, "lots").status_code == 302
    assert [lot.title for lot in Lot.objects.of(opportunity)] == ["Harbour"]


def test_amounts_and_moments_are_shown_as_people_write_them(
    browser, hers, opportunity, colleague
) -> None:
    value = opened(browser, opportunity, "value").value("seen")
    time = opened(browser, opportunity, "time").value("seen")
    noon = timezone.now().replace(year=2031, month=3, day=2, hour=11, minute=0)
    services.edit(opportunity, by=colleague, value=80_000, deadline=noon)
    amounts = {"value": "70,000.50", "currency": "EUR", "contract": "supplies"}
    moments = {"deadline_0": "2031-03-09", "deadline_1": "12:00", "is_electronic": "on"}

    on_value = differences(Page(save(browser, opportunity, value, amounts, "value")))
    on_time = differences(Page(save(browser, opportunity, time, moments, "time")))

    assert [(mine, theirs) for _label, mine, theirs in on_value] == [("70,000.50 €", "80,000 €")]
    assert on_time[0] == ("Answers until", "9 March 2031, 12:00 CET", "2 March 2031, 12:00 CET")


# No conflict -------------------------------------------------------------------------------------


def test_other_pages_of_the_draft_never_come_into_it(browser, hers, opportunity) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"who": "Everybody."}, "who")
    save(hers, opportunity, "", {"lots-0-number": "1", "lots-0-title": "Quay"}, "lots")

    answer = save(browser, opportunity, seen, {"title": "Light", "need": "Mine."})

    assert answer.status_code == 302
    assert (reloaded(opportunity).need, reloaded(opportunity).who) == ("Mine.", "Everybody.")


def test_who_saves_the_same_is_not_asked(browser, hers, opportunity) -> None:
    pages = {
        "problem": {"title": "Light", "need": "First\r\nsecond"},
        "value": {"value": "80,000", "currency": "EUR", "contract": "supplies"},
        "criteria": {"award-0-kind": "price", "award-0-name": "Price", "award-0-weight": "100"},
    }
    for page, fields in pages.items():
        seen = opened(browser, opportunity, page).value("seen")
        assert save(hers, opportunity, "", fields, page).status_code == 302
        assert save(browser, opportunity, seen, fields, page).status_code == 302, page


def test_who_goes_back_in_the_browser_is_not_told_of_their_own_change(
    browser, hers, opportunity
) -> None:
    seen = opened(browser, opportunity).value("seen")

    for text in ("One.", "Two.", "Three."):
        answer = save(browser, opportunity, seen, {"title": "Light", "need": text})
        assert answer.status_code == 302
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})
    refused = save(browser, opportunity, seen, {"title": "Light", "need": "Four."})

    assert refused.status_code == 409
    assert reloaded(opportunity).need == "Hers."


def test_ones_own_other_window_is_not_overwritten_unseen_either(browser, opportunity) -> None:
    first, second = (opened(browser, opportunity).value("seen") for _window in range(2))
    save(browser, opportunity, first, {"title": "Light", "need": "In the first."})

    page = Page(save(browser, opportunity, second, {"title": "Light", "need": "In the second."}))

    assert page.status == 409
    assert "You saved this page in another window (" in page.text


def test_a_wrong_answer_is_said_before_the_conflict_is(browser, hers, opportunity) -> None:
    seen = opened(browser, opportunity).value("seen")
    save(hers, opportunity, "", {"title": "Light", "need": "Hers."})

    page = Page(save(browser, opportunity, seen, {"title": "", "need": "Mine."}))

    assert (page.status, HEADING in page.text) == (200, False)
    assert "required" in page.errors("title")
    assert page.value("seen") == seen


def test_files_are_added_whoever_changed_the_rest(browser, hers, opportunity) -> None:
    seen = opened(browser, opportunity, "documents").value("seen")
    save(hers, opportunity, "", {"official_url": "https://hers.example"}, "documents")
    file = SimpleUploadedFile("plan.txt", b"A plan.")

    page = Page(save(browser, opportunity, seen, {"official_url": "", "files": file}, "documents"))

    assert page.status == 409
    assert "Your files were added." in page.text
    assert [document.name for document in Document.objects.of(opportunity)] == ["plan.txt"]
    assert reloaded(opportunity).official_url == "https://hers.example"


def test_a_correction_is_guarded_like_any_draft(
    browser, hers, havneby, buyer_of_havneby, moderator_of_denmark, facts
) -> None:
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    begun = services.start_correction(public, by=buyer_of_havneby)
    seen = opened(browser, begun, "correction").value("seen")
    save(hers, begun, "", {"correction_reason": "Hers."}, "correction")

    answer = save(browser, begun, seen, {"correction_reason": "Mine."}, "correction")

    assert differences(Page(answer)) == [("Why do you correct it?", "Mine.", "Hers.")]


# At the same moment ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_wins_and_the_other_sees_both(
    transactional_db, browser, hers, opportunity
) -> None:
    texts = ("Mine.", "Hers.")
    seen = [opened(one, opportunity).value("seen") for one in (browser, hers)]
    start, answers = threading.Barrier(2), {}

    def run(one: Client, seen: str, text: str) -> None:
        start.wait()
        try:
            answers[text] = save(one, opportunity, seen, {"title": "Light", "need": text})
        finally:
            connection.close()

    acts = zip((browser, hers), seen, texts, strict=True)
    threads = [threading.Thread(target=run, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = reloaded(opportunity).need
    [lost] = set(texts) - {kept}
    assert (answers[kept].status_code, answers[lost].status_code) == (302, 409)
    assert differences(Page(answers[lost])) == [("What is the problem?", lost, kept)]


@pytest.mark.django_db(transaction=True)
def test_typing_that_arrives_twice_at_once_is_kept_once(
    transactional_db, opportunity, buyer_of_havneby
) -> None:
    start = threading.Barrier(4)

    def run(number: int) -> None:
        start.wait()
        try:
            values = {"need": [str(number)]}
            services.keep_typed(opportunity, "problem", values, seen="", by=buyer_of_havneby)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [row] = Typed.objects.of(opportunity)
    assert row.values["need"][0] in "0123"
