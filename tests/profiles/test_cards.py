"""Cards: the directory lists what is public, with what is true of it now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ppi.organisations import services as organisations
from profiles import cards, credentials, lists, products, services, tasks
from profiles.credential_choices import CredentialKind, Scheme
from profiles.models import Card
from tests.profiles.written import reloaded


def keys_of(profile) -> list[str] | None:
    card = Card.objects.of(profile).first()
    return card and card.keys


def test_a_card_holds_every_value_with_which_a_facet_finds_the_profile(published) -> None:
    assert keys_of(published) == [
        "country:LT",
        "delivers:DK",
        "delivers:LT",
        "first-buyer:yes",
        "home:LT02",
        "in:DK05",
        "kind:supplier",
        "language:en",
        "language:lt",
        "size:small",
        "stage:pilot",
        "subject:34",
        "whole:LT",
    ]


def test_a_profile_has_a_card_as_long_as_it_is_public(
    draft, seller_of_upenai, moderator_of_denmark
) -> None:
    services.submit(draft, by=seller_of_upenai)
    assert keys_of(draft) is None

    profile = services.publish(reloaded(draft), by=moderator_of_denmark)
    assert keys_of(profile)

    services.hide(profile, by=seller_of_upenai)
    assert keys_of(profile) is None


def test_a_suspended_organisation_takes_its_card_with_it_and_gets_it_back(
    published, seller_of_upenai, moderator_of_denmark
) -> None:
    organisations.reject(published.organisation, "Not theirs.", by=moderator_of_denmark)
    assert keys_of(published) is None

    organisations.ask_again(published.organisation, by=seller_of_upenai)
    organisations.verify(published.organisation, by=moderator_of_denmark)
    assert keys_of(published)


def test_what_is_no_longer_made_is_no_longer_found(lamp, seller_of_upenai, directory) -> None:
    assert directory("?first-buyer=yes").count == 1

    products.delete(lamp, by=seller_of_upenai)

    assert directory("?first-buyer=yes").count == 0


def test_a_certificate_that_ended_finds_nobody_from_the_next_night_on(
    published, seller_of_upenai, directory
) -> None:
    credential = credentials.add(
        published,
        CredentialKind.CERTIFICATE,
        by=seller_of_upenai,
        scheme=Scheme.ISO_14001,
        title="Environment",
        until=timezone.localdate() + timedelta(days=1),
    )
    assert directory("?certificate=iso-14001").count == 1

    rows = type(credential).objects.of(published)
    rows.update(until=timezone.localdate() - timedelta(days=1))
    Card.objects.of(published).update(holds_until=timezone.localdate() - timedelta(days=1))
    tasks.end_certificates()

    assert directory("?certificate=iso-14001").count == 0


def test_profiles_of_an_older_version_get_their_cards_as_jobs(published, run_jobs) -> None:
    Card.objects.of(published).delete()

    tasks.catch_up()
    run_jobs()

    assert keys_of(published)


@pytest.mark.parametrize(
    ("served", "keys"),
    [
        (["DK05"], ["in:DK05"]),
        (["DK050", "DK05"], ["in:DK05"]),
        (["DK", "DK05"], ["whole:DK"]),
        (["DK0", "LT02"], ["whole:DK0", "in:LT02"]),
    ],
)
def test_a_region_is_met_once_in_what_a_company_serves(served, keys) -> None:
    assert list(cards.regions(served)) == keys


def test_of_very_many_the_newest_are_counted_and_the_page_says_so(
    published, elsewhere, latvia, directory, monkeypatch
) -> None:
    whole = directory()
    assert (whole.count, whole.notes) == (1, [])

    monkeypatch.setattr(lists, "MOST_COUNTED", 0)

    assert (directory().count, directory().notes) == (1, [lists.SAMPLED])
