"""Anyone @havneby.example comes into Havneby; and what a new address means for a membership."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from ppi.moderation.models import Submission
from ppi.organisations import domains, services
from ppi.organisations.choices import Role
from ppi.organisations.models import Domain, Organisation
from tests.conftest import person
from tests.ppi.organisations.acting import refusal, roles_in

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"


@pytest.fixture
def clerk(db):
    return person("clerk@havneby.example", "The clerk")


@pytest.fixture
def domain(havneby, buyer_of_havneby, moderator_of_denmark) -> Domain:
    made = domains.ask(havneby, "havneby.example", by=buyer_of_havneby)
    domains.decide(made, True, by=moderator_of_denmark)
    return made


def told(who) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [who.email]]


def test_an_owner_asks_a_moderator_accepts_and_a_colleague_comes_in_as_reader(
    as_user, denmark, havneby, buyer_of_havneby, clerk, moderator_of_denmark, run_jobs
) -> None:
    as_user(buyer_of_havneby).post(f"{HERE}havneby/domains/", {"name": "@Havneby.example"})
    run_jobs()
    [waiting] = Submission.objects.moderated_by(denmark).waiting()
    too_early = as_user(clerk).post(f"{HERE}havneby/come-in/").status_code
    review = f"/p/dk/en/moderation/{waiting.pk}/"
    page = as_user(moderator_of_denmark).get(review).text
    as_user(moderator_of_denmark).post(f"{review}decide/", {"decision": "publish"})
    mine = as_user(clerk).get(HERE).text
    done = as_user(clerk).post(f"{HERE}havneby/come-in/")
    run_jobs()

    assert "@havneby.example" in page
    assert too_early == 404
    assert "Your address is theirs" in mine
    assert done.url == f"{HERE}havneby/board/"
    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER, clerk: Role.READER}
    assert told(buyer_of_havneby)[-1] == "The clerk has come into Havneby Kommune"


def test_only_a_confirmed_address_of_the_very_domain_opens_it(
    as_user, domain, havneby, buyer_of_havneby, stranger
) -> None:
    below = person("x@evil.havneby.example", "Below")
    EmailAddress.objects.create(user=stranger, email="me@havneby.example", verified=False)
    answers = [
        as_user(who).post(f"{HERE}havneby/come-in/").status_code for who in (below, stranger)
    ]

    assert answers == [404, 404]
    assert refusal(domains.come_in, havneby, by=stranger).sentence == (
        "Only with a confirmed address of Havneby Kommune can you come in by yourself."
    )
    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER}


def test_a_domain_of_everybodys_or_without_an_address_there_is_refused(
    as_user, havneby, buyer_of_havneby
) -> None:
    EmailAddress.objects.create(user=buyer_of_havneby, email="b@gmail.com", verified=True)
    sentences = [
        refusal(domains.ask, havneby, name, by=buyer_of_havneby).sentence
        for name in ("gmail.com", "klitland.example")
    ]
    page = as_user(buyer_of_havneby).post(f"{HERE}havneby/domains/", {"name": "not a domain"}).text

    assert sentences == [
        "Anybody can have an address @gmail.com. Give a domain of your own.",
        "Add an address @klitland.example to your account and confirm it first: so the moderators "
        "see that you work there.",
    ]
    assert "This is no domain of mail addresses." in page


def test_a_domain_in_any_script_is_one_with_its_form_in_ascii(havneby, buyer_of_havneby) -> None:
    EmailAddress.objects.create(user=buyer_of_havneby, email="b@Ærø.example", verified=True)

    assert domains.ask(havneby, "@ÆRØ.example", by=buyer_of_havneby).name == "xn--r-3fa9c.example"


def test_a_domain_with_a_sharp_s_is_not_the_one_with_two(
    havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    EmailAddress.objects.create(user=buyer_of_havneby, email="b@Hafenstraße.example", verified=True)
    made = domains.ask(havneby, "hafenstraße.example", by=buyer_of_havneby)
    domains.decide(made, True, by=moderator_of_denmark)
    other = person("x@hafenstrasse.example", "Of another body")

    assert made.name == "hafenstraße.example"
    assert refusal(domains.come_in, havneby, by=other)


def test_nobody_but_owners_asks_and_nobody_but_moderators_decides(
    havneby, buyer_of_havneby, reader_of_havneby, moderator_of_latvia
) -> None:
    asked = domains.ask(havneby, "havneby.example", by=buyer_of_havneby)

    assert refusal(domains.ask, havneby, "havneby.example", by=reader_of_havneby)
    assert refusal(domains.decide, asked, True, by=moderator_of_latvia)
    assert refusal(domains.decide, asked, True, by=buyer_of_havneby)
    assert refusal(domains.give_up, asked, by=reader_of_havneby)


def test_a_domain_that_is_given_up_opens_nothing_and_whoever_is_in_stays(
    domain, havneby, buyer_of_havneby, clerk
) -> None:
    domains.come_in(havneby, by=clerk)
    domains.give_up(domain, by=buyer_of_havneby)
    another = person("another@havneby.example", "Another")

    assert refusal(domains.come_in, havneby, by=another)
    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER, clerk: Role.READER}


def test_one_that_is_given_up_while_it_waits_leaves_the_queue(
    denmark, havneby, buyer_of_havneby, run_jobs
) -> None:
    asked = domains.ask(havneby, "havneby.example", by=buyer_of_havneby)
    run_jobs()
    domains.give_up(asked, by=buyer_of_havneby)
    run_jobs()

    assert list(Submission.objects.moderated_by(denmark).waiting()) == []


def test_colleagues_of_the_domain_are_invited_beyond_the_days_measure(
    domain, havneby, buyer_of_havneby
) -> None:
    for number in range(services.MOST_INVITATIONS_A_DAY + 5):
        services.invite(havneby, f"c{number}@havneby.example", Role.READER, by=buyer_of_havneby)

    assert refusal(services.invite, havneby, "x@else.example", Role.READER, by=buyer_of_havneby)


def test_whoever_an_owner_has_put_out_does_not_walk_in_again_with_an_old_address(
    as_user, domain, havneby, buyer_of_havneby, clerk
) -> None:
    services.leave(domains.come_in(havneby, by=clerk), by=buyer_of_havneby)

    assert refusal(domains.come_in, havneby, by=clerk).sentence == (
        "Your membership was ended. Ask the owners of Havneby Kommune to let you in."
    )
    assert as_user(clerk).post(f"{HERE}havneby/come-in/").status_code == 404
    assert list(domains.open_to(clerk)) == []


def test_whoever_left_by_themselves_comes_in_again(domain, havneby, clerk) -> None:
    services.leave(domains.come_in(havneby, by=clerk), by=clerk)

    assert list(domains.open_to(clerk)) == [havneby]
    assert domains.come_in(havneby, by=clerk).role == Role.READER


# --- A person's mails go elsewhere


def move_mails(as_user, who, to: str) -> None:
    """On the account's own page, once the new address is confirmed."""
    EmailAddress.objects.create(user=who, email=to, verified=True)
    browser = as_user(who)
    browser.post("/p/dk/en/account/email/", {"action_primary": "1", "email": to})


def test_a_new_address_keeps_the_membership_and_owners_hear_that_it_is_not_theirs(
    as_user, domain, havneby, buyer_of_havneby, clerk, run_jobs
) -> None:
    domains.come_in(havneby, by=clerk)
    move_mails(as_user, clerk, "clerk@private.example")
    run_jobs()
    clerk.refresh_from_db()

    assert clerk.email == "clerk@private.example"
    assert roles_in(havneby)[clerk] == Role.READER
    assert "The clerk of Havneby Kommune has another address" in told(buyer_of_havneby)


def test_another_address_of_the_same_domain_is_no_news(
    as_user, domain, havneby, buyer_of_havneby, clerk, run_jobs
) -> None:
    domains.come_in(havneby, by=clerk)
    run_jobs()
    before = told(buyer_of_havneby)
    move_mails(as_user, clerk, "office@havneby.example")
    run_jobs()

    assert told(buyer_of_havneby) == before


def test_the_list_of_ones_organisations_asks_no_more_the_more_there_are(
    as_user, domain, clerk, denmark, django_assert_max_num_queries
) -> None:
    for number in range(5):
        body = Organisation.objects.create(
            slug=f"o{number}", name=f"O {number}", kind="buyer", country="DK", portal=denmark,
            status="verified",
        )  # fmt: skip
        Domain.objects.managed_by(body).create(
            organisation=body, name="havneby.example", state="accepted"
        )
    with django_assert_max_num_queries(30):
        page = as_user(clerk).get(HERE).text

    assert page.count("Come into") == 6
