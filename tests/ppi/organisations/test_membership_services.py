"""Who comes in, as what, and who goes."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ppi.kernel.audit import trail
from ppi.organisations import claims, services
from ppi.organisations.choices import RequestState, Role, Status
from ppi.organisations.models import (
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)
from tests.ppi.organisations.acting import announced, refusal, roles_in

pytestmark = pytest.mark.django_db

# --- Invitations


@pytest.fixture
def invitation(havneby, buyer_of_havneby, stranger) -> Invitation:
    return services.invite(havneby, stranger.email.upper(), Role.EDITOR, by=buyer_of_havneby)


def test_whoever_was_invited_comes_in_with_the_role_that_was_offered(
    invitation, havneby, stranger
) -> None:
    services.accept_invitation(invitation.token, by=stranger)

    assert roles_in(havneby)[stranger] == Role.EDITOR
    assert announced() == ["organisations.invited"]


def test_an_invitation_works_once(invitation, havneby, stranger) -> None:
    services.accept_invitation(invitation.token, by=stranger)
    Membership.objects.of_person(stranger).delete()

    assert (
        "has been used or is too old"
        in refusal(services.accept_invitation, invitation.token, by=stranger).sentence
    )
    assert stranger not in roles_in(havneby)


def test_an_invitation_is_over_after_a_fortnight(invitation, havneby, stranger) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1)):
        refused = refusal(services.accept_invitation, invitation.token, by=stranger)

    assert "has been used or is too old" in refused.sentence
    assert stranger not in roles_in(havneby)


def test_an_invitation_is_not_for_somebody_else(invitation, havneby, learner_of_metsalinn) -> None:
    assert refusal(
        services.accept_invitation, invitation.token, by=learner_of_metsalinn
    ).sentence == ("This invitation was sent to another e-mail address.")
    assert learner_of_metsalinn not in roles_in(havneby)


@pytest.mark.parametrize("token", ["", "1", "1:forged:signature", "x" * 4000])
def test_an_invented_token_opens_nothing(invitation, stranger, token) -> None:
    assert services.invitation_of(token) is None
    assert refusal(services.accept_invitation, token, by=stranger)


def test_a_withdrawn_invitation_opens_nothing(invitation, stranger, buyer_of_havneby) -> None:
    token = invitation.token
    services.withdraw_invitation(invitation, by=buyer_of_havneby)

    assert services.invitation_of(token) is None
    assert refusal(services.accept_invitation, token, by=stranger)


def test_inviting_again_renews_the_offer_and_makes_no_second_one(
    invitation, havneby, buyer_of_havneby, stranger
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        services.invite(havneby, stranger.email, Role.READER, by=buyer_of_havneby)
        again = Invitation.objects.managed_by(havneby).get()
        services.accept_invitation(again.token, by=stranger)

    assert roles_in(havneby)[stranger] == Role.READER
    assert announced() == ["organisations.invited", "organisations.invited"]


def test_a_member_is_not_invited(havneby, buyer_of_havneby) -> None:
    refused = refusal(
        services.invite, havneby, "BUYER@havneby.example", Role.OWNER, by=buyer_of_havneby
    )

    assert (refused.field, refused.sentence) == ("email", "This person is a member already.")


def test_an_organisation_cannot_send_invitations_without_end(
    havneby, buyer_of_havneby, monkeypatch
) -> None:
    monkeypatch.setattr(services, "MOST_OPEN_INVITATIONS", 2)
    for number in range(2):
        services.invite(havneby, f"{number}@elsewhere.example", Role.READER, by=buyer_of_havneby)

    refused = refusal(
        services.invite, havneby, "third@elsewhere.example", Role.READER, by=buyer_of_havneby
    )
    services.invite(havneby, "1@elsewhere.example", Role.EDITOR, by=buyer_of_havneby)

    assert "2 invitations wait" in refused.sentence
    assert Invitation.objects.managed_by(havneby).count() == 2


def test_until_it_is_verified_an_organisation_has_three_open_invitations(
    newcomer, stranger, moderator_of_denmark
) -> None:
    made = [
        services.invite(newcomer, f"{number}@elsewhere.example", Role.READER, by=stranger)
        for number in range(3)
    ]
    fourth = (newcomer, "fourth@elsewhere.example", Role.READER)

    refused = refusal(services.invite, *fourth, by=stranger)
    assert (refused.field, refused.sentence) == (
        "email",
        "At most 3 invitations can be open until the moderators have verified the organisation.",
    )
    services.invite(newcomer, "2@elsewhere.example", Role.EDITOR, by=stranger)
    services.withdraw_invitation(made[0], by=stranger)
    services.invite(*fourth, by=stranger)
    services.verify(newcomer, by=moderator_of_denmark)
    services.invite(newcomer, "fifth@elsewhere.example", Role.READER, by=stranger)
    waiting = Invitation.objects.managed_by(newcomer).order_by("email")
    assert [invitation.email.partition("@")[0] for invitation in waiting] == [
        "1",
        "2",
        "fifth",
        "fourth",
    ]


def test_one_person_sends_twenty_invitations_a_day_whatever_became_of_them(
    havneby, newcomer, buyer_of_havneby, editor_of_havneby, stranger
) -> None:
    Membership.objects.managed_by(havneby).update(role=Role.OWNER)
    Membership.objects.managed_by(newcomer).create(
        organisation=newcomer, user=buyer_of_havneby, role=Role.OWNER
    )
    for number in range(20):
        made = services.invite(havneby, f"{number}@a.example", Role.READER, by=buyer_of_havneby)
        services.withdraw_invitation(made, by=buyer_of_havneby)

    for organisation in (havneby, newcomer):
        invited = (organisation, "next@a.example", Role.READER)
        refused = refusal(services.invite, *invited, by=buyer_of_havneby)
        assert (refused.field, refused.sentence) == (
            "email",
            "You have done this often enough for one day. Go on tomorrow.",
        )
    services.invite(havneby, "another@a.example", Role.READER, by=editor_of_havneby)
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        services.invite(havneby, "next@a.example", Role.READER, by=buyer_of_havneby)
    assert Invitation.objects.managed_by(havneby).count() == 2


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SUSPENDED])
def test_a_stopped_organisation_invites_nobody(havneby, buyer_of_havneby, status) -> None:
    Organisation.objects.everywhere("the test").filter(pk=havneby.pk).update(status=status)

    refused = refusal(
        services.invite, havneby, "new@person.example", Role.READER, by=buyer_of_havneby
    )

    assert refused.sentence == (f"Havneby Kommune is {status.label}. Its page says why.")
    assert not Invitation.objects.managed_by(havneby).exists()
    assert announced() == []


# --- Joining


def test_asking_twice_is_asking_once(havneby, buyer_of_havneby, stranger) -> None:
    first = services.request_to_join(havneby, "From the harbour office", by=stranger)
    second = services.request_to_join(havneby, "Still here", by=stranger)

    assert first == second
    assert JoinRequest.objects.managed_by(havneby).get().message == "From the harbour office"
    assert announced() == ["organisations.join_requested"]


def test_who_is_let_in_reads_and_does_not_write(havneby, buyer_of_havneby, stranger) -> None:
    asked = services.request_to_join(havneby, "", by=stranger)
    services.decide_join_request(asked, True, by=buyer_of_havneby)

    assert roles_in(havneby)[stranger] == Role.READER
    assert announced() == ["organisations.join_requested", "organisations.join_decided"]


def test_a_declined_request_stays_declined_and_may_be_made_anew(
    havneby, buyer_of_havneby, stranger
) -> None:
    asked = services.request_to_join(havneby, "", by=stranger)
    services.decide_join_request(asked, False, by=buyer_of_havneby)

    assert (
        refusal(services.decide_join_request, asked, True, by=buyer_of_havneby).sentence
        == "This request has been decided already."
    )
    assert stranger not in roles_in(havneby)
    assert services.request_to_join(havneby, "", by=stranger) != asked


def test_a_member_does_not_ask(havneby, reader_of_havneby) -> None:
    assert refusal(services.request_to_join, havneby, "", by=reader_of_havneby).sentence == (
        "You are a member already."
    )


def test_an_invitation_that_is_accepted_answers_the_request_too(
    havneby, buyer_of_havneby, stranger, invitation
) -> None:
    services.request_to_join(havneby, "", by=stranger)
    services.accept_invitation(invitation.token, by=stranger)

    assert JoinRequest.objects.managed_by(havneby).get().state == RequestState.ACCEPTED


def test_the_first_person_of_an_unclaimed_one_is_let_in_by_its_portal_and_owns_it(
    unclaimed, stranger, learner_of_metsalinn, moderator_of_denmark, moderator_of_latvia
) -> None:
    asked = services.request_to_join(unclaimed, "I run it", by=stranger)
    later = services.request_to_join(unclaimed, "So do I", by=learner_of_metsalinn)

    assert refusal(services.decide_join_request, asked, True, by=moderator_of_latvia)
    assert refusal(services.decide_join_request, asked, True, by=stranger)
    claims.take_back(later, by=learner_of_metsalinn)
    services.decide_join_request(asked, True, by=moderator_of_denmark)
    assert refusal(services.decide_join_request, later, True, by=moderator_of_denmark)
    again = services.request_to_join(unclaimed, "So do I", by=learner_of_metsalinn)
    services.decide_join_request(again, True, by=stranger)

    assert roles_in(unclaimed) == {stranger: Role.OWNER, learner_of_metsalinn: Role.READER}


# --- Roles, leaving


def test_the_last_owner_neither_leaves_nor_steps_down(havneby, buyer_of_havneby) -> None:
    own = Membership.objects.managed_by(havneby).get(user=buyer_of_havneby)
    sentence = "An organisation needs an owner. Make somebody else owner first."

    assert refusal(services.leave, own, by=buyer_of_havneby).sentence == sentence
    assert refusal(services.change_role, own, Role.EDITOR, by=buyer_of_havneby).sentence == sentence
    services.change_role(own, Role.OWNER, by=buyer_of_havneby)
    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER}


def test_an_owner_leaves_once_there_is_another(
    havneby, buyer_of_havneby, editor_of_havneby
) -> None:
    other = Membership.objects.managed_by(havneby).get(user=editor_of_havneby)
    services.change_role(other, Role.OWNER, by=buyer_of_havneby)
    own = Membership.objects.managed_by(havneby).get(user=buyer_of_havneby)
    services.leave(own, by=buyer_of_havneby)

    assert roles_in(havneby) == {editor_of_havneby: Role.OWNER}
    assert [(e.action, e.detail["user"]) for e in trail(havneby)] == [
        ("organisation.member_left", buyer_of_havneby.pk),
        ("organisation.role_changed", editor_of_havneby.pk),
    ]


def test_a_stale_page_does_not_let_the_last_owner_out(
    havneby, buyer_of_havneby, editor_of_havneby
) -> None:
    """The membership in hand still says editor, but has been made the only owner meanwhile."""
    stale = Membership.objects.managed_by(havneby).get(user=editor_of_havneby)
    rows = Membership.objects.managed_by(havneby)
    rows.filter(user=editor_of_havneby).update(role=Role.OWNER)
    rows.filter(user=buyer_of_havneby).delete()

    assert refusal(services.leave, stale, by=editor_of_havneby)


def test_a_member_leaves_by_themselves_and_is_removed_by_an_owner(
    havneby, buyer_of_havneby, reader_of_havneby, editor_of_havneby
) -> None:
    rows = Membership.objects.managed_by(havneby)
    services.leave(rows.get(user=reader_of_havneby), by=reader_of_havneby)
    services.leave(rows.get(user=editor_of_havneby), by=buyer_of_havneby)

    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER}
