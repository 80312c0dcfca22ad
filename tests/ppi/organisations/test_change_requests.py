"""A verified organisation keeps its name until the moderators agree to another."""

from __future__ import annotations

from functools import partial

import pytest

from ppi.kernel.audit import trail
from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.organisations import addresses, changes, services
from ppi.organisations.choices import RequestState, Status
from ppi.organisations.models import ChangeRequest, FormerSlug
from tests.ppi.organisations.acting import announced, now, refusal, rename

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"


@pytest.fixture
def renamed(havneby, buyer_of_havneby, moderator_of_denmark):
    return partial(rename, havneby, by=buyer_of_havneby, moderator=moderator_of_denmark)


def queue_of(portal):
    return Submission.objects.moderated_by(portal).waiting()


def public_facts(organisation) -> tuple:
    row = now(organisation)
    return row.name, row.buyer_type, row.slug, row.status


def test_another_name_waits_while_the_verified_one_stays_public(
    client, facts, havneby, buyer_of_havneby
) -> None:
    before = public_facts(havneby)
    services.update(
        havneby, by=buyer_of_havneby, name="Ministry of Finance", buyer_type="central", about="New"
    )

    assert public_facts(havneby) == before
    assert now(havneby).about == "New"
    assert "Ministry" not in client.get(f"{HERE}havneby/").text
    waiting = changes.waiting_of(havneby)
    assert (waiting.name, waiting.buyer_type, waiting.asked_by) == (
        "Ministry of Finance", "central", buyer_of_havneby,
    )  # fmt: skip
    assert announced() == ["organisations.change_requested", "organisations.changed"]


def test_the_moderator_sees_old_and_new_and_accepts(
    as_user, facts, client, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    services.update(havneby, by=buyer_of_havneby, name="Nyhavn Kommune")
    run_jobs()
    browser = as_user(moderator_of_denmark)
    page = browser.get("/p/dk/en/moderation/").text
    [waiting] = queue_of(havneby.portal)
    browser.post(f"/p/dk/en/moderation/{waiting.pk}/decide/", {"decision": "publish"})

    assert "Havneby Kommune → Nyhavn Kommune" in page
    assert "Name afterwards" in page
    assert public_facts(havneby) == (
        "Nyhavn Kommune", havneby.buyer_type, "nyhavn-kommune", Status.VERIFIED,
    )  # fmt: skip
    moved = client.get(f"{HERE}havneby/")
    assert (moved.status_code, moved["Location"]) == (301, f"{HERE}nyhavn-kommune/")
    assert [entry.action for entry in trail(havneby)] == [
        "organisation.changed",
        "organisation.change_requested",
    ]


def test_a_returned_change_leaves_everything_and_its_reason_goes_to_the_owners(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox
) -> None:
    before = public_facts(havneby)
    services.update(havneby, by=buyer_of_havneby, name="Ministry of Finance")
    run_jobs()
    moderation.send_back(
        queue_of(havneby.portal).get(), "You are no ministry.", by=moderator_of_denmark
    )
    run_jobs()

    assert public_facts(havneby) == before
    states = ChangeRequest.objects.managed_by(havneby).values_list("state", flat=True)
    assert list(states) == [RequestState.DECLINED]
    told = [mail for mail in mailoutbox if "You are no ministry." in mail.body]
    assert [mail.to for mail in told] == [[buyer_of_havneby.email]]
    assert "/organisations/havneby/board/" in told[0].body


def test_only_moderators_of_its_portal_decide_and_only_once(
    havneby, buyer_of_havneby, moderator_of_denmark, moderator_of_latvia
) -> None:
    services.update(havneby, by=buyer_of_havneby, name="Nyhavn")
    waiting = changes.waiting_of(havneby)
    for who in (buyer_of_havneby, moderator_of_latvia):
        assert refusal(changes.decide, waiting, True, by=who).sentence == (
            "Only moderators of this portal may do that."
        )
    changes.decide(waiting, False, by=moderator_of_denmark)

    assert refusal(changes.decide, waiting, True, by=moderator_of_denmark).sentence == (
        "This change has been decided already."
    )
    assert now(havneby).name == "Havneby Kommune"


def test_what_a_moderator_reads_does_not_change_under_their_eyes(havneby, buyer_of_havneby) -> None:
    services.update(havneby, by=buyer_of_havneby, name="Nyhavn")
    refused = refusal(services.update, havneby, by=buyer_of_havneby, name="Ministry of Finance")

    assert refused.sentence == (
        "A change waits for the moderators already. Let them decide it first."
    )
    assert changes.waiting_of(havneby).name == "Nyhavn"


def test_owners_take_a_waiting_change_back_and_no_moderator_is_asked_any_more(
    as_user, facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    before = public_facts(havneby)
    services.update(havneby, by=buyer_of_havneby, name="Ministry of Finance")
    run_jobs()
    waiting = changes.waiting_of(havneby)
    browser = as_user(buyer_of_havneby)
    take_back = f"{HERE}havneby/take-back/"
    offered = take_back in browser.get(f"{HERE}havneby/board/").text
    done = browser.post(take_back, follow=True).text
    run_jobs()
    again = browser.post(take_back, follow=True).text

    assert offered
    assert "The change is withdrawn. Everything stays as it is." in done
    assert take_back not in done
    assert "This change has been decided already." in again
    assert not queue_of(havneby.portal).exists()
    assert refusal(changes.decide, waiting, True, by=moderator_of_denmark).sentence == (
        "This change has been decided already."
    )
    assert public_facts(havneby) == before


def test_only_owners_take_a_change_back(havneby, buyer_of_havneby, stranger) -> None:
    services.update(havneby, by=buyer_of_havneby, name="Nyhavn")
    refusal(changes.take_back, havneby, by=stranger)

    assert changes.waiting_of(havneby).name == "Nyhavn"


def test_the_board_says_what_waits_and_the_form_what_becomes_of_it(
    as_user, facts, havneby, buyer_of_havneby
) -> None:
    browser = as_user(buyer_of_havneby)
    form = browser.get(f"{HERE}havneby/edit/").text
    answers = {"name": "Nyhavn", "buyer_type": havneby.buyer_type, "about": "New"}
    board = browser.post(f"{HERE}havneby/edit/", answers, follow=True).text

    assert "The moderators look at a new name before it shows." in form
    assert "Saved. What you want to be called waits for the moderators." in board
    assert "The new name is «Nyhavn». Until they have decided, the present one stays" in board
    assert "new kind of buyer" not in board


def test_before_it_is_verified_an_organisation_renames_itself(newcomer, stranger) -> None:
    services.update(newcomer, by=stranger, name="Vestby Skibe")

    assert (now(newcomer).name, now(newcomer).slug) == ("Vestby Skibe", "vestby-skibe")
    assert changes.waiting_of(newcomer) is None


# --- Addresses


def test_the_old_name_gives_the_old_address_back(havneby, renamed) -> None:
    renamed("Nyhavn Kommune")
    assert FormerSlug.objects.get(slug="havneby").organisation == havneby
    renamed("Havneby")

    assert now(havneby).slug == "havneby"
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"nyhavn-kommune"}


def test_nobody_gets_the_former_address_of_another(renamed) -> None:
    renamed("Nyhavn Kommune")

    assert addresses.free_slug("Havneby") == "havneby-2"


def test_a_name_that_differs_only_in_its_letters_keeps_the_address(havneby, renamed) -> None:
    renamed("HAVNEBY")

    assert (now(havneby).name, now(havneby).slug) == ("HAVNEBY", "havneby")
    assert not FormerSlug.objects.exists()
