"""Rooms above fill places on the pages below; one that fails leaves a gap and a log line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import Context, Template

from ppi.kernel import slots

ASIDE, ROW = "test_slots.aside", "test_slots.row"


@pytest.fixture(autouse=True)
def _slots_of_one_test() -> Iterator[None]:
    yield
    slots._fillings.pop(ASIDE, None)
    slots._row_fillings.pop(ROW, None)


def test_fillings_stand_in_the_order_of_their_registration() -> None:
    slots.fills(ASIDE)(lambda ship, request: f"<p>{ship}</p>")
    slots.fills(ASIDE)(lambda ship, request: "")
    slots.fills(ASIDE)(lambda ship, request: f"<p>{request}</p>")

    assert slots.render(ASIDE, "Ferry", "Anna") == "<p>Ferry</p><p>Anna</p>"


def test_a_failing_filling_leaves_a_gap_and_a_log_line(caplog) -> None:
    slots.fills(ASIDE)(lambda ship, request: "<p>before</p>")

    @slots.fills(ASIDE)
    def sink(ship, request) -> str:
        raise LookupError("iceberg")

    slots.fills(ASIDE)(lambda ship, request: "<p>after</p>")

    assert slots.render(ASIDE, "Ferry", None) == "<p>before</p><p>after</p>"
    [record] = caplog.records
    assert record.getMessage().startswith("The slot test_slots.aside could not be filled by ")
    assert "sink" in record.getMessage()
    assert "LookupError: iceberg" in caplog.text


def test_a_slot_that_nobody_fills_is_empty() -> None:
    assert slots.render(ASIDE, "Ferry", None) == ""
    assert slots.render_rows(ROW, ["Ferry"], None) == {}


def test_rows_are_filled_in_one_call_and_share_what_several_rooms_say(caplog) -> None:
    calls = []

    @slots.fills_rows(ROW)
    def star(rows, request) -> dict[int, str]:
        calls.append(rows)
        return {1: "<b>*</b>", 3: "<b>*</b>"}

    @slots.fills_rows(ROW)
    def sink(rows, request) -> dict[int, str]:
        raise LookupError("iceberg")

    slots.fills_rows(ROW)(lambda rows, request: {3: "<i>fits</i>"})
    slots.fills_rows(ROW)(lambda rows, request: None)

    shown = slots.render_rows(ROW, (ship for ship in (1, 2, 3)), None)

    assert shown == {1: "<b>*</b>", 3: "<b>*</b><i>fits</i>"}
    assert calls == [[1, 2, 3]]
    assert "The slot test_slots.row could not be filled by" in caplog.text


def test_a_template_shows_a_slot_without_escaping_it_again() -> None:
    slots.fills(ASIDE)(lambda ship, request: f"<p>{ship}</p>")

    shown = Template(f'{{% slot "{ASIDE}" ship %}}').render(Context({"ship": "Ferry"}))

    assert shown == "<p>Ferry</p>"


def test_a_template_asks_for_a_row_by_its_key() -> None:
    template = Template("{{ reasons|at_key:7 }}|{{ reasons|at_key:8 }}|{{ nothing|at_key:7 }}")

    assert template.render(Context({"reasons": {7: "fits"}})) == "fits||"
