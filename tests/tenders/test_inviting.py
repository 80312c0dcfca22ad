"""Firms that the buyer tells of a call by mail, with or without an account."""

from __future__ import annotations

import pytest
from django.core import mail

from ppi.kernel.verdicts import Refused
from tenders import services
from tenders.models import InvitedFirm, Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.written import published


def firms(opportunity) -> list[tuple[str, str, str]]:
    rows = InvitedFirm.objects.of(opportunity)
    return [(row.name, row.email, row.language) for row in rows]


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark, kind="call")


def test_firms_without_an_account_are_invited_once_with_the_same_mail(
    call, buyer_of_havneby, as_user, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{call.slug}/invite/"
    lines = "lamps@example.com, Lamps Ltd\nLIGHT@example.com"
    browser.post(page, {"firms": lines, "language": "en"})
    browser.post(page, {"firms": "light@example.com, Light\nnew@example.com", "language": "en"})
    run_jobs()

    assert firms(call) == [
        ("Lamps Ltd", "lamps@example.com", "en"),
        ("LIGHT@example.com", "light@example.com", "en"),
        ("new@example.com", "new@example.com", "en"),
    ]
    assert sorted(one.to[0] for one in mail.outbox) == [
        "lamps@example.com",
        "light@example.com",
        "new@example.com",
    ]
    # The same to all, down to the foot, where each finds its own way out.
    [told] = {one.body.partition("\n--\n")[0] for one in mail.outbox}
    assert len({one.extra_headers["List-Unsubscribe"] for one in mail.outbox}) == 3
    assert f"/opportunities/{call.slug}/" in told


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "required"),
        ("Lamps Ltd, lamps@example.com", "does not begin with an e-mail address"),
        ("\n".join(f"a{n}@example.com" for n in range(51)), "At most 50 firms"),
        (f"a@example.com, {'x' * 201}", "is too long"),
        ("<script>@x", "This looks like HTML."),
        ("Anna <anna@x.example>", "does not begin with an e-mail address"),
        (
            "a@example.com, A\n\nb@example.com\nA@Example.com, B\nb@example.com, C",
            "a@example.com stands in several lines: 1, 4. Write each address once.",
        ),
        (
            "a@example.com, A\n\nb@example.com\nA@Example.com, B\nb@example.com, C",
            "b@example.com stands in several lines: 3, 5. Write each address once.",
        ),
    ],
)
def test_wrong_lines_are_refused_and_stand_where_they_were_typed(
    call, buyer_of_havneby, as_user, lines, sentence
) -> None:
    answer = as_user(buyer_of_havneby).post(
        f"{ROOM}{call.slug}/invite/", {"firms": lines, "language": "en"}
    )
    text = answer.content.decode()
    assert sentence in text
    assert "<script>@x" not in text
    assert firms(call) == []


def test_fifty_firms_are_enough_for_one_call(call, buyer_of_havneby) -> None:
    many = [services.Firm("F", f"f{n}@example.com", "en") for n in range(50)]
    services.invite(call, many, by=buyer_of_havneby)
    with pytest.raises(Refused, match="At most 50 firms"):
        services.invite(call, [services.Firm("G", "g@example.com", "en")], by=buyer_of_havneby)
    assert InvitedFirm.objects.of(call).count() == 50


def test_whom_a_buyer_invited_is_nobody_elses_business(
    call, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    services.invite(call, [services.Firm("F", "f@example.com", "en")], by=buyer_of_havneby)
    other = as_user(buyer_of_jarvikunta)
    assert other.get(f"{ROOM}{call.slug}/invite/").status_code == 404
    assert "f@example.com" not in other.get(f"{ROOM}{call.slug}/").content.decode()
    assert "f@example.com" in (
        as_user(buyer_of_havneby).get(f"{ROOM}{call.slug}/invite/").content.decode()
    )
