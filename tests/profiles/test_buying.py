"""A buyer's profile: what it looks for, its strategy, how to approach it, and what it plans."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from profiles import buying
from profiles.models import Buying
from tenders.models import Opportunity
from tests.profiles.written import placed
from tests.tenders.written import draft as planned_draft
from tests.tenders.written import published as publish

PAGE = "/p/dk/en/companies/havneby/"
DESK = f"{PAGE}edit/buying/"
SAID = {
    "language": "da",
    "needs": "Lys, der kun brænder, hvor nogen går.",
    "strategy": "Vi køber først, når vi har prøvet.",
    "strategy_url": "https://havneby.example/strategi",
    "approach": "Skriv til os i januar.",
}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def profile(facts, havneby, denmark):
    return placed(havneby, denmark, headline="Care", nuts=["DK05"], cpv=["85000000"])


@pytest.fixture
def plan(havneby, buyer_of_havneby, moderator_of_denmark):
    def one_more(title: str, **facts) -> Opportunity:
        known = {"kind": "planned", "deadline": None}
        people = (buyer_of_havneby, moderator_of_denmark)
        return publish(havneby, *people, title=title, **(known | facts))

    return one_more


def test_a_buyer_says_what_it_looks_for_and_companies_read_it(
    profile, buyer_of_havneby, as_user
) -> None:
    answer = as_user(buyer_of_havneby).post(DESK, SAID)

    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}edit/")
    [row] = Buying.objects.of(profile)
    assert {name: getattr(row, name) for name in SAID} == SAID
    html = text(as_user(None).get(PAGE))
    for said in (*list(SAID.values())[1:], "What they look for", "Buys for", "What they buy"):
        assert said in html, said


def test_what_it_plans_to_buy_stands_there_what_begins_first_first(
    profile, plan, havneby, buyer_of_havneby, as_user
) -> None:
    soon = timezone.localdate() + timedelta(days=60)
    plan("Some day")
    plan("Lamps next year", starts_on=soon + timedelta(days=300))
    plan("Lamps soon", starts_on=soon)
    plan("A call is no plan", kind="call", deadline=timezone.now() + timedelta(days=30))
    planned_draft(havneby, buyer_of_havneby, title="Draft canary", kind="planned", deadline=None)

    html = text(as_user(None).get(PAGE))
    heading = html.index("What they plan to buy")
    places = [html.index(said, heading) for said in ("Lamps soon", "Lamps next year", "Some day")]
    assert places == sorted(places)
    assert "A call is no plan" not in html
    assert "Draft canary" not in html


def test_many_plans_end_in_a_way_to_the_list(profile, plan, as_user) -> None:
    before = len(as_user(None).get(PAGE).content)
    for number in range(11):
        plan(f"Plan {number:02}", starts_on=date(2031, 1, 1 + number))

    html = text(as_user(None).get(PAGE))
    assert len(html) > before
    assert "Plan 09" in html
    assert "Plan 10" not in html
    assert "/opportunities/?kind=planned&amp;q=Havneby%20Kommune" in html


def test_a_company_has_no_such_half(draft, seller_of_upenai, as_user) -> None:
    with pytest.raises(Refused, match="This part is for organisations that buy in public."):
        buying.edit(draft, by=seller_of_upenai, **SAID)
    answer = as_user(seller_of_upenai).get("/p/dk/en/companies/upes-ziburys/edit/buying/")
    assert answer.status_code == 403
    assert not Buying.objects.of(draft).exists()


def test_strangers_do_not_find_it(profile, as_user, stranger, seller_of_upenai) -> None:
    for who in (stranger, seller_of_upenai):
        assert as_user(who).post(DESK, SAID).status_code == 404
    assert not Buying.objects.of(profile).exists()
