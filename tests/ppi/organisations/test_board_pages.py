"""The board: what members see and decide, and nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from ppi.kernel.models import AuditEntry
from ppi.organisations import services
from ppi.organisations.choices import Role
from ppi.organisations.models import Invitation, JoinRequest, Membership
from tests.ppi.organisations.reading import error_at, titles

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"


def test_the_board_is_for_members_and_its_portals_moderators(
    as_user, havneby, buyer_of_havneby, reader_of_havneby, moderator_of_denmark, moderator_of_latvia
) -> None:
    address = f"{HERE}havneby/board/"
    statuses = {
        who.name: as_user(who).get(address).status_code
        for who in (buyer_of_havneby, reader_of_havneby, moderator_of_denmark, moderator_of_latvia)
    }

    assert statuses == {
        "The buyer of Havneby": 200,
        "The reader of Havneby": 200,
        "The moderator of PPI Denmark": 200,
        "The moderator of PPI Latvia": 404,
    }
    assert as_user(None).get(address)["Location"].startswith("/p/dk/en/account/login/")


def test_a_reader_sees_the_members_and_no_way_to_change_them(
    as_user, havneby, buyer_of_havneby, reader_of_havneby
) -> None:
    services.invite(havneby, "friend@elsewhere.example", Role.READER, by=buyer_of_havneby)
    page = as_user(reader_of_havneby).get(f"{HERE}havneby/board/").text

    assert titles(page) == ["The buyer of Havneby", "The reader of Havneby"]
    assert "friend@elsewhere.example" not in page
    assert "/role/" not in page
    assert "/invite/" not in page


def test_an_owner_invites_by_mail_and_the_link_leads_a_new_person_in(
    as_user, client, havneby, buyer_of_havneby, stranger, run_jobs
) -> None:
    owner = as_user(buyer_of_havneby)
    sent = owner.post(
        f"{HERE}havneby/invite/", {"email": stranger.email, "role": "editor"}, follow=True
    )
    run_jobs()

    assert stranger.email in sent.text
    message = next(message for message in mail.outbox if stranger.email in message.to)
    token = re.search(r"http://testserver/p/dk/\w+/organisations/invitation/(\S+)/", message.body)[
        1
    ]
    link = f"{HERE}invitation/{token}/"
    assert token not in sent.text
    outside = client.get(link).text
    assert "The buyer of Havneby invites you to Havneby Kommune as editor." in outside
    assert "account/signup/?next=" in outside

    browser = as_user(stranger)
    assert "Accept invitation" in browser.get(link).text
    assert Membership.objects.of_person(stranger).count() == 0, "opening a link changes nothing"
    accepted = browser.post(link)
    assert accepted["Location"].endswith("/organisations/havneby/board/")
    assert Membership.objects.of_person(stranger).get().role == Role.EDITOR
    assert browser.get(link).status_code == 410


def test_somebody_else_sees_for_whom_the_invitation_is_and_does_not_get_in(
    as_user, havneby, buyer_of_havneby, stranger, learner_of_metsalinn
) -> None:
    invitation = services.invite(havneby, stranger.email, Role.OWNER, by=buyer_of_havneby)
    link = f"{HERE}invitation/{invitation.token}/"
    browser = as_user(learner_of_metsalinn)

    assert "you are signed in as learner@metsalinn.example" in browser.get(link).text
    refused = browser.post(link)

    assert refused.status_code == 403
    assert "This invitation was sent to another e-mail address." in refused.text
    assert not Membership.objects.of_person(learner_of_metsalinn).exists()


def test_an_old_or_invented_invitation_says_what_to_do(
    as_user, client, havneby, buyer_of_havneby, stranger
) -> None:
    invitation = services.invite(havneby, stranger.email, Role.OWNER, by=buyer_of_havneby)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        old = client.get(f"{HERE}invitation/{invitation.token}/")
    invented = client.get(f"{HERE}invitation/no-such-token/")

    for page in (old, invented):
        assert page.status_code == 410
        assert "Ask whoever invited you for a new one." in page.text
        assert "Havneby" not in page.text


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"email": "", "role": ""}, {"email": "This field is required.", "role": "This field"}),
        ({"email": "not an address", "role": "editor"}, {"email": "Enter a valid email address."}),
        (
            {"email": "buyer@havneby.example", "role": "king"},
            {"role": "Select a valid choice. king"},
        ),
        (
            {"email": "buyer@havneby.example", "role": "reader"},
            {"email": "This person is a member already."},
        ),
    ],
)
def test_a_wrong_invitation_is_refused_at_the_field(
    as_user, havneby, buyer_of_havneby, fields, sentences
) -> None:
    page = as_user(buyer_of_havneby).post(f"{HERE}havneby/invite/", fields).text

    for field, sentence in sentences.items():
        assert error_at(page, field).startswith(sentence)
    assert f'value="{fields["email"]}"' in page or not fields["email"]
    assert not Invitation.objects.managed_by(havneby).exists()


def test_an_owner_changes_roles_ends_memberships_and_withdraws(
    as_user, havneby, buyer_of_havneby, reader_of_havneby
) -> None:
    browser = as_user(buyer_of_havneby)
    reader = Membership.objects.managed_by(havneby).get(user=reader_of_havneby)
    invitation = services.invite(havneby, "a@b.example", Role.READER, by=buyer_of_havneby)

    browser.post(f"{HERE}havneby/members/{reader.pk}/role/", {"role": "editor"})
    assert Membership.objects.managed_by(havneby).get(pk=reader.pk).role == Role.EDITOR
    browser.post(f"{HERE}havneby/members/{reader.pk}/remove/")
    browser.post(f"{HERE}havneby/invitations/{invitation.pk}/withdraw/")

    assert titles(browser.get(f"{HERE}havneby/board/").text) == ["The buyer of Havneby"]
    assert not Invitation.objects.managed_by(havneby).exists()


def test_the_last_owner_is_told_why_they_cannot_leave(as_user, havneby, buyer_of_havneby) -> None:
    own = Membership.objects.managed_by(havneby).get(user=buyer_of_havneby)

    page = as_user(buyer_of_havneby).post(f"{HERE}havneby/members/{own.pk}/remove/", follow=True)

    assert "An organisation needs an owner. Make somebody else owner first." in page.text
    assert Membership.objects.managed_by(havneby).filter(pk=own.pk).exists()


def test_a_member_who_leaves_stands_on_their_own_list_again(
    as_user, havneby, buyer_of_havneby, reader_of_havneby
) -> None:
    own = Membership.objects.managed_by(havneby).get(user=reader_of_havneby)

    response = as_user(reader_of_havneby).post(f"{HERE}havneby/members/{own.pk}/remove/")

    assert response["Location"] == HERE
    assert not Membership.objects.of_person(reader_of_havneby).exists()


@pytest.mark.parametrize(
    "verb", ["members/{}/role/", "members/{}/remove/", "invitations/{}/withdraw/", "requests/{}/"]
)
def test_one_organisations_board_decides_about_nobody_in_another(
    as_user, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, stranger, verb
) -> None:
    theirs = {
        "members": Membership.objects.managed_by(jarvikunta).get().pk,
        "invitations": services.invite(
            jarvikunta, "a@b.example", Role.READER, by=buyer_of_jarvikunta
        ).pk,
        "requests": services.request_to_join(jarvikunta, "", by=stranger).pk,
    }
    address = HERE + "havneby/" + verb.format(theirs[verb.partition("/")[0]])

    response = as_user(buyer_of_havneby).post(address, {"role": "reader", "decision": "accept"})

    assert response.status_code == 404
    assert Membership.objects.managed_by(jarvikunta).get().role == Role.OWNER
    assert Invitation.objects.managed_by(jarvikunta).count() == 1


@pytest.mark.parametrize(
    ("decision", "said", "state", "is_member"),
    [
        ({"decision": "accept"}, "They are in.", "accepted", True),
        ({"decision": "decline"}, "The request is declined.", "declined", False),
        ({"decision": "later"}, "Choose whether to let the person in", "waiting", False),
        ({"decision": ""}, "Choose whether to let the person in", "waiting", False),
        ({}, "Choose whether to let the person in", "waiting", False),
    ],
)
def test_only_the_two_buttons_decide_about_a_request(
    as_user, havneby, buyer_of_havneby, stranger, decision, said, state, is_member
) -> None:
    request = services.request_to_join(havneby, "I work there.", by=stranger)
    address = f"{HERE}havneby/requests/{request.pk}/"

    page = as_user(buyer_of_havneby).post(address, decision, follow=True)

    assert said in page.text
    kept = JoinRequest.objects.managed_by(havneby).get(pk=request.pk)
    assert kept.state == state
    members = Membership.objects.managed_by(havneby)
    assert members.filter(user=stranger).exists() is is_member


@pytest.mark.parametrize("verb", ["invite/", "ask-again/", "members/1/remove/", "requests/1/"])
def test_what_changes_something_is_not_done_by_opening_a_link(
    as_user, havneby, buyer_of_havneby, verb
) -> None:
    before = AuditEntry.objects.count()

    response = as_user(buyer_of_havneby).get(f"{HERE}havneby/{verb}")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert Membership.objects.managed_by(havneby).get().user == buyer_of_havneby
    assert not Invitation.objects.managed_by(havneby).exists()
    assert AuditEntry.objects.count() == before
