"""Whose a registration number is: nobody takes a buyer's place by being first with it."""

from __future__ import annotations

import pytest

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.organisations import imports, services
from ppi.organisations.choices import Kind, Status
from ppi.organisations.models import Organisation
from tests.ppi.organisations.acting import now, refusal, roles_in

pytestmark = pytest.mark.django_db

NUMBER = "12345674"


@pytest.fixture
def vestby(denmark, learner_of_metsalinn, newcomer) -> Organisation:
    """The real body, whose number the stranger's company gave before."""
    return services.found(
        by=learner_of_metsalinn,
        name="Vestby Kommune",
        kind=Kind.BUYER,
        buyer_type="sub-central",
        country="DK",
        registration_number=NUMBER,
        portal=denmark,
    )


def from_notice(denmark, name: str = "Vestby Kommune", number: str = "12 34 56 74") -> Organisation:
    return imports.from_notice(
        name=name, country="DK", registration_number=number, portal=denmark, language="da"
    )


def everybody() -> int:
    return Organisation.objects.everywhere("the test").count()


def test_a_number_that_nobody_verified_keeps_nobody_out(newcomer, vestby) -> None:
    assert [now(one).registration_number for one in (newcomer, vestby)] == [NUMBER, NUMBER]


def test_a_verified_number_is_not_founded_again(
    newcomer, denmark, moderator_of_denmark, learner_of_metsalinn
) -> None:
    services.verify(newcomer, by=moderator_of_denmark)
    refused = refusal(
        services.found,
        by=learner_of_metsalinn,
        name="Vestby again",
        kind=Kind.SUPPLIER,
        country="DK",
        registration_number=NUMBER,
        portal=denmark,
    )

    assert (refused.field, refused.sentence) == (
        "registration_number",
        "An organisation with this number is here already. Ask it to let you in.",
    )
    assert roles_in(newcomer).keys() & {learner_of_metsalinn} == set()


def test_the_moderator_sees_who_else_gives_the_number_and_verifies_only_one(
    as_user, facts, newcomer, vestby, moderator_of_denmark, run_jobs
) -> None:
    run_jobs()
    waiting = Submission.objects.moderated_by(newcomer.portal).waiting().about(newcomer).get()
    browser = as_user(moderator_of_denmark)
    page = browser.get(f"/p/dk/en/moderation/{waiting.pk}/").text
    services.verify(vestby, by=moderator_of_denmark)
    refused = browser.post(f"/p/dk/en/moderation/{waiting.pk}/decide/", {"decision": "publish"})

    assert "Others give the same registration number" in page
    assert "Vestby Kommune (public buyer, PPI Denmark): not yet verified" in page
    assert "«Vestby Kommune» is verified with this registration number already." in refused.text
    assert now(newcomer).status == Status.PENDING
    moderation.send_back(waiting, "The number is another's.", by=moderator_of_denmark)
    assert now(newcomer).status == Status.REJECTED


def test_one_whose_number_was_verified_for_another_still_changes_the_rest(
    newcomer, vestby, stranger, moderator_of_denmark
) -> None:
    services.verify(vestby, by=moderator_of_denmark)
    services.update(newcomer, by=stranger, about="We build ships.")
    services.update(now(newcomer), by=stranger, registration_number="13585628")

    assert (now(newcomer).about, now(newcomer).registration_number) == (
        "We build ships.",
        "13585628",
    )


# --- Notices


def test_a_notice_names_a_verified_buyer_however_its_number_is_written(
    vestby, denmark, moderator_of_denmark
) -> None:
    services.verify(vestby, by=moderator_of_denmark)

    assert from_notice(denmark, name="VESTBY") == vestby
    assert everybody() == 2


def test_a_stranger_swallows_no_notices_with_a_buyers_number_or_name(
    newcomer, vestby, denmark
) -> None:
    by_number = from_notice(denmark)
    by_name = from_notice(denmark, number="")

    assert by_number not in (newcomer, vestby)
    assert (by_number.imported, by_number.status, by_number.registration_number) == (
        True, Status.VERIFIED, NUMBER,
    )  # fmt: skip
    assert by_name == from_notice(denmark) == by_number


def test_the_notices_of_a_body_that_sells_too_do_not_come_to_its_company(
    newcomer, denmark, moderator_of_denmark
) -> None:
    services.verify(newcomer, by=moderator_of_denmark)
    buyer = from_notice(denmark)

    assert (buyer.kind, buyer.registration_number) == (Kind.BUYER, "")
    assert from_notice(denmark) == buyer


def test_an_imported_buyer_that_is_suspended_stays_the_buyer(denmark, moderator_of_denmark) -> None:
    buyer = from_notice(denmark)
    services.reject(buyer, "Not a public body.", by=moderator_of_denmark)

    assert from_notice(denmark) == buyer
    assert from_notice(denmark, number="") == buyer
