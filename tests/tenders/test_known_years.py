"""Dates outside the years that the rules know come in by no door, and no page falls over them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from tenders.models import Opportunity
from tests.tenders.filled import Page
from tests.tenders.written import draft, published, reloaded

DEADLINE = {"deadline_0": "2031-06-02", "deadline_1": "12:00", "takes_questions": "on"}
OTHER_YEAR = "Error: Choose a day between 2016 and 2099."
MOMENTS = [datetime(9999, 12, 31, 22, 59, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)]


@pytest.mark.parametrize("day", ["9999-12-31", "2100-01-01", "2015-12-31", "0001-01-01"])
@pytest.mark.parametrize("name", ["deadline", "questions_until"])
def test_a_moment_in_another_year_is_refused_at_its_field(send, begun, name, day) -> None:
    page = Page(send("time", DEADLINE | {f"{name}_0": day, f"{name}_1": "23:59"}))

    assert (page.status, page.errors(name)) == (200, OTHER_YEAR)
    assert (reloaded(begun).deadline, reloaded(begun).questions_until) == (None, None)


def test_the_last_day_of_the_known_years_is_one_of_them(send, begun) -> None:
    answer = send("time", DEADLINE | {"deadline_0": "2099-12-31", "deadline_1": "23:59"})

    assert answer.status_code == 302
    assert reloaded(begun).deadline == datetime(2099, 12, 31, 22, 59, tzinfo=UTC)


def test_a_correction_to_the_end_of_time_leaves_the_lists_of_other_portals_alone(
    facts, browser, havneby, buyer_of_havneby, moderator_of_denmark, latvia, client
) -> None:
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    to = browser.post(f"/p/dk/en/opportunities/{call.slug}/correct/")["Location"]
    time_page = to.replace("/edit/correction/", "/edit/time/")

    page = Page(browser.post(time_page, {"deadline_0": "9999-12-31", "deadline_1": "23:59"}))

    assert page.errors("deadline") == OTHER_YEAR
    for home in (havneby.portal, latvia):
        shown = client.get(f"/p/{home.slug}/en/opportunities/")
        assert (shown.status_code, call.title in shown.content.decode()) == (200, True)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", ["deadline", "questions_until", "published_at"])
def test_the_database_holds_no_such_moment(facts, havneby, buyer_of_havneby, name, moment) -> None:
    begun = draft(havneby, buyer_of_havneby)
    rows = Opportunity.objects.everywhere("a test").filter(pk=begun.pk)

    with (
        pytest.raises(IntegrityError, match=f"tenders_{name}_in_known_years"),
        transaction.atomic(),
    ):
        rows.update(**{name: moment})

    assert reloaded(begun).deadline == begun.deadline


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
@pytest.mark.parametrize(
    "name", ["starts_on", "prior_information_on", "runs_until", "standstill_until"]
)
def test_nor_any_such_day(facts, havneby, buyer_of_havneby, name, day) -> None:
    begun = draft(havneby, buyer_of_havneby)
    rows = Opportunity.objects.everywhere("a test").filter(pk=begun.pk)

    with (
        pytest.raises(IntegrityError, match=f"tenders_{name}_in_known_years"),
        transaction.atomic(),
    ):
        rows.update(**{name: day})

    assert getattr(reloaded(begun), name) is None
