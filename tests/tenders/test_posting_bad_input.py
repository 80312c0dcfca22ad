"""Whatever is wrong in the buyer's form is said at its field, and kept as it was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import published, reloaded

LONG, SCRIPT = "x" * 30_000, "</textarea><script>alert(1)</script>"
WRONG = [
    ("need", {"title": "Light", "need": ""}, "need", "This field is required."),
    ("need", {"title": "", "need": "Dark."}, "title", "This field is required."),
    ("need", {"title": "x" * 301, "need": "Dark."}, "title", "at most 300 characters"),
    ("need", {"title": "Light", "need": LONG}, "need", "at most 20000 characters"),
    ("need", {"title": "Light", "need": "D.", "outcome": LONG}, "outcome", "at most 5000"),
    ("need", {"title": "nul\x00", "need": "Dark."}, "title", "Null characters are not allowed."),
    ("need", {"title": "Light", "need": "nul\x00"}, "need", "Null characters are not allowed."),
    ("value", {"value": "-1", "currency": "EUR"}, "value", "A value cannot be negative."),
    ("value", {"value": "much", "currency": "EUR"}, "value", "Write the amount in digits"),
    ("value", {"value": "NaN", "currency": "EUR"}, "value", "Write the amount in digits"),
    ("value", {"value": "Infinity", "currency": "EUR"}, "value", "Write the amount in digits"),
    ("value", {"value": "1e400", "currency": "EUR"}, "value", "no more than 16 digits"),
    ("value", {"value": "9" * 17, "currency": "EUR"}, "value", "no more than"),
    ("value", {"value": "1.999", "currency": "EUR"}, "value", "no more than 2 decimal places"),
    ("value", {"value": "1\x00", "currency": "EUR"}, "value", "Write the amount in digits"),
    ("value", {"value": "1", "currency": "BTC"}, "currency", "Select a valid choice"),
    ("value", {"value": "1", "currency": "\x00"}, "currency", "Select a valid choice"),
    ("value", {"value": "1", "currency": "EUR", "procedure": "x"}, "procedure", "Select a valid"),
    ("subject", {"cpv": "99999999", "contract": "works"}, "cpv", "There is no CPV code 99999999."),
    ("subject", {"cpv": "3400\x00", "contract": "works"}, "cpv", "There is no CPV code"),
    ("subject", {"contract": "works"}, "cpv", "Choose"),
    ("subject", {"cpv": "34000000", "nuts": "XX9", "contract": "works"}, "nuts", "XX9"),
    ("subject", {"cpv": "34000000", "contract": "gift"}, "contract", "Select a valid choice"),
    ("subject", {"cpv": "34000000"}, "contract", "This field is required."),
    ("innovation", {"strategic": []} | {"innovation": "x"}, "innovation", "Select a valid choice"),
    ("innovation", {"strategic": ["none", "inn-pur"]}, "strategic", "cannot stand beside"),
    ("innovation", {"innovation": "prod-innov"}, "strategic", "This field is required."),
    ("partners", {"partners_wanted": LONG}, "partners_wanted", "at most 2000 characters"),
    ("partners", {"accepted_languages": "xx"}, "accepted_languages", "Select a valid choice"),
    ("time", {"deadline_0": "2020-01-01", "deadline_1": "12:00"}, "deadline", "lies in the past"),
    ("time", {"deadline_0": "tomorrow", "deadline_1": "12:00"}, "deadline", "Enter a valid date."),
    ("time", {"deadline_0": "9999-12-31", "deadline_1": "25:99"}, "deadline", "valid time"),
    ("time", {"deadline_0": "", "deadline_1": ""}, "deadline", "This field is required."),
    ("time", {"deadline_0": "0001-01-01", "deadline_1": "00:00"}, "deadline", "lies in the past"),
    ("time", {"official_url": "javascript:alert(1)"}, "official_url", "Enter a valid URL."),
    ("time", {"official_url": "https://x.example/" + LONG}, "official_url", "at most 500"),
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
        ("need", {"title": "", "need": SCRIPT, "outcome": LONG[:6_000], "known": "a < b"}, "title"),
        ("value", {"value": SCRIPT, "currency": "EUR"}, "value"),
        ("partners", {"partners_wanted": SCRIPT + LONG}, "partners_wanted"),
        ("time", {"deadline_0": SCRIPT, "deadline_1": "12:00", "official_url": "x y"}, "deadline"),
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
    page = Page(send("subject", {"cpv": ["34000000"], "nuts": ["DK050"], "contract": "x"}))
    assert (page.ticked("cpv"), page.ticked("nuts")) == (["34000000"], ["DK050"])

    page = Page(
        send("innovation", {"innovation": ["prod-innov"], "strategic": ["none", "inn-pur"]})
    )
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
        ({"organisation": "999999"}, "organisation"),
        ({"organisation": "9" * 40}, "organisation"),
        ({"organisation": "\x00"}, "organisation"),
    ],
)
def test_a_wrong_first_page_starts_nothing(browser, havneby, change, name) -> None:
    right = {"organisation": havneby.pk, "kind": "call", "title": "Light", "language": "en"}

    page = Page(browser.post(f"{ROOM}new/", right | change))

    assert page.errors(name)
    assert not Opportunity.objects.managed_by(havneby).exists()


def test_nobody_starts_one_for_another_buyer(browser, havneby, jarvikunta) -> None:
    foreign = {"organisation": jarvikunta.pk, "kind": "call", "title": "Light", "language": "en"}

    page = Page(browser.post(f"{ROOM}new/", foreign))

    assert "Select a valid choice" in page.errors("organisation")
    assert "Järvikunta" not in page.text
    assert not Opportunity.objects.everywhere("a test").exists()


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(
    begun, buyer_of_havneby
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(buyer_of_havneby, backend="django.contrib.auth.backends.ModelBackend")
    address = f"{ROOM}{begun.slug}/edit/need/"
    strict.get(address)

    for token in ({}, {"csrfmiddlewaretoken": "x"}, {"csrfmiddlewaretoken": "a" * 64}):
        response = strict.post(address, {"title": "Changed", "need": "Dark."} | token)
        assert response.status_code == 403
        assert "<h1" in response.content.decode()
    assert reloaded(begun).title == "Light"
