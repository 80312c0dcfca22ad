"""What the mails say, in which language, and where their links lead."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from lxml import html

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.notifications.choices import Frequency, Kind
from ppi.notifications.models import Preference
from ppi.notifications.stopping import Stop
from ppi.organisations import services as organisations
from ppi.organisations.models import Membership
from tenders import services as tenders
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published, submission_of, submitted

DEADLINE = datetime(2031, 12, 4, 22, 30, tzinfo=UTC)


def mails_to(person) -> list:
    address = getattr(person, "email", person)
    return [message for message in mail.outbox if message.to == [address]]


def links_in(message) -> list[str]:
    return re.findall(r"https?://\S+", message.body)


def opened(link: str, browser: Client):
    """The page behind a link, where it is opened at the host that it names."""
    parts = urlsplit(link)
    return browser.get(parts.path, headers={"host": parts.netloc})


def words(response) -> str:
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.fixture
def lamps(denmark):
    return company("lamps", denmark)


@pytest.fixture
def needed(facts, lamps, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs):
    """Publishes a need that fits the lamp makers, and runs all that follows."""

    def publish(**facts):
        profiled(lamps)
        opportunity = published(
            havneby, buyer_of_havneby, moderator_of_denmark, **({"deadline": DEADLINE} | facts)
        )
        run_jobs()
        return opportunity

    return publish


# A new need that fits ----------------------------------------------------------------------------


def test_the_mail_says_what_is_needed_why_one_hears_of_it_and_until_when(lamps, needed) -> None:
    anna = employee("anna@lamps.example", lamps)
    opportunity = needed()

    [message] = mails_to(anna)
    link, stop = links_in(message)
    assert message.subject == "Fits you: Light only where somebody walks"
    assert message.body.rstrip() == (
        "A new need by Havneby Kommune fits Lamps.\n"
        "\n"
        "Light only where somebody walks\n"
        "The street lamps burn all night although nobody walks there.\n"
        "\n"
        "Why you hear of it: same subject: Vehicles and transport equipment (CPV 3492851), "
        "you deliver in Nordjylland (DK050), text close to yours: somebody, street, burn, lamps, "
        "you may answer in a language of yours.\n"
        "Answers until 4 December 2031, 23:30 CET.\n"
        "\n"
        "Read it here, no sign-in needed:\n"
        f"http://testserver/p/dk/en/opportunities/{opportunity.slug}/\n"
        "\n"
        "--\n"
        "PPI Denmark\n"
        f"Stop mails of this kind: {stop}"
    )
    assert opportunity.title in words(opened(link, Client()))


@pytest.mark.parametrize(
    ("language", "until"),
    [
        ("da", "4. december 2031, 23:30"),
        ("lv", "2031. gada 4. decembris, 23:30"),
        ("lt", "2031-12-04, 23:30"),
        ("sv", "4 december 2031, 23:30"),
        ("nb", "4. desember 2031, 23:30"),
    ],
)
def test_each_member_reads_it_in_their_language_with_a_link_that_works(
    lamps, denmark, needed, language, until
) -> None:
    denmark.languages = ["en", language]
    denmark.save()
    member = employee("member@lamps.example", lamps, language=language)
    opportunity = needed()

    [message] = mails_to(member)
    link, stop = links_in(message)
    assert until in message.body
    assert link == f"http://testserver/p/dk/{language}/opportunities/{opportunity.slug}/"
    page = opened(link, Client())
    assert page.status_code == 200
    assert html.fromstring(page.content).get("lang") == language
    assert opportunity.title in words(page)
    assert words(opened(stop, Client()))


def test_a_member_reads_the_deadline_in_their_own_time_zone(lamps, needed) -> None:
    member = employee("member@lamps.example", lamps, time_zone="Europe/Vilnius")
    needed()

    assert "Answers until 5 December 2031, 00:30 EET." in mails_to(member)[0].body


def test_a_company_of_another_portal_gets_a_link_into_its_own(
    latvia, needed, havneby, facts
) -> None:
    abroad = company("abroad", latvia)
    profiled(abroad)
    member = employee("member@abroad.example", abroad, language="lv")
    opportunity = needed()

    [message] = mails_to(member)
    link = links_in(message)[0]
    assert link == f"http://testserver/p/lv/lv/opportunities/{opportunity.slug}/"
    assert "PPI Latvia" in message.body
    assert opportunity.title in words(opened(link, Client()))


def test_a_portal_of_its_own_host_is_linked_there(lamps, denmark, needed) -> None:
    denmark.host = "indkob.example"
    denmark.save()
    lamps.refresh_from_db()
    member = employee("member@lamps.example", lamps)
    opportunity = needed()

    link = links_in(mails_to(member)[0])[0]
    assert link == f"http://indkob.example/en/opportunities/{opportunity.slug}/"
    assert opportunity.title in words(opened(link, Client()))


def test_no_text_of_a_member_becomes_a_header_or_is_escaped(lamps, needed) -> None:
    anna = employee("anna@lamps.example", lamps)
    needed(title="Light & <b>shade</b>\r\nBcc: everybody@example.com", need="Lamps & <i>poles</i>.")

    [message] = mails_to(anna)
    assert message.subject == "Fits you: Light & <b>shade</b> Bcc: everybody@example.com"
    assert "Lamps & <i>poles</i>." in message.body
    assert message.message()["Bcc"] is None
    assert message.recipients() == [anna.email]


# The way out -------------------------------------------------------------------------------------


def test_the_mail_carries_the_headers_of_rfc_8058(lamps, needed) -> None:
    anna = employee("anna@lamps.example", lamps)
    needed()

    headers = mails_to(anna)[0].message()
    stop = links_in(mails_to(anna)[0])[1]
    assert headers["List-Unsubscribe"] == f"<{stop}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@testserver>", headers["Message-ID"])


def test_opening_the_stop_link_only_asks(lamps, needed) -> None:
    anna = employee("anna@lamps.example", lamps)
    needed()
    stop = links_in(mails_to(anna)[0])[1]

    page = words(opened(stop, Client()))

    assert "A new need fits my company" in page
    assert Preference.objects.count() == 0


def test_a_mail_program_stops_them_with_one_post_without_a_cookie(lamps, needed) -> None:
    anna, ben = (employee(f"{name}@lamps.example", lamps) for name in ("anna", "ben"))
    needed()
    stop = links_in(mails_to(anna)[0])[1]
    program = Client(enforce_csrf_checks=True)

    response = program.post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"})
    again = program.post(urlsplit(stop).path, {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, again.status_code) == (200, 200)
    chosen = Preference.objects.values_list("user", "kind", "mail")
    assert list(chosen) == [(anna.pk, Kind.MATCH, Frequency.NEVER)]
    needed(title="Light on the pier")
    assert len(mails_to(anna)) == 1
    assert len(mails_to(ben)) == 2


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x", str.lower])
def test_a_stop_link_that_was_not_ours_stops_nothing(denmark, stranger, change) -> None:
    token = change(Stop(stranger.pk, Kind.MATCH).token)

    response = Client().post(f"/p/dk/en/notifications/stop/{token}/")

    assert response.status_code == 404
    assert Preference.objects.count() == 0


def test_a_stop_link_of_a_deleted_account_leads_nowhere(denmark, stranger) -> None:
    token = Stop(stranger.pk, Kind.MATCH).token
    stranger.delete()

    response = Client().post(f"/p/dk/en/notifications/stop/{token}/")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert Preference.objects.count() == 0


# Decisions, submissions, invitations, requests ---------------------------------------------------


def test_a_return_carries_its_reason_to_the_author_in_their_language(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, as_user
) -> None:
    opportunity = submitted(havneby, buyer_of_havneby)
    reason = "Say how many lamps.\nAnd & which <kind>."
    moderation.send_back(submission_of(opportunity), reason, by=moderator_of_denmark)
    run_jobs()

    [message] = mails_to(buyer_of_havneby)
    [link] = links_in(message)
    assert opportunity.title in message.subject
    assert reason in message.body
    assert link == f"http://testserver/p/dk/da/opportunities/{opportunity.slug}/"
    assert "List-Unsubscribe" not in message.message()
    assert opened(link, Client()).status_code == 404
    assert opportunity.title in words(opened(link, as_user(buyer_of_havneby)))


def test_a_publication_is_told_to_its_author(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    buyer_of_havneby.language = "en"
    buyer_of_havneby.save()
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()

    [message] = mails_to(buyer_of_havneby)
    [link] = links_in(message)
    assert message.subject == "Published: Light only where somebody walks"
    assert opportunity.title in words(opened(link, Client()))


def test_what_its_author_took_back_is_told_to_nobody(
    facts, havneby, buyer_of_havneby, run_jobs
) -> None:
    opportunity = submitted(havneby, buyer_of_havneby)
    tenders.take_back(opportunity, by=buyer_of_havneby)
    run_jobs()

    assert mails_to(buyer_of_havneby) == []


def test_moderators_of_the_portal_hear_of_what_waits_and_no_others(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, moderator_of_latvia, run_jobs, as_user
) -> None:
    opportunity = submitted(havneby, buyer_of_havneby)
    run_jobs()

    [message] = mails_to(moderator_of_denmark)
    queue = links_in(message)[0]
    assert message.subject == f"Waiting for you: {opportunity.title}"
    assert mails_to(moderator_of_latvia) == []
    assert opportunity.title in words(opened(queue, as_user(moderator_of_denmark)))


def test_an_invitation_opens_with_the_link_in_its_mail(
    havneby, buyer_of_havneby, run_jobs, as_user, stranger
) -> None:
    organisations.invite(havneby, stranger.email.upper(), "editor", by=buyer_of_havneby)
    run_jobs()

    [message] = mails_to(stranger)
    [link] = links_in(message)
    assert "Havneby Kommune" in message.subject
    assert "Havneby Kommune" in words(opened(link, Client()))
    as_user(stranger).post(urlsplit(link).path)
    [membership] = Membership.objects.managed_by(havneby).filter(user=stranger)
    assert membership.role == "editor"


def test_an_expired_invitation_opens_nothing(havneby, buyer_of_havneby, run_jobs, stranger) -> None:
    invitation = organisations.invite(havneby, stranger.email, "editor", by=buyer_of_havneby)
    run_jobs()
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()

    response = opened(links_in(mails_to(stranger)[0])[0], Client())

    assert response.status_code == 410
    assert "Havneby" not in response.content.decode()


def test_owners_hear_who_wants_to_join_and_decide_there(
    havneby, buyer_of_havneby, reader_of_havneby, stranger, run_jobs, as_user
) -> None:
    organisations.request_to_join(havneby, "I run the harbour.", by=stranger)
    run_jobs()

    [message] = mails_to(buyer_of_havneby)
    assert "I run the harbour." in message.body
    assert mails_to(reader_of_havneby) == []
    board = opened(links_in(message)[0], as_user(buyer_of_havneby))
    assert "The stranger" in words(board)


def test_a_new_organisation_hears_that_it_is_verified(
    denmark, stranger, moderator_of_denmark, run_jobs, as_user
) -> None:
    made = organisations.found(
        by=stranger, name="Nordstrand", kind="buyer", country="DK", portal=denmark, language="da"
    )
    run_jobs()
    submission = Submission.objects.moderated_by(denmark).about(made).get()
    moderation.publish(submission, by=moderator_of_denmark)
    run_jobs()

    [message] = mails_to(stranger)
    [link] = links_in(message)
    assert message.subject == "Accepted: Nordstrand (Organisation)"
    assert "Nordstrand" in words(opened(link, as_user(stranger)))
