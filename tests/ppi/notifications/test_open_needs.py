"""A company that comes to open needs is told of all of them in one mail, once."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from ppi.matching import services as matching
from ppi.matching.models import Match, Weights
from ppi.notifications import services
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from ppi.organisations import services as organisations
from profiles import events as came
from profiles import services as profiles
from tenders import events as tenders
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published

SUBJECT = "3 open needs fit Lamps"


@pytest.fixture
def lamps(denmark):
    return company("lamps", denmark)


@pytest.fixture
def anna(lamps):
    return employee("anna@lamps.example", lamps, "owner")


@pytest.fixture
def publish(facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs):
    def one_more(title: str, **facts):
        need = published(havneby, buyer_of_havneby, moderator_of_denmark, title=title, **facts)
        run_jobs()
        return need

    return one_more


@pytest.fixture
def needs(publish):
    return [publish(f"Light {number}") for number in range(3)]


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox if "lamps.example" in message.to[0]]


def test_one_mail_names_them_and_leads_to_all(needs, lamps, anna, run_jobs, as_user) -> None:
    profiled(lamps)
    run_jobs()

    assert subjects() == [SUBJECT]
    body = mail.outbox[-1].body
    assert body.startswith(
        "The profile of Lamps is public, and 3 needs fit it that were open already.\n\n- Light "
    )
    assert all(need.title in body for need in needs)
    assert "http://testserver/p/dk/en/for-you/\n" in body
    page = as_user(anna).get("/p/dk/en/for-you/").text
    assert all(need.title in page for need in needs)


def test_of_many_needs_five_are_named_and_all_are_counted(
    needs, publish, lamps, anna, run_jobs
) -> None:
    for number in range(3, 8):
        publish(f"Light {number}")
    profiled(lamps)
    run_jobs()

    assert subjects() == ["8 open needs fit Lamps"]
    assert mail.outbox[-1].body.count("- Light ") == 5


def test_of_needs_that_fit_too_little_nobody_is_mailed_and_none_is_counted(
    publish, denmark, lamps, anna, run_jobs, as_user
) -> None:
    """The portal's bar for messages holds for needs that stood open, too."""
    near, far = publish("Light"), publish("Poles", cpv=["34900000"], need="Poles.", outcome="")
    profile = profiled(lamps)
    matching.match_profile(profile, is_new=False)
    [least, most] = scores(profile)
    Weights.objects.create(portal=denmark, told_from=most)
    run_jobs()

    assert subjects() == ["1 open need fits Lamps"]
    assert [title in mail.outbox[-1].body for title in (near.title, far.title)] == [True, False]
    page = as_user(anna).get("/p/dk/en/for-you/").text
    assert all(need.title in page for need in (near, far))
    assert least < most


def test_who_is_fitted_too_little_by_all_of_them_gets_no_mail(
    needs, denmark, lamps, anna, run_jobs
) -> None:
    profile = profiled(lamps)
    matching.match_profile(profile, is_new=False)
    Weights.objects.create(portal=denmark, told_from=scores(profile)[-1] + 1)
    run_jobs()

    assert (subjects(), Delivery.objects.filter(user=anna, kind=Kind.MATCH).count()) == ([], 0)


def scores(profile) -> list[int]:
    rows = Match.objects.of_profile(profile).order_by("score")
    return list(rows.values_list("score", flat=True))


def test_a_change_or_a_second_coming_tells_nobody_again(needs, lamps, anna, run_jobs) -> None:
    profile = profiled(lamps)
    run_jobs()
    profiles.edit(profile, by=anna, founded=2011)
    run_jobs()
    came.published.announce(profile_id=profile.pk)
    run_jobs()

    assert subjects() == [SUBJECT]
    assert Delivery.objects.filter(kind=Kind.MATCH, channel="mail").count() == 1


def test_a_need_that_stood_open_is_no_news_when_it_changes(
    needs, lamps, anna, publish, run_jobs
) -> None:
    profiled(lamps)
    run_jobs()
    tenders.changed.announce(opportunity_id=needs[0].pk)
    run_jobs()
    assert subjects() == [SUBJECT]

    publish("News")
    assert subjects() == [SUBJECT, "Fits you: News"]


def test_who_wants_no_mails_of_matches_gets_none_of_these(needs, lamps, anna, run_jobs) -> None:
    services.mute(anna, Kind.MATCH)
    profiled(lamps)
    run_jobs()

    assert subjects() == []


def test_where_nothing_fits_nobody_is_told(needs, lamps, anna, run_jobs) -> None:
    profiled(lamps, cpv=["15810000"], headline="Bread", about="We bake.")
    run_jobs()

    assert subjects() == []


def test_the_link_that_ends_such_mails_works(needs, lamps, anna, run_jobs) -> None:
    profiled(lamps)
    run_jobs()
    stop = mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>")

    assert Client().post(stop.removeprefix("http://testserver")).status_code == 200
    assert list(anna.preferences.filter(mail="never").values_list("kind", flat=True)) == [
        Kind.MATCH
    ]


@pytest.mark.parametrize("who", ["havneby", "lamps"])
def test_no_mail_of_a_match_leaves_once_a_side_is_suspended(
    request, who, publish, lamps, anna, moderator_of_denmark, run_jobs
) -> None:
    """Promised, and not sent when the moderators decided; sent when they think better of it."""
    profiled(lamps)
    publish("Light")
    assert subjects() == ["Fits you: Light"]
    mail.outbox.clear()
    Delivery.objects.filter(kind=Kind.MATCH, channel="mail").update(sent_at=None)
    [delivery] = Delivery.objects.filter(kind=Kind.MATCH, channel="mail")

    organisations.reject(request.getfixturevalue(who), "Closed.", by=moderator_of_denmark)
    assert services.send([delivery.pk]) == 0
    run_jobs()
    assert subjects() == []

    organisations.verify(request.getfixturevalue(who), by=moderator_of_denmark)
    assert services.send([delivery.pk]) == 1
    assert subjects() == ["Fits you: Light"]
