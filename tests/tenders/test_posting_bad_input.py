"""Whatever is wrong in the buyer's form is said at its field, and kept as it was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from tenders.models import Opportunity
from tests.conftest import member, organisation
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import published, reloaded

LONG, SCRIPT = "x" * 30_000, "</textarea><script>alert(1)</script>"
VALUE = {"value": "1", "currency": "EUR", "contract": "works"}
NEW = {"novelty": "unknown", "strategic": ["inn-pur"]}
WRONG = [
    ("problem", {"title": "Light", "need": ""}, "need", "This field is required."),
    ("problem", {"title": "", "need": "Dark."}, "title", "This field is required."),
    ("problem", {"title": "x" * 301, "need": "Dark."}, "title", "at most 300 characters"),
    ("problem", {"title": "Light", "need": LONG}, "need", "at most 20000 characters"),
    ("problem", {"title": "nul\x00", "need": "Dark."}, "title", "Null characters are not allowed."),
    ("problem", {"title": "Light", "need": "nul\x00"}, "need", "Null characters are not allowed."),
    ("problem", {"title": SCRIPT, "need": "Dark."}, "title", "This looks like HTML."),
    ("problem", {"title": "Light", "need": "<img onerror=x>"}, "need", "This looks like HTML."),
    ("who", {"who": LONG}, "who", "at most 2000 characters"),
    ("who", {"who": "nul\x00"}, "who", "Null characters are not allowed."),
    ("better", {"outcome": LONG}, "outcome", "at most 5000"),
    ("known", {"known": LONG}, "known", "at most 5000"),
    ("new", NEW | {"innovation": "x"}, "innovation", "Select a valid choice"),
    ("new", NEW | {"strategic": ["none", "inn-pur"]}, "strategic", "cannot stand beside"),
    ("new", {"novelty": "unknown"}, "strategic", "This field is required."),
    ("new", NEW | {"novelty": "brand-new"}, "novelty", "Select a valid choice"),
    ("new", {"strategic": ["inn-pur"]}, "novelty", "This field is required."),
    ("value", VALUE | {"value": "-1"}, "value", "A value cannot be negative."),
    ("value", VALUE | {"value": "much"}, "value", "Write the amount in digits"),
    ("value", VALUE | {"value": "NaN"}, "value", "Write the amount in digits"),
    ("value", VALUE | {"value": "Infinity"}, "value", "Write the amount in digits"),
    ("value", VALUE | {"value": "1e400"}, "value", "Write the amount in digits"),
    ("value", VALUE | {"value": "9e3"}, "value", "Write the amount in digits"),
    ("value", VALUE | {"value": "9" * 17}, "value", "no more than"),
    ("value", VALUE | {"value": "1.999"}, "value", "no more than 2 decimal places"),
    ("value", VALUE | {"value": "1\x00"}, "value", "Write the amount in digits"),
    ("value", VALUE | {"currency": "BTC"}, "currency", "Select a valid choice"),
    ("value", VALUE | {"currency": "\x00"}, "currency", "Select a valid choice"),
    ("value", VALUE | {"contract": "gift"}, "contract", "Select a valid choice"),
    ("value", {"value": "1", "currency": "EUR"}, "contract", "This field is required."),
    ("time", {"deadline_0": "2020-01-01", "deadline_1": "12:00"}, "deadline", "lies in the past"),
    ("time", {"deadline_0": "tomorrow", "deadline_1": "12:00"}, "deadline", "Enter a valid date."),
    ("time", {"deadline_0": "9999-12-31", "deadline_1": "25:99"}, "deadline", "valid time"),
    ("time", {"deadline_0": "", "deadline_1": ""}, "deadline", "This field is required."),
    ("time", {"deadline_0": "0001-01-01", "deadline_1": "00:00"}, "deadline", "between 2016 and"),
    (
        "time",
        {
            "deadline_0": "2031-06-02", "deadline_1": "12:00", "takes_questions": "on",
            "questions_until_0": "2031-06-02", "questions_until_1": "12:01",
        },
        "questions_until",
        "Questions must end before the deadline.",
    ),
    ("time", {"months": "-1"}, "months", "greater than or equal to 1"),
    ("time", {"months": "9" * 40}, "months", "less than or equal to 600"),
    ("time", {"starts_on": "0001-01-01"}, "starts_on", "between 2016 and 2099"),
    ("time", {"prior_information_on": "then"}, "prior_information_on", "year-month-day"),
    ("time", {"urgency_reason": LONG}, "urgency_reason", "at most 2000 characters"),
    ("others", {"partners_wanted": LONG}, "partners_wanted", "at most 2000 characters"),
    ("others", {"accepted_languages": "xx"}, "accepted_languages", "Select a valid choice"),
    ("others", {"eu_programme": "x" * 201}, "eu_programme", "at most 200 characters"),
    ("suggestion", {"specification": LONG}, "specification", "at most 20000 characters"),
    ("suggestion", {"kind": "gift"}, "kind", "Select a valid choice"),
    ("suggestion", {"way": "own", "procedure": "x"}, "procedure", "Select a valid choice"),
    ("subject", {"cpv": "99999999"}, "cpv", "There is no CPV code 99999999."),
    ("subject", {"cpv": "3400\x00"}, "cpv", "There is no CPV code"),
    ("subject", {"cpv_search": ""}, "cpv", "Choose"),
    ("subject", {"cpv": "34000000", "nuts": "XX9"}, "nuts", "XX9"),
    ("technique", {"technique": "gift"}, "technique", "Select a valid choice"),
    (
        "technique",
        {"technique": "framework", "runs_until": "2020-01-01"},
        "runs_until",
        "It cannot end before it begins.",
    ),
    ("documents", {"official_url": "javascript:alert(1)"}, "official_url", "Enter a valid URL."),
    ("documents", {"official_url": "https://x.example/" + LONG}, "official_url", "at most 500"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "fields", "name", "sentence"),
    WRONG,
    ids=[f"{s}-{n}-{t[:20]}" for s, _f, n, t in WRONG],
)
def test_bad_input_is_refused_at_its_field_and_changes_nothing(
    send, begun, step, fields, name, sentence
) -> None:
    before = {**vars(reloaded(begun))}

    page = Page(send(step, fields))

    assert page.status in (200, 422)
    assert sentence in page.errors(name)
    after = {**vars(reloaded(begun))}
    assert {n: v for n, v in after.items() if n != "_state"} == {
        n: v for n, v in before.items() if n != "_state"
    }


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("problem", {"title": "", "need": SCRIPT}, "title"),
        ("better", {"outcome": SCRIPT + LONG}, "outcome"),
        ("value", {"value": SCRIPT, "currency": "EUR"}, "value"),
        ("others", {"partners_wanted": SCRIPT + LONG}, "partners_wanted"),
        ("time", {"deadline_0": SCRIPT, "deadline_1": "12:00"}, "deadline"),
        ("suggestion", {"specification": SCRIPT + LONG}, "specification"),
        ("documents", {"official_url": "x y" + SCRIPT}, "official_url"),
    ],
)
def test_what_was_typed_is_kept_and_shown_as_text(send, step, fields, wrong) -> None:
    page = Page(send(step, fields))

    assert page.errors(wrong)
    assert {name: page.value(name) for name in fields if name != "currency"} == {
        name: value for name, value in fields.items() if name != "currency"
    }
    assert "<script>alert(1)" not in page.source


def test_ticks_are_kept_beside_a_wrong_one(send) -> None:
    page = Page(send("subject", {"cpv": ["34000000"], "nuts": ["DK050", "XX9"]}))
    assert (page.ticked("cpv"), page.ticked("nuts")) == (["34000000"], ["DK050", "XX9"])

    page = Page(send("new", {"innovation": ["prod-innov"], "strategic": ["none", "inn-pur"]}))
    assert (page.ticked("innovation"), sorted(page.ticked("strategic"))) == (
        ["prod-innov"], ["inn-pur", "none"]
    )  # fmt: skip


def test_script_in_a_public_text_is_read_as_text(
    browser, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    hostile = {"title": SCRIPT, "need": SCRIPT, "outcome": SCRIPT, "known": SCRIPT}
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark, **hostile)

    for reader in (client, browser):
        source = reader.get(f"{ROOM}{opportunity.slug}/").content.decode()
        assert "<script>alert(1)" not in source
        assert source.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "\x00"}, "title"),
        ({"kind": "gift"}, "kind"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_wrong_first_page_starts_nothing(browser, havneby, change, name) -> None:
    right = {"organisation": havneby.pk, "kind": "call", "title": "Light", "language": "en"}

    page = Page(browser.post(f"{ROOM}new/", right | change))

    assert page.errors(name)
    assert not Opportunity.objects.managed_by(havneby).exists()


def test_nobody_starts_one_for_another_buyer(browser, havneby, jarvikunta) -> None:
    right = {"kind": "call", "title": "Light", "language": "en"}

    for foreign in (jarvikunta.pk, "999999", "9" * 40, "\x00", ""):
        page = Page(browser.post(f"{ROOM}new/", right | {"organisation": foreign}))
        assert "There is a problem" in page.text
        assert "Järvikunta" not in page.text
    assert not Opportunity.objects.everywhere("a test").exists()


def test_who_writes_for_one_buyer_is_not_asked_for_whom(
    browser, havneby, denmark, buyer_of_havneby
) -> None:
    asked = "Who buys?"
    assert asked not in Page(browser.get(f"{ROOM}new/")).text

    member(buyer_of_havneby, organisation("vestby", "Vestby", denmark, country="DK"))
    page = Page(browser.get(f"{ROOM}new/"))
    assert asked in page.text
    assert "Vestby" in page.text


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(
    begun, buyer_of_havneby
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(buyer_of_havneby, backend="django.contrib.auth.backends.ModelBackend")
    address = f"{ROOM}{begun.slug}/edit/problem/"
    strict.get(address)

    for token in ({}, {"csrfmiddlewaretoken": "x"}, {"csrfmiddlewaretoken": "a" * 64}):
        response = strict.post(address, {"title": "Changed", "need": "Dark."} | token)
        assert response.status_code == 403
        assert "<h1" in response.content.decode()
    assert reloaded(begun).title == "Light"
