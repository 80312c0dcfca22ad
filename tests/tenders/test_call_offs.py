"""Framework agreements and dynamic purchasing systems, and what is called off from them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from tenders import panel, permissions, rules, services, waiting
from tenders.choices import Phase
from tenders.models import Award, Lot, Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, published, reloaded

ZONE = ZoneInfo("Europe/Copenhagen")


def award(call: Opportunity) -> None:
    """Its result is told."""
    rows = Opportunity.objects.everywhere("a test").filter(pk=call.pk)
    rows.update(ended=Phase.AWARDED, ended_at=timezone.now())


NOTHING_YET = "There is nothing to call off from before the agreement is awarded."


@pytest.mark.parametrize(
    ("technique", "ended", "refusal"),
    [
        ("framework", "", NOTHING_YET),
        ("framework", Phase.CLOSED, NOTHING_YET),
        ("framework", Phase.CANCELLED, NOTHING_YET),
        ("framework", Phase.UNSUCCESSFUL, NOTHING_YET),
        ("framework", Phase.AWARDED, ""),
        ("dps", "", ""),
        ("dps", Phase.CLOSED, ""),
        ("dps", Phase.CANCELLED, NOTHING_YET),
        ("dps", Phase.UNSUCCESSFUL, NOTHING_YET),
        ("", Phase.AWARDED, "Only a framework agreement that still runs can be called off from."),
    ],
)
def test_nothing_is_called_off_before_there_is_an_agreement(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user, technique, ended, refusal
) -> None:
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique=technique)
    rows = Opportunity.objects.everywhere("a test").filter(pk=made.pk)
    rows.update(ended=ended, ended_at=timezone.now() if ended else None)
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{made.slug}/"

    verdict = permissions.may_call_off(buyer_of_havneby, reloaded(made))
    assert (bool(verdict), verdict.reason) == (not refusal, refusal)
    assert ("Start a call-off" in browser.get(page).content.decode()) is not bool(refusal)
    browser.post(f"{page}call-off/")
    drafts = Opportunity.objects.managed_by(havneby).filter(framework=made)
    assert drafts.exists() is not bool(refusal)


def test_a_call_off_names_its_agreement_and_stands_on_its_page(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    runs_until = timezone.localdate() + timedelta(days=100)
    framework = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="framework",
        runs_until=runs_until,
    )
    assert framework.expires_soon
    Opportunity.objects.everywhere("a result came").filter(pk=framework.pk).update(
        ended=Phase.AWARDED, ended_at=timezone.now()
    )
    award(framework)
    as_user(buyer_of_havneby).post(f"{ROOM}{framework.slug}/call-off/")
    made = Opportunity.objects.managed_by(havneby).get(framework=framework)
    assert (made.kind, made.technique, made.runs_until, made.title) == (
        "call",
        "",
        None,
        framework.title,
    )


def test_an_agreement_that_has_ended_cannot_be_called_off_from(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    over = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="dps",
        runs_until=timezone.localdate(timezone=ZONE) - timedelta(days=1),
    )
    with pytest.raises(Refused, match="still runs"):
        services.start_call_off(over, by=buyer_of_havneby)
    assert not over.expires_soon


def called_off_in(days: int, technique: str, *, by, moderator, organisation) -> Opportunity:
    """A draft above the EU threshold, under an agreement made in a restricted procedure."""
    agreement = published(
        organisation, by, moderator,
        technique=technique, procedure="restricted", value=Decimal(900_000),
    )  # fmt: skip
    if technique == "framework":
        award(agreement)
    made = services.start_call_off(reloaded(agreement), by=by)
    deadline = timezone.localtime(timezone=ZONE) + timedelta(days=days)
    at_the_end = deadline.replace(hour=23, minute=59)
    return services.edit(made, by=by, deadline=at_the_end, value=Decimal(900_000))


@pytest.mark.parametrize(("days", "is_too_early"), [(9, True), (10, False)])
@time_machine.travel("2026-09-01 10:00+00:00", tick=False)
def test_those_admitted_to_a_dynamic_system_are_invited_with_ten_days_to_answer(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, days, is_too_early
) -> None:
    made = called_off_in(
        days, "dps", by=buyer_of_havneby, moderator=moderator_of_denmark, organisation=havneby
    )

    [limit] = rules.time_limits_of(made)
    assert limit.sentence.startswith(
        "Tenders: at least 10 days after the invitation is sent (article 34(2) of Directive "
        "2014/24/EU on public procurement). Earliest deadline: 11 September 2026."
    )
    too_early = (
        "The deadline 10 September 2026 is too early: at least 10 days make it 11 September 2026 "
        "(article 34(2) of Directive 2014/24/EU on public procurement)."
    )
    assert rules.warnings_about(made) == ([too_early] if is_too_early else [])


@time_machine.travel("2026-09-01 10:00+00:00", tick=False)
def test_no_directive_fixes_the_time_for_a_call_off_from_a_framework_agreement(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    made = called_off_in(
        3, "framework", by=buyer_of_havneby, moderator=moderator_of_denmark, organisation=havneby
    )

    assert rules.time_limits_of(made) == [
        rules.Limit(
            "Framework agreement",
            "For a call-off from a framework agreement no directive fixes a number of days; the "
            "time must suit the purchase.",
        )
    ]
    assert rules.warnings_about(made) == []


def awarded_agreement(organisation, by, moderator) -> tuple[Opportunity, Opportunity]:
    """The call for a framework agreement, and its public result."""
    runs_until = timezone.localdate() + timedelta(days=100)
    call = published(organisation, by, moderator, technique="framework", runs_until=runs_until)
    past = Opportunity.objects.everywhere("its deadline has passed").filter(pk=call.pk)
    past.update(deadline=timezone.now() - timedelta(days=1))
    result = services.start_result(reloaded(call), by=by)
    services.replace_parts(result, Award, [{"winner_name": "Lampa SIA"}], by=by)
    return call, sent(result, by, moderator)


def sent(opportunity: Opportunity, by, moderator) -> Opportunity:
    services.submit(reloaded(opportunity), by=by)
    return services.publish(reloaded(opportunity), by=moderator)


def test_a_call_off_started_at_the_result_stands_on_the_page_of_the_call_too(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    call, result = awarded_agreement(havneby, buyer_of_havneby, moderator_of_denmark)
    made = services.start_call_off(result, by=buyer_of_havneby)
    deadline = timezone.now() + timedelta(days=12)
    services.edit(made, by=buyer_of_havneby, title="Ten lamps", deadline=deadline)
    made = sent(made, buyer_of_havneby, moderator_of_denmark)

    for stage in (call, result):
        page = Page(as_user(buyer_of_havneby).get(f"{ROOM}{stage.slug}/"))
        links = page.tree.xpath("//ul[@class='documents']/li/a[@lang]/@href")
        assert links == [f"{ROOM}{made.slug}/"]
        assert "Nothing has been called off yet" not in page.text


def test_the_desk_asks_once_what_follows_an_agreement(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    _call, result = awarded_agreement(havneby, buyer_of_havneby, moderator_of_denmark)

    groups = waiting.groups(buyer_of_havneby, [havneby])
    tasks = [task for group in groups for task in group.tasks]

    assert [task.url for task in tasks if task.state_text == "Plan what follows"] == [
        reverse("tenders:detail", args=[result.slug])
    ]


def test_the_story_of_a_purchase_says_once_when_its_agreement_ends(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    call, result = awarded_agreement(havneby, buyer_of_havneby, moderator_of_denmark)

    for stage in (call, result):
        text = Page(client.get(f"{ROOM}{stage.slug}/")).text
        assert text.count("The framework agreement ends") == 1


def test_an_agreement_that_was_never_made_does_not_run_out(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    runs_until = timezone.localdate() + timedelta(days=100)
    call = published(
        havneby, buyer_of_havneby, moderator_of_denmark,
        technique="framework", runs_until=runs_until,
    )  # fmt: skip
    before = Page(as_user(buyer_of_havneby).get(f"{ROOM}{call.slug}/")).text
    services.end(call, Phase.CANCELLED, "No money.", by=buyer_of_havneby)
    after = Page(as_user(buyer_of_havneby).get(f"{ROOM}{call.slug}/")).text

    told = ("Expires soon", "Runs until", "The framework agreement ends")
    assert [words in before for words in told] == [True, True, True]
    assert [words in after for words in told] == [False, False, False]


def test_a_stage_leads_to_its_own_result_and_not_to_that_of_another(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    call, result = awarded_agreement(havneby, buyer_of_havneby, moderator_of_denmark)
    later = published(havneby, buyer_of_havneby, moderator_of_denmark, title="The later one")
    rows = Opportunity.objects.everywhere("a later stage of the same purchase")
    rows.filter(pk=later.pk).update(
        purchase=call.purchase, deadline=timezone.now() - timedelta(days=1)
    )
    second = services.start_result(reloaded(later), by=buyer_of_havneby)
    services.replace_parts(second, Award, [{"winner_name": "Valo"}], by=buyer_of_havneby)
    second = sent(second, buyer_of_havneby, moderator_of_denmark)

    led = {
        stage.pk: panel.came_of_it(reloaded(stage), havneby.portal)["result"]
        for stage in (call, later)
    }
    assert led == {call.pk: result, later.pk: second}


@pytest.mark.parametrize(
    ("technique", "days_left", "ended", "is_open"),
    [
        ("dps", 9, Phase.AWARDED, True),
        ("dps", 0, "", True),
        ("dps", 9, Phase.CLOSED, False),
        ("dps", -1, Phase.CLOSED, False),
        ("dps", 9, Phase.CANCELLED, False),
        ("framework", 9, Phase.AWARDED, False),
    ],
)
def test_a_dynamic_system_takes_in_companies_for_as_long_as_it_runs(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client, technique, days_left, ended,
    is_open,
) -> None:  # fmt: skip
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique=technique)
    Opportunity.objects.everywhere("a test").filter(pk=made.pk).update(
        runs_until=timezone.localdate(timezone=ZONE) + timedelta(days=days_left),
        ended=ended,
        ended_at=timezone.now() if ended else None,
    )

    text = Page(client.get(f"{ROOM}{made.slug}/")).text

    assert ("Companies may ask to be admitted for as long as it runs." in text) is is_open


@pytest.mark.parametrize(
    ("technique", "own_time"),
    [
        ("framework", "For a call-off from a framework agreement no directive fixes a number"),
        ("dps", "at least 10 days after the invitation is sent (article 34(2)"),
    ],
)
def test_the_suggestions_for_a_call_off_name_its_own_time_and_that_of_no_procedure(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user, technique, own_time
) -> None:
    made = called_off_in(
        30, technique, by=buyer_of_havneby, moderator=moderator_of_denmark, organisation=havneby
    )

    page = Page(as_user(buyer_of_havneby).get(f"{ROOM}{made.slug}/edit/suggestion/"))

    assert own_time in page.text
    assert "after the notice is sent" not in page.text
    assert "no procedure is suggested for it" in page.text
    assert ("Our advice" in page.text, "Also possible" in page.text) == (False, False)


def test_the_value_of_the_whole_system_decides_on_the_time_for_a_small_call_off(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    made = called_off_in(
        3, "dps", by=buyer_of_havneby, moderator=moderator_of_denmark, organisation=havneby
    )
    services.edit(made, by=buyer_of_havneby, value=Decimal(9_000))
    made = reloaded(made)

    [limit] = rules.time_limits_of(made)
    assert "at least 10 days after the invitation is sent" in limit.sentence
    assert "too early: at least 10 days" in rules.warnings_about(made)[0]
    page = Page(as_user(buyer_of_havneby).get(f"{ROOM}{made.slug}/edit/value/"))
    assert "at least 10 days after the invitation is sent" in page.text
    assert "the value of the whole decides which rules apply" in page.text
    assert "The directives fix no minimum time limit below the threshold" not in page.text


def test_a_call_off_begins_with_the_titles_of_the_lots_and_without_any_value(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    whole = draft(havneby, buyer_of_havneby, technique="dps", value=Decimal(900_000))
    lots = [{"number": 2, "title": "Quay", "description": "By night.", "value": Decimal(950_000)}]
    services.replace_parts(whole, Lot, lots, by=buyer_of_havneby)
    whole = sent(whole, buyer_of_havneby, moderator_of_denmark)

    made = reloaded(services.start_call_off(reloaded(whole), by=buyer_of_havneby))

    assert (made.value, made.judged_value, made.value_in_euro, made.threshold) == (
        None, None, None, ""
    )  # fmt: skip
    assert [
        (lot.number, lot.title, lot.description, lot.value) for lot in Lot.objects.of(made)
    ] == [(2, "Quay", "", None)]
    assert reloaded(whole).judged_value == Decimal(950_000)


def test_a_running_system_is_found_among_what_is_open_and_says_until_when(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    made = published(
        havneby, buyer_of_havneby, moderator_of_denmark, technique="dps", title="Lamps to join",
        runs_until=timezone.localdate() + timedelta(days=200),
    )  # fmt: skip
    past = Opportunity.objects.everywhere("its deadline has passed").filter(pk=made.pk)
    past.update(deadline=timezone.now() - timedelta(days=1))

    lists = {state: Page(client.get(ROOM, {"state": state})).text for state in ("open", "closed")}
    page = Page(client.get(f"{ROOM}{made.slug}/")).text

    assert [state for state, text in lists.items() if "Lamps to join" in text] == ["open"]
    assert "Companies may still join" in lists["open"]
    assert "Running, companies may still join" in page
    assert "being judged" not in page


def test_a_running_system_is_ended_by_its_day_and_not_closed_before_a_deadline_that_has_passed(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique="dps")
    past = Opportunity.objects.everywhere("its deadline has passed").filter(pk=made.pk)
    past.update(deadline=timezone.now() - timedelta(days=1))

    with pytest.raises(Refused, match="Correct the day until which it runs"):
        services.end(reloaded(made), Phase.CLOSED, "Enough.", by=buyer_of_havneby)
    services.end(reloaded(made), Phase.CANCELLED, "No money.", by=buyer_of_havneby)
    assert reloaded(made).phase == Phase.CANCELLED
