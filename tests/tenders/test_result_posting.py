"""A result posted by hand asks who won, and joins the story of its purchase."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tenders import services
from tenders.choices import Kind, Phase, Status
from tenders.models import Award, Lot, Opportunity, Purchase
from tests.tenders.filled import Page


def everything():
    return Opportunity.objects.everywhere("tests look at all rows")


@pytest.fixture
def call(facts, havneby) -> Opportunity:
    """A public call of Havneby."""
    return everything().create(
        slug="lamps-call",
        purchase=Purchase.objects.create(),
        organisation=havneby,
        portal=havneby.portal,
        kind=Kind.CALL,
        status=Status.PUBLISHED,
        published_at=timezone.now() - timedelta(days=40),
        deadline=timezone.now() - timedelta(days=1),
        language="en",
        title="Lamps",
        need="It is dark.",
        contract="supplies",
        value=Decimal(300_000),
        judged_value=Decimal(300_000),
    )


def path(name: str, *args) -> str:
    return "/p/dk" + reverse(name, args=args)


def begin(browser, call: Opportunity):
    return browser.post(
        path("tenders:start"),
        {
            "organisation": call.organisation_id, "kind": Kind.RESULT, "title": "Lamps: who won",
            "language": "en", "follows": call.pk,
        },
    )  # fmt: skip


@pytest.fixture
def result(call, as_user, buyer_of_havneby) -> Opportunity:
    """Started in the browser as the next step of the call."""
    begin(as_user(buyer_of_havneby), call)
    return everything().get(kind=Kind.RESULT)


def test_the_result_belongs_to_the_purchase_of_the_call(call, result) -> None:
    assert result.purchase == call.purchase
    assert [o.title for o in everything().filter(purchase=call.purchase).order_by("pk")] == [
        "Lamps",
        "Lamps: who won",
    ]


WON = {
    "awards-0-winner_name": "Lampa SIA", "awards-0-winner_country": "LV",
    "awards-0-value": "90,000", "awards-0-currency": "EUR", "awards-0-tenders_received": "3",
    "awards-0-reason": "It saves most.",
    "awards-1-winner_name": "Upės žiburys", "awards-1-winner_country": "LT",
    "awards-1-value": "10000.50", "awards-1-currency": "EUR", "awards-1-tenders_received": "2",
    "standstill_until": "2031-06-02",
}  # fmt: skip


def test_the_form_asks_who_won_and_keeps_each_contract(result, as_user, buyer_of_havneby) -> None:
    browser = as_user(buyer_of_havneby)
    page = path("tenders:step", result.slug, "awards")
    empty = browser.post(page, {"standstill_until": ""})
    wrong = browser.post(page, {"awards-0-value": "-5", "awards-0-tenders_received": "-1"})
    asked = Page(browser.get(page))
    browser.post(page, WON)
    result.refresh_from_db()

    assert "Say at least who won." in Page(empty).text
    assert set(wrong.context["form"].errors) == {
        "awards-0-winner_name", "awards-0-value", "awards-0-currency", "awards-0-tenders_received"
    }  # fmt: skip
    assert "Standstill of 10 days" in asked.text
    assert [
        (a.winner_name, a.winner_country, a.value, a.tenders_received, a.lot)
        for a in Award.objects.of(result)
    ] == [
        ("Lampa SIA", "LV", Decimal(90000), 3, None),
        ("Upės žiburys", "LT", Decimal("10000.50"), 2, None),
    ]
    assert (result.winner_name, result.awarded_value, result.tenders_received) == (
        "Lampa SIA, Upės žiburys", Decimal("100000.50"), 3
    )  # fmt: skip
    assert result.standstill_until == date(2031, 6, 2)


def test_a_contract_in_another_currency_leaves_the_estimate_as_it_is(
    result, as_user, buyer_of_havneby
) -> None:
    facts = {"contract": "services", "value": Decimal(300_000), "currency": "EUR"}
    services.edit(result, by=buyer_of_havneby, **facts)
    before = judged(result)
    contract = {"awards-0-winner_name": "Lampa A/S", "awards-0-value": "2,000,000"}
    browser = as_user(buyer_of_havneby)

    browser.post(
        path("tenders:step", result.slug, "awards"), contract | {"awards-0-currency": "DKK"}
    )

    assert before == (300_000, "EUR", 300_000, "above", 300_000)
    assert judged(result) == before
    now = everything().get(pk=result.pk)
    assert (now.awarded_value, now.awarded_currency) == (2_000_000, "DKK")
    page = Page(browser.get(path("tenders:detail", result.slug)))
    told = page.text.replace("\xa0", " ")
    assert "300,000 €" in told
    assert "Awarded value 2,000,000 DKK" in told
    assert "300,000 DKK" not in told


def judged(opportunity: Opportunity) -> tuple:
    now = everything().get(pk=opportunity.pk)
    return now.value, now.currency, now.judged_value, now.threshold, now.value_in_euro


def test_contracts_in_two_currencies_have_no_sum(result, as_user, buyer_of_havneby) -> None:
    as_user(buyer_of_havneby).post(
        path("tenders:step", result.slug, "awards"), WON | {"awards-1-currency": "DKK"}
    )

    now = everything().get(pk=result.pk)
    assert (now.currency, now.awarded_value, now.awarded_currency) == ("EUR", None, "")
    assert [(a.value, a.currency) for a in Award.objects.of(result)] == [
        (90_000, "EUR"), (Decimal("10000.50"), "DKK"),
    ]  # fmt: skip


def test_a_contract_names_its_lot_and_keeps_it_when_the_lots_change(
    result, as_user, buyer_of_havneby
) -> None:
    browser = as_user(buyer_of_havneby)
    north = {"number": 1, "title": "North"}
    south = {"number": 2, "title": "South"}
    services.replace_parts(result, Lot, [north, south], by=buyer_of_havneby)
    lot = Lot.objects.of(result).get(number=2)
    page = path("tenders:step", result.slug, "awards")

    browser.post(page, WON | {"awards-0-lot": lot.pk})
    services.replace_parts(result, Lot, [south | {"title": "The south"}], by=buyer_of_havneby)

    assert [award.lot and award.lot.title for award in Award.objects.of(result)] == [
        "The south", None
    ]  # fmt: skip
    foreign = browser.post(page, WON | {"awards-0-lot": lot.pk})
    assert set(foreign.context["form"].errors) == {"awards-0-lot"}


def test_a_call_is_not_asked_who_won_and_a_result_not_what_solutions_are_known(
    call, result, as_user, buyer_of_havneby
) -> None:
    everything().filter(pk=call.pk).update(status=Status.DRAFT)
    browser = as_user(buyer_of_havneby)

    assert browser.get(path("tenders:step", call.slug, "awards")).status_code == 404
    for page in ("who", "better", "known", "time", "others", "suggestion", "criteria", "technique"):
        assert browser.get(path("tenders:step", result.slug, page)).status_code == 404
    for page in ("problem", "new", "value", "subject", "lots", "awards", "documents"):
        assert browser.get(path("tenders:step", result.slug, page)).status_code == 200


def test_a_result_that_follows_a_call_concludes_it(
    call, result, buyer_of_havneby, moderator_of_denmark
) -> None:
    assert (result.concludes, result.title, result.need) == (call, "Lamps: who won", "It is dark.")
    facts = {"cpv": ["34928510"], "strategic": ["inn-pur"]}
    services.edit(result, by=buyer_of_havneby, **facts)
    award = {"winner_name": "Lampa SIA", "value": Decimal(290_000), "currency": "EUR"}
    services.replace_parts(result, Award, [award], by=buyer_of_havneby)
    services.submit(result, by=buyer_of_havneby)

    services.publish(everything().get(pk=result.pk), by=moderator_of_denmark)

    assert everything().get(pk=call.pk).phase == Phase.AWARDED


@pytest.mark.parametrize(
    "change",
    [
        {"deadline": timezone.now() + timedelta(days=3)},
        {"deadline": None},
        {"kind": "consultation"},
    ],
)
def test_a_result_of_what_has_not_closed_is_refused_at_the_field(
    call, as_user, buyer_of_havneby, change
) -> None:
    everything().filter(pk=call.pk).update(**change)

    page = Page(begin(as_user(buyer_of_havneby), call))

    assert "A result is told after the deadline, of a call" in page.errors("follows")
    assert page.value("title") == "Lamps: who won"
    assert not everything().filter(kind=Kind.RESULT).exists()


def test_winners_of_one_lot_competed_with_the_same_tenders(result, buyer_of_havneby) -> None:
    north = {"number": 1, "title": "North"}
    south = {"number": 2, "title": "South"}
    services.replace_parts(result, Lot, [north, south], by=buyer_of_havneby)
    lots = {lot.number: lot for lot in Lot.objects.of(result)}
    told = [("Lampa SIA", 1, 5), ("Upės žiburys", 1, 5), ("Valo Oy", 2, 4), ("Lys A/S", 2, None)]
    awards = [
        {"winner_name": name, "lot": lots[lot], "tenders_received": received}
        for name, lot, received in told
    ]

    services.replace_parts(result, Award, awards, by=buyer_of_havneby)

    assert everything().get(pk=result.pk).tenders_received == 9


def test_contracts_that_come_to_more_than_can_be_kept_are_refused(
    result, as_user, buyer_of_havneby
) -> None:
    most = {f"awards-{n}-value": "99,999,999,999,999.99" for n in (0, 1)}

    page = Page(
        as_user(buyer_of_havneby).post(path("tenders:step", result.slug, "awards"), WON | most)
    )

    assert page.status == 200
    assert "Together these contracts come to more than can be kept." in page.text
    assert not Award.objects.of(result).exists()


def test_the_countries_of_winners_stand_in_the_order_of_the_readers_alphabet(
    result, as_user, buyer_of_havneby
) -> None:
    address = path("tenders:step", result.slug, "awards").replace("/en/", "/da/")

    page = Page(as_user(buyer_of_havneby).get(address))

    names = page.tree.xpath("//select[@name='awards-0-winner_country']/option/text()")
    last = [name for name in names if name in ("Zimbabwe", "Østrig", "Åland", "Ækvatorialguinea")]
    assert last == ["Zimbabwe", "Ækvatorialguinea", "Østrig", "Åland"]
