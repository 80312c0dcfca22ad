"""The verbs of organisations: who may, what it makes, what it announces, what it refuses."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from ppi.kernel.audit import trail
from ppi.kernel.verdicts import Refused
from ppi.organisations import addresses, services
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import (
    ChangeRequest,
    JoinRequest,
    Membership,
    Organisation,
)
from ppi.organisations.permissions import may_write_for
from tests.ppi.organisations.acting import announced, now, refusal, roles_in

pytestmark = pytest.mark.django_db

# --- Founding


def test_a_founder_owns_what_waits_for_the_moderators(newcomer, stranger, denmark) -> None:
    assert (newcomer.slug, newcomer.status, newcomer.portal) == (
        "vestby-vaerft",
        Status.PENDING,
        denmark,
    )
    assert roles_in(newcomer) == {stranger: Role.OWNER}
    assert announced() == ["organisations.founded"]
    assert [entry.action for entry in trail(newcomer)] == ["organisation.founded"]


def test_a_company_has_no_buyer_type_whatever_was_sent(denmark, stranger) -> None:
    company = services.found(
        by=stranger,
        name="A company",
        kind=Kind.SUPPLIER,
        buyer_type="central",
        country="DK",
        portal=denmark,
    )

    assert now(company).buyer_type == ""


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ærø Kommune", "aero-kommune"),
        ("Upės žiburys, UAB", "upes-ziburys-uab"),
        ("Havneby", "havneby-2"),
        ("New", "new-2"),
        ("Join", "join-2"),
        ("Δήμος", "organisation"),
        ("x" * 200, "x" * 100),
        ("!!!", "organisation"),
    ],
)
def test_a_name_gives_a_readable_address_that_nobody_else_has(havneby, name, slug) -> None:
    assert addresses.free_slug(name) == slug


# --- Changing


@pytest.mark.parametrize(
    "change", [{"kind": "supplier"}, {"country": "SE"}, {"registration_number": "12345674"}]
)
def test_what_the_moderators_verified_stays(havneby, buyer_of_havneby, change) -> None:
    before = now(havneby).__dict__.copy()

    assert (
        "verified cannot be changed"
        in refusal(services.update, havneby, by=buyer_of_havneby, **change).sentence
    )

    after = now(havneby).__dict__
    assert {k: v for k, v in after.items() if k != "_state"} == {
        k: v for k, v in before.items() if k != "_state"
    }


def test_before_that_it_can_be_put_right(newcomer, stranger) -> None:
    services.update(newcomer, by=stranger, registration_number="13585628", country="DK")

    assert now(newcomer).registration_number == "13585628"


@pytest.mark.parametrize("who", ["editor_of_havneby", "reader_of_havneby", "stranger"])
def test_only_owners_change_invite_and_decide(request, havneby, buyer_of_havneby, who) -> None:
    person = request.getfixturevalue(who)
    asked = JoinRequest.objects.managed_by(havneby).create(organisation=havneby, user=person)
    own = Membership.objects.managed_by(havneby).get(user=buyer_of_havneby)

    for act in (
        lambda: services.update(havneby, by=person, about="Mine now"),
        lambda: services.invite(havneby, "friend@elsewhere.example", Role.OWNER, by=person),
        lambda: services.decide_join_request(asked, True, by=person),
        lambda: services.change_role(own, Role.READER, by=person),
        lambda: services.leave(own, by=person),
    ):
        assert refusal(act).sentence == "Only owners of Havneby Kommune may do that."
    assert roles_in(havneby)[buyer_of_havneby] == Role.OWNER
    assert now(havneby).about == ""


# --- Verification


def test_only_moderators_of_its_own_portal_verify(
    newcomer, moderator_of_denmark, moderator_of_latvia, stranger
) -> None:
    for who in (moderator_of_latvia, stranger):
        assert refusal(services.verify, newcomer, by=who).sentence == (
            "Only moderators of this portal may do that."
        )
    services.verify(newcomer, by=moderator_of_denmark)

    assert now(newcomer).status == Status.VERIFIED
    assert announced()[-1] == "organisations.verified"


def test_who_was_not_accepted_asks_again_and_who_is_verified_need_not(
    newcomer, stranger, moderator_of_denmark
) -> None:
    services.reject(newcomer, "No such body.", by=moderator_of_denmark)
    assert now(newcomer).status == Status.REJECTED
    services.ask_again(newcomer, by=stranger)
    assert now(newcomer).status == Status.PENDING
    services.verify(now(newcomer), by=moderator_of_denmark)

    assert "cannot become" in refusal(services.ask_again, newcomer, by=stranger).sentence
    assert announced() == [
        "organisations.founded",
        "organisations.changed",
        "organisations.asked_again",
        "organisations.verified",
    ]


def test_a_verified_one_is_suspended_and_writes_nothing_meanwhile(
    havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.reject(havneby, "Members do not speak for it.", by=moderator_of_denmark)

    assert announced() == ["organisations.suspended"]
    assert now(havneby).status == Status.SUSPENDED
    assert may_write_for(buyer_of_havneby, now(havneby)).reason == (
        "Havneby Kommune is suspended. Its page says why."
    )
    services.ask_again(havneby, by=buyer_of_havneby)
    assert may_write_for(buyer_of_havneby, now(havneby))


@pytest.mark.parametrize("asks_first", [False, True])
def test_a_suspended_one_that_is_verified_once_more_is_restored(
    havneby, buyer_of_havneby, moderator_of_denmark, asks_first
) -> None:
    services.reject(havneby, "Members do not speak for it.", by=moderator_of_denmark)
    if asks_first:
        services.ask_again(havneby, by=buyer_of_havneby)
    services.verify(now(havneby), by=moderator_of_denmark)

    assert now(havneby).status == Status.VERIFIED
    assert announced()[-2:] == ["organisations.verified", "organisations.restored"]


# --- What always holds


def test_the_database_keeps_what_must_always_hold(havneby, buyer_of_havneby, upes_ziburys) -> None:
    rows = Organisation.objects.everywhere("the test")
    rows.filter(pk=havneby.pk).update(registration_number="12345674")
    ChangeRequest.objects.managed_by(havneby).create(organisation=havneby, name="Nyhavn")
    for broken in (
        lambda: rows.filter(pk=upes_ziburys.pk).update(buyer_type="central"),
        lambda: ChangeRequest.objects.managed_by(havneby).create(organisation=havneby, name="X"),
        lambda: rows.filter(pk=upes_ziburys.pk).update(
            registration_number="12345674", country="DK"
        ),
        lambda: Membership.objects.managed_by(havneby).create(
            organisation=havneby, user=buyer_of_havneby, role=Role.READER
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()


def test_one_person_founds_only_so_many_organisations_a_day(facts, denmark, stranger) -> None:
    def found(number: int) -> Organisation:
        return services.found(
            by=stranger, portal=denmark, name=f"Body {number}", kind="supplier", country="DK"
        )

    for number in range(services.MOST_FOUNDED_A_DAY):
        found(number)
    with pytest.raises(Refused, match="often enough for one day"):
        found(99)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert found(100).name == "Body 100"
