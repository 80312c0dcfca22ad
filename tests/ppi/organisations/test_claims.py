"""Whose word counts for an organisation: claims, disputes, and owners who are out of reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ppi.kernel.audit import trail
from ppi.moderation.models import Submission
from ppi.organisations import claiming, claims, domains, merging, services
from ppi.organisations.choices import RequestState, Role
from ppi.organisations.models import Invitation, JoinRequest, Membership
from tests.conftest import member, person
from tests.ppi.organisations.acting import announced, now, refusal, roles_in

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"
PROOF = {"message": "I am its director.", "proof": "www.klitland.example/staff names me."}


def fresh(claim) -> JoinRequest:
    return JoinRequest.objects.everywhere("the test").get(pk=claim.pk)


def after_the_time_to_object(claim) -> None:
    rows = JoinRequest.objects.everywhere("time passes").filter(pk=claim.pk)
    rows.update(open_until=timezone.now() - timedelta(minutes=1))


def told(person_) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [person_.email]]


@pytest.fixture
def other(db):
    return person("director@klitland.example", "The director")


# --- Nobody speaks for it


def test_one_without_an_owner_is_claimed_with_proof_and_its_claimant_becomes_owner(
    as_user, unclaimed, stranger, moderator_of_denmark, run_jobs, denmark
) -> None:
    sent = as_user(stranger).post(f"{HERE}klitland/claim/", PROOF)
    run_jobs()
    [waiting] = Submission.objects.moderated_by(denmark).waiting()
    page = as_user(moderator_of_denmark).get(f"/p/dk/en/moderation/{waiting.pk}/").text
    as_user(moderator_of_denmark).post(
        f"/p/dk/en/moderation/{waiting.pk}/decide/", {"decision": "publish"}
    )

    assert (sent.status_code, sent.url) == (302, HERE)
    assert PROOF["proof"] in page
    assert roles_in(unclaimed) == {stranger: Role.OWNER}


def test_a_claim_on_the_page_needs_proof(as_user, unclaimed, stranger) -> None:
    page = as_user(stranger).post(f"{HERE}klitland/claim/", PROOF | {"proof": " "}).text

    assert "This field is required" in page
    assert list(JoinRequest.objects.of_person(stranger)) == []


def test_asking_to_join_one_without_an_owner_leads_to_the_claim(
    as_user, unclaimed, stranger
) -> None:
    assert as_user(stranger).get(f"{HERE}klitland/join/").url == f"{HERE}klitland/claim/"


# --- A dispute


def test_two_claims_stand_side_by_side_and_are_decided_together_with_a_reason(
    as_user, unclaimed, stranger, other, moderator_of_denmark, denmark, run_jobs
) -> None:
    first = claims.claim(unclaimed, by=stranger, message="I run it", proof="Call 70 10 20 30.")
    second = claims.claim(unclaimed, by=other, message="So do I", proof="See our staff page.")
    run_jobs()
    waiting = Submission.objects.moderated_by(denmark).waiting().about(second).get()
    browser, decide = as_user(moderator_of_denmark), f"/p/dk/en/moderation/{waiting.pk}/decide/"
    page = browser.get(f"/p/dk/en/moderation/{waiting.pk}/").text
    without = browser.post(decide, {"decision": "publish"})
    browser.post(decide, {"decision": "publish", "reason": "The register names the director."})
    run_jobs()

    assert all(text in page for text in ("A dispute", "Call 70 10 20 30.", "See our staff page."))
    assert "Write why. Everybody who loses by this decision reads it." in without.text
    assert roles_in(unclaimed) == {other: Role.OWNER}
    assert [(fresh(one).state, fresh(one).reason) for one in (first, second)] == [
        (RequestState.DECLINED, "The register names the director."),
        (RequestState.ACCEPTED, "The register names the director."),
    ]
    assert list(Submission.objects.moderated_by(denmark).waiting()) == []
    assert told(stranger) == ["Your claim to Klitland Kommune is declined"]
    assert told(other) == ["Accepted: The director to Klitland Kommune (Claim to an organisation)"]


def test_the_moderators_see_whose_address_is_of_the_organisations_own_site(
    as_user, unclaimed, stranger, other, moderator_of_denmark, denmark, run_jobs
) -> None:
    unclaimed.website = "https://www.klitland.example/"
    unclaimed.save()
    claims.claim(unclaimed, by=stranger)
    claims.claim(unclaimed, by=other)
    run_jobs()
    page = as_user(moderator_of_denmark).get("/p/dk/en/moderation/").text

    assert page.count("of its own web site") == 1


def test_whoever_was_declined_does_not_ask_again_at_once(
    unclaimed, stranger, moderator_of_denmark
) -> None:
    claims.decide(claims.claim(unclaimed, by=stranger), False, by=moderator_of_denmark, reason="No")

    assert refusal(claims.claim, unclaimed, by=stranger).sentence == (
        "Your claim was declined less than 30 days ago. Write to the portal's contact."
    )


def test_a_claim_that_was_withdrawn_leaves_the_queue(
    as_user, unclaimed, stranger, denmark, run_jobs
) -> None:
    made = claims.claim(unclaimed, by=stranger)
    run_jobs()
    as_user(stranger).post(f"{HERE}klitland/claims/{made.pk}/withdraw/")
    run_jobs()

    assert fresh(made).state == RequestState.WITHDRAWN
    assert list(Submission.objects.moderated_by(denmark).waiting()) == []


# --- Against those who own it


def test_a_colleague_takes_over_from_an_owner_who_does_not_answer_once_time_is_up(
    havneby, buyer_of_havneby, reader_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    made = claims.claim(havneby, by=reader_of_havneby, proof="She left in May.")
    run_jobs()
    early = refusal(claims.decide, made, True, by=moderator_of_denmark, reason="She left.")
    after_the_time_to_object(made)
    claims.decide(made, True, by=moderator_of_denmark, reason="She left.")
    run_jobs()

    assert early.sentence.startswith("Its owners may object until ")
    assert roles_in(havneby) == {buyer_of_havneby: Role.EDITOR, reader_of_havneby: Role.OWNER}
    assert told(buyer_of_havneby) == [
        "The reader of Havneby claims Havneby Kommune",
        "Somebody else speaks for Havneby Kommune now",
    ]
    assert [entry.action for entry in trail(havneby)][:4] == [
        "organisation.claim_decided",
        "organisation.role_changed",
        "organisation.role_changed",
        "organisation.claimed",
    ]


def test_the_moderators_need_not_wait_once_an_owner_has_objected_and_read_why(
    as_user, havneby, buyer_of_havneby, reader_of_havneby, moderator_of_denmark, run_jobs, denmark
) -> None:
    made = claims.claim(havneby, by=reader_of_havneby)
    as_user(buyer_of_havneby).post(
        f"{HERE}havneby/claims/{made.pk}/object/", {"text": "I am on leave, and come back."}
    )
    run_jobs()
    page = as_user(moderator_of_denmark).get("/p/dk/en/moderation/").text
    claims.decide(fresh(made), False, by=moderator_of_denmark, reason="She is on leave.")
    run_jobs()

    assert "I am on leave, and come back." in page
    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER, reader_of_havneby: Role.READER}
    assert told(buyer_of_havneby)[-1] == "Havneby Kommune stays yours"


def test_owners_who_had_no_right_to_it_leave_when_somebody_from_outside_proves_that(
    havneby, buyer_of_havneby, stranger, moderator_of_denmark
) -> None:
    made = claims.claim(havneby, by=stranger, proof="I am the mayor.")
    after_the_time_to_object(made)
    claims.decide(made, True, by=moderator_of_denmark, reason="The mayor showed a letter.")

    assert roles_in(havneby) == {stranger: Role.OWNER}


def test_when_the_only_owners_account_is_closed_the_members_recover_it_without_waiting(
    havneby, buyer_of_havneby, reader_of_havneby, moderator_of_denmark
) -> None:
    buyer_of_havneby.is_active = False
    buyer_of_havneby.save()
    made = claims.claim(havneby, by=reader_of_havneby)
    claims.decide(made, True, by=moderator_of_denmark)

    assert made.open_until is None
    assert roles_in(havneby)[reader_of_havneby] == Role.OWNER


@pytest.mark.parametrize("who", ["buyer_of_havneby", "reader_of_havneby", "stranger"])
def test_nobody_but_its_portals_moderators_decides(
    request, who, havneby, buyer_of_havneby, moderator_of_latvia
) -> None:
    made = claims.claim(havneby, by=person("someone@x.example", "Someone"))
    by = request.getfixturevalue(who)

    assert refusal(claims.decide, made, True, by=by, reason="Me").sentence == (
        "Only moderators of this portal may do that."
    )
    assert refusal(claims.decide, made, True, by=moderator_of_latvia, reason="Me")
    assert refusal(services.decide_join_request, made, True, by=by)
    assert roles_in(havneby).keys() <= {buyer_of_havneby, by}


def test_an_owner_has_nothing_to_claim(havneby, buyer_of_havneby) -> None:
    assert refusal(claims.claim, havneby, by=buyer_of_havneby).sentence == (
        "You speak for this organisation already."
    )


def test_one_claim_a_person_however_often_they_press(unclaimed, stranger) -> None:
    assert claims.claim(unclaimed, by=stranger) == claims.claim(unclaimed, by=stranger)
    assert JoinRequest.objects.of_person(stranger).count() == 1


def test_a_request_that_waited_when_the_owner_vanished_becomes_the_claim(
    havneby, buyer_of_havneby, stranger
) -> None:
    asked = services.request_to_join(havneby, "I work there", by=stranger)
    Membership.objects.managed_by(havneby).delete()

    assert claims.claim(havneby, by=stranger, message="I work there") == asked
    assert fresh(asked).is_claim


def test_the_board_shows_a_claim_to_members_and_its_form_to_owners_only(
    as_user, havneby, buyer_of_havneby, stranger
) -> None:
    reader = member(person("r@havneby.example", "Reader"), havneby, Role.READER)
    claims.claim(havneby, by=stranger)
    pages = [as_user(who).get(f"{HERE}havneby/board/").text for who in (buyer_of_havneby, reader)]

    assert all("The stranger claims this organisation" in page for page in pages)
    assert ["Send objection" in page for page in pages] == [True, False]


def test_in_a_dispute_against_owners_the_moderators_read_what_becomes_of_these(
    as_user, havneby, buyer_of_havneby, stranger, other, moderator_of_denmark, run_jobs
) -> None:
    for who in (stranger, other):
        claims.claim(havneby, by=who)
    run_jobs()
    page = as_user(moderator_of_denmark).get("/p/dk/en/moderation/").text

    assert all(text in page for text in ("A dispute", "Against its owners"))


@pytest.mark.parametrize(
    ("website", "email", "is_its_own"),
    [
        ("https://WWW.Klitland.example/", "a@klitland.example", True),
        ("https://klitland.example:8443/x", "a@Klitland.example", True),
        ("https://klitland.example/", "a@evilklitland.example", False),
        ("https://x@klitland.example/", "a@x", False),
        ("https://klitland.web.de/", "anybody@web.de", False),
        ("", "a@klitland.example", False),
    ],
)
def test_an_address_is_of_the_site_only_where_not_anybody_gets_both(
    unclaimed, website, email, is_its_own
) -> None:
    unclaimed.website = website
    made = JoinRequest(organisation=unclaimed)

    assert claiming.is_of_site(domains.domain_of(email), made) is is_its_own


# --- What happens meanwhile


def test_a_claim_still_waits_when_its_claimant_is_let_in_as_a_reader(
    havneby, buyer_of_havneby, stranger
) -> None:
    made = claims.claim(havneby, by=stranger)
    invitation = services.invite(havneby, stranger.email, Role.READER, by=buyer_of_havneby)
    services.accept_invitation(invitation.token, by=stranger)

    assert (fresh(made).state, fresh(made).decided_by) == (RequestState.WAITING, None)


def test_a_claim_leaves_the_queue_when_an_owner_makes_its_claimant_owner(
    havneby, buyer_of_havneby, reader_of_havneby, denmark, run_jobs
) -> None:
    made = claims.claim(havneby, by=reader_of_havneby)
    run_jobs()
    membership = Membership.objects.managed_by(havneby).get(user=reader_of_havneby)
    services.change_role(membership, Role.OWNER, by=buyer_of_havneby)
    run_jobs()

    assert fresh(made).state == RequestState.WITHDRAWN
    assert list(Submission.objects.moderated_by(denmark).waiting()) == []


def test_what_owners_without_a_right_to_it_offered_goes_with_them(
    havneby, buyer_of_havneby, stranger, moderator_of_denmark
) -> None:
    """Else they come back by an invitation to another address of their own."""
    services.invite(havneby, "back@x.example", Role.OWNER, by=buyer_of_havneby)
    made = claims.claim(havneby, by=stranger, proof="I am the mayor.")
    after_the_time_to_object(made)
    claims.decide(made, True, by=moderator_of_denmark, reason="The mayor showed a letter.")

    assert list(Invitation.objects.managed_by(havneby)) == []
    assert "organisations.member_left" in announced()


def test_a_moderator_decides_no_claim_of_their_own_nor_one_against_themselves(
    unclaimed, havneby, moderator_of_denmark, reader_of_havneby, stranger
) -> None:
    own = claims.claim(unclaimed, by=moderator_of_denmark, proof="Trust me.")
    rival = claims.claim(unclaimed, by=stranger)
    member(moderator_of_denmark, havneby)
    against = claims.claim(havneby, by=reader_of_havneby)

    for made in (own, rival, against):
        for accept in (True, False):
            sentence = refusal(
                claims.decide, made, accept, by=moderator_of_denmark, reason="I say so."
            ).sentence
            assert sentence == "You are a party to this. Another moderator decides."


def test_one_that_was_merged_away_a_moment_ago_is_not_claimed(
    unclaimed, havneby, stranger, moderator_of_denmark
) -> None:
    as_it_was = now(unclaimed)
    merging.merge(havneby, unclaimed, "The same.", by=moderator_of_denmark)

    assert refusal(claims.claim, as_it_was, by=stranger).sentence == (
        "Only a verified organisation can be claimed."
    )
