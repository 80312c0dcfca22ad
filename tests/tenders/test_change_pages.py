"""The pages on which a buyer corrects and ends what is public."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages

from tenders import corrections, services
from tenders.choices import Phase, Status
from tenders.endings import offered
from tenders.models import Opportunity
from tenders.services.correcting import correction_of
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import in_days, published, reloaded, submitted

WHY = "Nobody has the money."


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def post(browser, call):
    def post(place: str, **fields):
        return browser.post(f"{ROOM}{reloaded(call).slug}/{place}/", fields)

    return post


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# Correcting --------------------------------------------------------------------------------------


def test_correct_leads_to_the_first_page_of_the_form_as_it_is_now(browser, call, post) -> None:
    answer = post("correct")

    begun = correction_of(call)
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{ROOM}{begun.slug}/edit/")
    assert browser.get(answer["Location"]).status_code == 200
    assert post("correct")["Location"] == answer["Location"]


def test_correct_is_posted_not_opened(browser, call) -> None:
    assert browser.get(f"{ROOM}{call.slug}/correct/").status_code == 405
    assert correction_of(call) is None


def test_a_correction_that_waits_for_approval_is_shown_instead(
    call, post, havneby, buyer_of_havneby
) -> None:
    havneby.needs_approval = True
    havneby.save()
    begun = services.start_correction(call, by=buyer_of_havneby)
    services.edit(begun, by=buyer_of_havneby, known="Sensors.", correction_reason="Late.")
    services.submit(begun, by=buyer_of_havneby)

    assert post("correct")["Location"] == f"{ROOM}{begun.slug}/"


def test_what_it_changes_is_known_before_it_is_sent(call, buyer_of_havneby) -> None:
    begun = services.start_correction(call, by=buyer_of_havneby)
    assert corrections.context_of(call) == {}
    assert corrections.context_of(begun) == {
        "original": call, "changes": [], "is_shortened": False,
    }  # fmt: skip

    begun = services.edit(begun, by=buyer_of_havneby, title="Light", deadline=in_days(20))
    told = corrections.context_of(begun)
    assert [change.name for change in told["changes"]] == ["title", "deadline"]
    assert told["is_shortened"] is True
    begun = services.edit(begun, by=buyer_of_havneby, deadline=None)
    assert corrections.context_of(begun)["is_shortened"] is False


def test_the_page_before_sending_shows_the_difference_and_warns_of_less_time(
    browser, call, buyer_of_havneby
) -> None:
    begun = services.start_correction(call, by=buyer_of_havneby)
    address = f"{ROOM}{begun.slug}/check/"
    assert "Nothing has been changed yet." in Page(browser.get(address)).text
    services.edit(
        begun, by=buyer_of_havneby, need="The lamps <b>burn</b>.", deadline=in_days(20),
        correction_reason="Late.",
    )  # fmt: skip

    shown = Page(browser.get(address))
    assert "What your correction changes" in shown.text
    assert "You shorten the deadline" in shown.text
    assert "Deadline moved from" in shown.text
    [inserted] = shown.tree.xpath("//ins")
    assert inserted.text_content() == "Inserted: <b>burn</b>."
    answer = browser.post(address)
    assert (answer["Location"], said(answer)) == (
        f"{ROOM}{call.slug}/", ["The correction is public."],
    )  # fmt: skip
    for back in (f"{ROOM}{begun.slug}/", address, f"{ROOM}{begun.slug}/edit/time/"):
        assert browser.get(back)["Location"] == f"{ROOM}{call.slug}/"
    assert browser.get(f"{ROOM}never-was/check/").status_code == 404


def test_discarding_is_asked_before_it_is_done(browser, call, buyer_of_havneby) -> None:
    begun = services.start_correction(call, by=buyer_of_havneby)
    services.edit(begun, by=buyer_of_havneby, title="Light")
    address = f"{ROOM}{begun.slug}/discard/"

    asked = Page(browser.get(address))
    assert f"Title changed from {call.title} to Light" in asked.text
    assert correction_of(call) == begun
    answer = browser.post(address)
    assert (answer["Location"], said(answer)) == (
        f"{ROOM}{call.slug}/", ["The correction is discarded."],
    )  # fmt: skip
    assert correction_of(call) is None
    assert browser.post(address).status_code == 404


def test_only_a_correction_can_be_discarded(browser, call, havneby, buyer_of_havneby) -> None:
    other = submitted(havneby, buyer_of_havneby)
    for slug in (call.slug, other.slug):
        assert browser.post(f"{ROOM}{slug}/discard/").status_code == 404
    assert reloaded(other).status == Status.IN_REVIEW


# Ending ------------------------------------------------------------------------------------------

ENDS = {
    "close-early": (1, Phase.CLOSED),
    "cancel": (1, Phase.CANCELLED),
    "no-contract": (-1, Phase.UNSUCCESSFUL),
}


@pytest.mark.parametrize("ending", ENDS)
def test_the_page_tells_what_happens_asks_why_and_does_it(browser, call, post, ending) -> None:
    days, phase = ENDS[ending]
    Opportunity.objects.everywhere("a test").update(deadline=in_days(days))
    asked = Page(browser.get(f"{ROOM}{call.slug}/{ending}/"))
    assert "The page stays public, with your reason and the day at the top." in asked.text
    assert reloaded(call).ended == ""
    answer = post(ending, reason=WHY)

    assert answer["Location"] == f"{ROOM}{call.slug}/"
    assert (reloaded(call).ended, reloaded(call).ended_reason) == (phase, WHY)


def test_withdrawing_takes_the_page_off_and_its_people_still_read_it(
    browser, call, post, as_user
) -> None:
    asked = Page(browser.get(f"{ROOM}{call.slug}/withdraw/"))
    assert "The page is no longer public" in asked.text
    assert as_user(None).get(f"{ROOM}{call.slug}/").status_code == 200
    answer = post("withdraw", reason=WHY)

    assert said(answer) == ["It is withdrawn."]
    assert browser.get(answer["Location"]).status_code == 200
    assert as_user(None).get(f"{ROOM}{call.slug}/").status_code == 404


@pytest.mark.parametrize(("reason", "error"), [("", "required"), ("x" * 2_001, "2000")])
@pytest.mark.parametrize("ending", ["cancel", "withdraw"])
def test_a_reason_that_is_none_is_refused_at_its_field(call, post, ending, reason, error) -> None:
    answer = Page(post(ending, reason=reason))

    assert error in answer.errors("reason")
    assert (reloaded(call).ended, reloaded(call).status) == ("", Status.PUBLISHED)


@pytest.mark.parametrize("ending", [*ENDS, "withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_refused(call, as_user, seller_of_upenai, ending, method) -> None:
    browser = as_user(seller_of_upenai)
    answer = getattr(browser, method)(f"{ROOM}{call.slug}/{ending}/", {"reason": WHY})

    assert answer.status_code == 403
    assert (reloaded(call).ended, reloaded(call).status) == ("", Status.PUBLISHED)


def test_an_end_that_cannot_be_now_is_refused_in_a_sentence(call, browser, post) -> None:
    answer = Page(browser.get(f"{ROOM}{call.slug}/no-contract/"))

    assert answer.status == 403
    assert "cannot become «ended without a contract»" in answer.text
    assert Page(post("no-contract", reason=WHY)).status == 403


def test_who_comes_second_is_told_at_the_form(call, post, buyer_of_havneby, monkeypatch) -> None:
    """Between the question whether it may be and the deed, a colleague has cancelled it."""
    from tenders import ending_pages

    done = ending_pages.is_done

    def after_a_colleague(chosen, opportunity, form, user):
        services.end(opportunity, Phase.CANCELLED, "No money.", by=buyer_of_havneby)
        return done(chosen, opportunity, form, user)

    monkeypatch.setattr(ending_pages, "is_done", after_a_colleague)
    answer = Page(post("close-early", reason=WHY))

    assert "It is «cancelled» and cannot become «closed, being judged»." in answer.text
    assert reloaded(call).ended_reason == "No money."


def test_only_what_is_possible_is_offered(call, buyer_of_havneby, seller_of_upenai) -> None:
    def names(moment) -> list[str]:
        with time_machine.travel(moment):
            return [str(tool.label) for tool in offered(buyer_of_havneby, reloaded(call))]

    before, after = (call.deadline + timedelta(hours=hours) for hours in (-1, 1))
    assert names(before) == ["Close before the deadline", "Cancel", "Withdraw"]
    assert names(after) == ["Cancel", "End without a contract", "Withdraw"]
    assert offered(seller_of_upenai, call) == []
