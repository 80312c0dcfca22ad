"""What counts in a portal is its moderators' to say, within bounds, and on the record."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.matching import services, weighing
from ppi.matching.choices import USUAL_BAR, USUAL_WEIGHTS, Part
from ppi.matching.models import Match, Weights
from tests.ppi.matching.companies import company, profiled
from tests.tenders.written import published

PAGE = "/p/dk/en/for-you/weights/"
USUAL_PARTS = {part.value: points for part, points in USUAL_WEIGHTS.items()}
USUAL = USUAL_PARTS | {"told_from": USUAL_BAR}


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def shares(portal) -> list[dict]:
    rows = Match.objects.everywhere("a test").filter(profile__portal=portal)
    return [{part["kind"]: part["share"] for part in row.reasons} for row in rows]


def test_a_portal_without_a_row_has_the_usual_weights(denmark) -> None:
    assert weighing.of(denmark).by_part() == USUAL_PARTS
    assert weighing.of(denmark).told_from == USUAL_BAR
    assert weighing.by_portal([denmark.pk]) == {denmark.pk: USUAL_WEIGHTS}


def test_new_weights_match_the_portals_own_companies_anew(
    need, denmark, latvia, moderator_of_denmark, run_jobs
) -> None:
    profiled(company("lamps", denmark))
    profiled(company("lampas", latvia))
    services.match(need)
    [before] = shares(latvia)
    assert shares(denmark) == [before]

    wanted = USUAL | {"cpv": 60, "words": 0, "language": 0}
    weights = weighing.weigh(denmark, wanted, by=moderator_of_denmark)
    run_jobs()

    # Of 70 points: subject 60 × 7/8, region 10.
    assert shares(denmark) == [{"cpv": 75, "nuts": 14}]
    assert shares(latvia) == [before]
    [entry] = audit.trail(weights)
    assert (entry.action, entry.actor, entry.portal_id) == (
        "matching.weighed", moderator_of_denmark, denmark.pk,
    )  # fmt: skip
    assert (entry.detail["before"], entry.detail["now"]) == (USUAL, wanted)


def test_moderators_change_them_on_a_page(denmark, moderator_of_denmark, as_user) -> None:
    browser = as_user(moderator_of_denmark)
    assert "What counts" in words(browser.get(PAGE))

    response = browser.post(PAGE, USUAL | {"nuts": 25, "told_from": 70})

    assert response.status_code == 302
    assert (weighing.of(denmark).nuts, weighing.of(denmark).told_from) == (25, 70)


@pytest.mark.parametrize(
    ("changes", "is_matched_anew"),
    [({"told_from": 70}, False), ({"told_from": 70, "nuts": 25}, True), ({}, True)],
)
def test_who_is_told_from_when_on_changes_no_score_and_matches_nobody_anew(
    denmark, moderator_of_denmark, as_user, changes, is_matched_anew
) -> None:
    page = words(as_user(moderator_of_denmark).post(PAGE, USUAL | changes, follow=True))

    jobs = Job.objects.filter(task="ppi.kernel.events.deliver")
    told = [job.arguments["ids"] for job in jobs if job.arguments["event"] == "matching.weighed"]
    assert told == ([{"portal_id": denmark.pk}] if is_matched_anew else [])
    assert ("Your companies are matched anew" in page) == is_matched_anew
    assert ("It holds for all that is published from now on." in page) != is_matched_anew


def test_the_page_says_what_a_bar_does(denmark, moderator_of_denmark, as_user) -> None:
    page = words(as_user(moderator_of_denmark).get(PAGE))

    assert "Score from which a company gets a message" in page
    assert "A higher bar brings fewer messages" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nuts": 61}, "less than or equal to 60"),
        ({"nuts": -1}, "greater than or equal to 0"),
        ({"told_from": 101}, "less than or equal to 100"),
        ({"cpv": 10, "topic": 19}, "The two subjects together need at least 30 points."),
        ({"words": "many"}, "Enter a whole number."),
    ],
)
def test_weights_have_bounds(denmark, moderator_of_denmark, as_user, wrong, sentence) -> None:
    page = as_user(moderator_of_denmark).post(PAGE, USUAL | wrong)

    assert sentence in words(page)
    assert not Weights.objects.everywhere("a test").exists()


def test_bounds_hold_without_a_form(denmark, moderator_of_denmark) -> None:
    with pytest.raises(ValidationError):
        weighing.weigh(denmark, USUAL | dict.fromkeys(Part.values, 0), by=moderator_of_denmark)


def test_only_moderators_of_this_portal_see_and_change_them(
    denmark, moderator_of_latvia, buyer_of_havneby, as_user
) -> None:
    for who in (moderator_of_latvia, buyer_of_havneby):
        assert as_user(who).get(PAGE).status_code == 403
        assert as_user(who).post(PAGE, USUAL | {"nuts": 25}).status_code == 403
        with pytest.raises(Refused):
            weighing.weigh(denmark, USUAL | {"nuts": 25}, by=who)
    assert not Weights.objects.everywhere("a test").exists()
