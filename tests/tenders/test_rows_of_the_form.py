"""Lots and criteria: any number of rows, added and removed without JavaScript."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tenders import services
from tenders.models import Criterion, Lot
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, reloaded

LONG, SCRIPT = "x" * 30_000, "</textarea><script>alert(1)</script>"


def lot(number: int, /, **fields: str) -> dict[str, str]:
    """The fields of a row as a browser sends them."""
    row = {"number": str(number + 1), "title": f"Part {number + 1}", "value": ""} | fields
    return {f"lots-{number}-{name}": value for name, value in row.items()}


def award(number: int, /, **fields: str) -> dict[str, str]:
    row = {"kind": "quality", "name": f"Quality {number}", "weight": ""} | fields
    return {f"award-{number}-{name}": value for name, value in row.items()}


def kept(opportunity) -> list[tuple]:
    return [(row.number, row.title, row.value) for row in Lot.objects.of(opportunity)]


def rows_on(page: Page) -> list[str]:
    return [name.text for name in page.tree.xpath("//fieldset[@class='form-row']/legend")]


def test_another_lot_is_one_button_away_and_takes_the_next_free_number(send, begun) -> None:
    page = Page(send("lots", lot(0, number="4", title="North") | {"add": "lots"}))

    assert rows_on(page) == ["Lot 4", "Lot 5"]
    assert page.value("lots-0-title") == "North"
    assert (page.value("lots-1-number"), page.value("lots-1-title")) == ("5", "")
    assert "There is a problem" not in page.text
    assert kept(begun) == []


def test_a_removed_lot_leaves_the_numbers_of_the_others_alone(send, begun) -> None:
    typed = lot(0) | lot(1) | lot(2, title="")

    page = Page(send("lots", typed | {"remove": "lots-1"}))

    assert rows_on(page) == ["Lot 1", "Lot 3"]
    assert "There is a problem" not in page.text
    send("lots", lot(0) | lot(2))
    assert kept(begun) == [(1, "Part 1", None), (3, "Part 3", None)]
    send("lots", lot(0, title="", number="1"))
    assert kept(begun) == []


@pytest.mark.parametrize(
    "button", ["lots-", "lots-x", "lots-99", "award-0", "\x00", "lots-" + "9" * 50, SCRIPT]
)
def test_a_button_nobody_made_removes_nothing(send, begun, button) -> None:
    page = Page(send("lots", lot(0) | {"remove": button}))

    assert rows_on(page) == ["Lot 1"]
    assert "<script>alert(1)" not in page.source
    assert kept(begun) == []


def test_a_lot_without_a_number_gets_the_next_one(send, begun) -> None:
    send("lots", lot(0, number="3") | lot(1, number=""))

    assert kept(begun) == [(3, "Part 1", None), (4, "Part 2", None)]


WRONG = [
    (lot(0, number="2") | lot(1), "lots", "Two lots have the number 2."),
    (lot(0, title="", value="5"), "lots-0-title", "This field is required."),
    (lot(0, title="x" * 301), "lots-0-title", "at most 300 characters"),
    (lot(0, title="nul\x00"), "lots-0-title", "Null characters are not allowed."),
    (lot(0, description=LONG), "lots-0-description", "at most 5000 characters"),
    (lot(0, value="-1"), "lots-0-value", "A value cannot be negative."),
    (lot(0, value="much"), "lots-0-value", "Write the amount in digits"),
    (lot(0, value="9" * 17), "lots-0-value", "no more than"),
    (lot(0, number="0"), "lots-0-number", "greater than or equal to 1"),
    (lot(0, number="1000"), "lots-0-number", "less than or equal to 999"),
    (lot(0, number="one"), "lots-0-number", "Enter a whole number."),
    (lot(0, cpv="99999999"), "lots-0-cpv", "There is no CPV code 99999999."),
    (lot(0, nuts="XX9"), "lots-0-nuts", "XX9"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name", "sentence"), WRONG, ids=[w[2][:30] for w in WRONG])
def test_a_wrong_lot_is_refused_at_its_place_and_changes_nothing(
    send, begun, buyer_of_havneby, typed, name, sentence
) -> None:
    before = [{"number": 9, "title": "There before", "value": None}]
    services.replace_parts(begun, Lot, before, by=buyer_of_havneby)

    response = send("lots", typed)

    assert sentence in " ".join(response.context["form"].errors[name])
    assert sentence in Page(response).text
    assert kept(begun) == [(9, "There before", None)]


def test_fifty_lots_are_taken_and_not_one_more(send, begun) -> None:
    fifty = {name: value for n in range(50) for name, value in lot(n).items()}

    page = Page(send("lots", fifty | lot(50)))
    assert "There are too many: at most 50." in page.text
    assert len(rows_on(page)) == 51
    assert kept(begun) == []

    send("lots", fifty)
    assert len(kept(begun)) == 50
    assert "Add another lot" not in Page(send("lots", fifty | {"remove": "lots-99"})).text


def test_what_is_typed_in_a_row_is_shown_as_text(send) -> None:
    page = Page(send("lots", lot(0, title=SCRIPT, description=SCRIPT, value="x")))

    assert page.value("lots-0-title") == page.value("lots-0-description") == SCRIPT
    assert "<script>alert(1)" not in page.source


def test_the_sum_of_the_lots_decides_and_small_lots_are_named(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, value=Decimal(100_000))
    assert opportunity.threshold == "below"
    typed = lot(0, value="250000") | lot(1, value="50000")

    said = Page(browser.post(f"{ROOM}{opportunity.slug}/judged/lots/", typed)).text
    assert "All lots count together: 300,000 €." in said
    assert "reaches the EU threshold of 216,000 €" in said
    assert "This lot may be left out of the directive: 2." in said
    assert kept(opportunity) == []

    browser.post(f"{ROOM}{opportunity.slug}/edit/lots/", typed)
    assert reloaded(opportunity).threshold == "above"
    browser.post(f"{ROOM}{opportunity.slug}/edit/lots/", lot(0, value="1"))
    assert reloaded(opportunity).threshold == "below"


def test_searching_for_the_subject_of_a_lot_keeps_what_was_typed(send, begun) -> None:
    typed = lot(0, title="Roads", cpv_search="transport") | {"find": "lots-0-cpv"}

    page = Page(send("lots", typed))

    assert "34000000" in page.source
    assert page.value("lots-0-title") == "Roads"
    assert kept(begun) == []


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        (("60", "30"), "The weights make 90 percent; they must make 100."),
        (("60.5", "40"), "The weights make 100.5 percent; they must make 100."),
        (("100", ""), "Give every award criterion a weight, or none."),
        (("-10", "110"), "A weight cannot be negative."),
        (("101", ""), "A weight is at most 100 percent."),
        (("half", "50"), "Write the weight in digits, for instance 40."),
        (("NaN", "50"), "Write the weight in digits, for instance 40."),
        (("1e2", ""), "Write the weight in digits, for instance 40."),
        (("4e1", "60"), "Write the weight in digits, for instance 40."),
        (("40 %", "60"), "Enter a number."),
    ],
)
def test_weights_make_a_hundred_or_are_left_out(send, begun, weights, sentence) -> None:
    first, second = weights

    page = Page(send("criteria", award(0, weight=first) | award(1, weight=second)))

    assert sentence in page.text
    assert not Criterion.objects.of(begun).exists()


@pytest.mark.parametrize("weights", [("60", "40"), ("99.5", "0.5"), ("", "")])
def test_weights_that_make_a_hundred_are_kept(send, begun, weights) -> None:
    first, second = weights

    send("criteria", award(0, weight=first) | award(1, weight=second))

    assert [(c.role, c.position, c.name, c.weight) for c in Criterion.objects.of(begun)] == [
        ("award", 0, "Quality 0", Decimal(first) if first else None),
        ("award", 1, "Quality 1", Decimal(second) if second else None),
    ]


def test_a_kind_belongs_to_what_the_criterion_is_for(send, begun) -> None:
    page = Page(send("criteria", award(0, kind="tp-abil")))

    assert "Select a valid choice" in page.errors("award-0-kind")
    assert not Criterion.objects.of(begun).exists()


def test_a_lot_of_which_only_codes_were_said_is_not_thrown_away(send, begun) -> None:
    ticked = send("lots", {"lots-0-number": "1", "lots-0-cpv": "34928510"})
    searched = send("lots", {"lots-0-number": "1", "lots-0-nuts_search": "Nordjylland"})

    asked_for = [Page(answer).errors("lots-0-title") for answer in (ticked, searched)]
    assert asked_for == ["Error: This field is required."] * 2
    assert not Lot.objects.of(begun).exists()
