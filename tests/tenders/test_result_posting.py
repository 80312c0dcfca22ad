"""A result posted by hand asks who won, and joins the story of its purchase."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tenders.choices import Kind, Status
from tenders.models import Opportunity, Purchase


def everything():
    return Opportunity.objects.everywhere("tests look at all rows")


@pytest.fixture
def call(facts, havneby) -> Opportunity:
    """A public call of Havneby."""
    from django.utils import timezone

    return everything().create(
        slug="lamps-call",
        purchase=Purchase.objects.create(),
        organisation=havneby,
        portal=havneby.portal,
        kind=Kind.CALL,
        status=Status.PUBLISHED,
        published_at=timezone.now(),
        language="en",
        title="Lamps",
    )


def path(name: str, *args) -> str:
    return "/p/dk" + reverse(name, args=args)


@pytest.fixture
def result(call, as_user, buyer_of_havneby) -> Opportunity:
    """Started in the browser as the next step of the call."""
    browser = as_user(buyer_of_havneby)
    browser.post(
        path("tenders:start"),
        {
            "organisation": call.organisation_id,
            "kind": Kind.RESULT,
            "title": "Lamps: who won",
            "language": "en",
            "follows": call.pk,
        },
    )
    return everything().get(kind=Kind.RESULT)


def test_the_result_belongs_to_the_purchase_of_the_call(call, result) -> None:
    assert result.purchase == call.purchase
    assert [o.title for o in everything().filter(purchase=call.purchase).order_by("pk")] == [
        "Lamps",
        "Lamps: who won",
    ]


def test_the_form_asks_who_won_and_keeps_it(result, as_user, buyer_of_havneby) -> None:
    browser = as_user(buyer_of_havneby)
    page = path("tenders:step", result.slug, "result")
    empty = browser.post(page, {"awarded_value": "-5"})
    browser.post(
        page,
        {"winner_name": "Lampa SIA", "awarded_value": "90000", "tenders_received": "3"},
    )
    result.refresh_from_db()

    assert empty.status_code == 200
    assert set(empty.context["form"].errors) == {"winner_name", "awarded_value"}
    assert (result.winner_name, result.awarded_value, result.tenders_received) == (
        "Lampa SIA",
        90000,
        3,
    )


def test_a_call_is_not_asked_who_won(call, as_user, buyer_of_havneby) -> None:
    draft = everything().filter(pk=call.pk)
    draft.update(status=Status.DRAFT)

    answer = as_user(buyer_of_havneby).get(path("tenders:step", call.slug, "result"))
    assert answer.status_code == 404
