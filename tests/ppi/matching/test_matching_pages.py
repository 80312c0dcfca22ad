"""«Fits you»: said to members of the matched company, in words, and to nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import html

from ppi.matching import services
from ppi.matching.models import Match
from ppi.matching.reasons import Wording
from profiles import services as profiles
from tenders import services as tenders
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published

LIST, DETAIL, FOR_YOU = "/p/dk/en/opportunities/", "/p/dk/en/opportunities/{}/", "/p/dk/en/for-you/"


@pytest.fixture
def profile(denmark):
    return profiled(company("lamps", denmark))


@pytest.fixture
def need(facts, profile, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs):
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    return opportunity


@pytest.fixture
def employee_of_lamps(profile):
    return employee("seller@lamps.example", profile.organisation)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def test_the_reasons_are_a_sentence(need) -> None:
    [match] = Match.objects.everywhere("a test")

    sentence = Wording([match]).sentence(match)

    assert sentence == (
        "same subject: Vehicles and transport equipment (CPV 3492851), "
        "you deliver in Nordjylland (DK050), "
        "text close to yours: somebody, street, burn, lamps, "
        "you may answer in a language of yours"
    )


def test_reasons_bear_codes_that_are_not_loaded(db) -> None:
    match = Match(
        reasons=[
            {"kind": "cpv", "digits": "3492851", "share": 48},
            {"kind": "nuts", "code": "LT", "share": 20},
        ]
    )

    with translation.override("en"):
        assert Wording([match]).sentence(match) == (
            "same subject: 34928510 (CPV 3492851), you deliver in Lithuania (LT)"
        )


def test_members_read_it_in_the_list_and_on_the_page(need, employee_of_lamps, as_user) -> None:
    browser = as_user(employee_of_lamps)

    assert "Fits you: same subject: " in words(browser.get(LIST))
    page = words(browser.get(DETAIL.format(need.slug)))
    assert "Fits you same subject: " in page
    assert "text close to yours: somebody" in page


def test_nobody_else_reads_it(need, as_user, stranger, buyer_of_havneby, seller_of_upenai) -> None:
    for who in (None, stranger, buyer_of_havneby, seller_of_upenai):
        browser = as_user(who)
        for address in (LIST, DETAIL.format(need.slug)):
            page = words(browser.get(address))
            assert need.title in page
            assert "Fits you" not in page
            assert "same subject" not in page


def test_what_is_said_of_a_need_is_escaped(need, profile, employee_of_lamps, as_user) -> None:
    reasons = [{"kind": "words", "words": ["<script>alert(1)</script>"], "share": 15}]
    Match.objects.everywhere("a test").update(reasons=reasons)

    browser = as_user(employee_of_lamps)
    for address in (LIST, DETAIL.format(need.slug), FOR_YOU):
        page = browser.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page


def test_for_you_lists_needs_with_their_reasons(need, employee_of_lamps, as_user) -> None:
    page = words(as_user(employee_of_lamps).get(FOR_YOU))

    assert need.title in page
    assert "same subject: " in page


def test_for_you_is_empty_for_others_and_asks_visitors_to_sign_in(need, stranger, as_user) -> None:
    page = words(as_user(stranger).get(FOR_YOU))
    assert "Nothing fits you now" in page
    assert need.title not in page

    response = as_user(None).get(FOR_YOU)
    assert (response.status_code, "login" in response["Location"]) == (302, True)


def test_what_is_withdrawn_or_hidden_is_no_longer_for_you(
    need, profile, employee_of_lamps, buyer_of_havneby, as_user
) -> None:
    browser = as_user(employee_of_lamps)
    owner = employee("owner@lamps.example", profile.organisation, "owner")
    profiles.hide(profile, by=owner)
    assert need.title not in words(browser.get(FOR_YOU))

    profile.status = "published"
    profile.save()
    assert need.title in words(browser.get(FOR_YOU))
    tenders.withdraw(need, "We found another way.", by=buyer_of_havneby)
    assert need.title not in words(browser.get(FOR_YOU))


def test_for_you_shows_in_each_portal_only_what_that_portal_shows(
    facts, profile, latvia, employee_of_lamps, as_user, havneby, buyer_of_havneby,
    moderator_of_denmark,
) -> None:  # fmt: skip
    kept = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        title="Canary kept at home",
        is_shared=False,
    )
    shown = published(havneby, buyer_of_havneby, moderator_of_denmark, title="Shown everywhere")
    for opportunity in (kept, shown):
        services.match(opportunity)
    browser = as_user(employee_of_lamps)

    at_home, abroad = (words(browser.get(f"/p/{slug}/en/for-you/")) for slug in ("dk", "lv"))

    assert "Canary kept at home" in at_home
    assert "Shown everywhere" in at_home
    assert "Shown everywhere" in abroad
    assert "Canary kept at home" not in abroad


def test_the_lists_queries_do_not_grow_with_the_matches(
    facts, profile, employee_of_lamps, as_user, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    browser = as_user(employee_of_lamps)

    def queries_with(number: int) -> list[int]:
        for n in range(number):
            title = f"Light {n} of {number}"
            services.match(published(havneby, buyer_of_havneby, moderator_of_denmark, title=title))
        counts = []
        for address in (LIST, FOR_YOU):
            with CaptureQueriesContext(connection) as queries:
                assert f"of {number}" in words(browser.get(address))
            counts.append(len(queries))
        return counts

    queries_with(2)
    few, many = queries_with(1), queries_with(12)

    assert many == few


def test_for_you_opens_on_what_can_still_be_answered(
    need, employee_of_lamps, buyer_of_havneby, as_user
) -> None:
    browser = as_user(employee_of_lamps)
    tenders.end(need, "closed", "We have all the answers we can read.", by=buyer_of_havneby)

    assert need.title not in words(browser.get(FOR_YOU))
    over = words(browser.get(f"{FOR_YOU}?state=closed"))
    assert need.title in over
    assert "Closed early" in over
    assert need.title in words(browser.get(f"{FOR_YOU}?state=closed&q=lamps"))
    assert need.title not in words(browser.get(f"{FOR_YOU}?state=closed&q=harbour"))
