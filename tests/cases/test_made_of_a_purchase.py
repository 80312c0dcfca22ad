"""A year after the award the buyer looks back, and what is known begins a case."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core import mail
from lxml import html

from cases.models import Case
from cases.services import original_texts
from ppi.portals.models import Portal
from tenders import tasks
from tenders.models import FollowUp, Opportunity
from tests.tenders.written import in_days, published, reloaded

ROOM = "/p/dk/en/opportunities/"
START = "/p/dk/en/cases/new/"
LINK = "Make a case of it"
LOOK_BACK = {"effects": "Half the energy.", "saved": "1,000", "is_recommended": "yes"}
STORY = """## What was needed

The street lamps burn all night although nobody walks there.

## What was bought

Upės žiburys won, for 80,000\N{NO-BREAK SPACE}DKK without VAT.

They dim by themselves.

## What came of it

Half the energy.

Saved each year: 1,000\N{NO-BREAK SPACE}DKK.

[The purchase on this portal](http://testserver{page})"""


@pytest.fixture
def result(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    """Awarded a year ago, and due to be looked back at."""
    told = {
        "winner_name": "Upės žiburys",
        "awarded_value": Decimal(80_000),
        "awarded_currency": "DKK",
    }
    row = published(
        havneby, buyer_of_havneby, moderator_of_denmark, result_note="They dim by themselves."
    )
    rows = Opportunity.objects.everywhere("the test")
    rows.filter(pk=row.pk).update(kind="result", procedure="open", **told)
    FollowUp.objects.of(row).create(opportunity=row, due_on=in_days(0).date())
    return reloaded(row)


@pytest.fixture
def looked_back(result, buyer_of_havneby, as_user) -> Opportunity:
    as_user(buyer_of_havneby).post(f"{ROOM}{result.slug}/follow-up/", LOOK_BACK)
    return result


def start_of(result: Opportunity) -> str:
    return f"{START}?from=tenders.opportunity:{result.pk}"


def test_the_saving_is_told_in_the_currency_of_the_contract(
    looked_back, client, buyer_of_havneby, as_user
) -> None:
    page, form = pages_of(looked_back)

    public = client.get(page).content.decode()
    asked = as_user(buyer_of_havneby).get(form).content.decode()
    assert 'Saved each year: <span class="figure">1,000\N{NO-BREAK SPACE}DKK</span>' in public
    assert "In DKK. Leave it empty if you cannot tell." in asked


def pages_of(result: Opportunity) -> list[str]:
    return [f"{ROOM}{result.slug}/", f"{ROOM}{result.slug}/follow-up/"]


def newest() -> Case:
    return Case.objects.everywhere("the test looks").latest("pk")


def test_what_is_known_stands_in_the_case(looked_back, havneby, buyer_of_havneby, as_user) -> None:
    browser = as_user(buyer_of_havneby)
    for page in pages_of(looked_back):
        assert f'href="{start_of(looked_back)}"' in browser.get(page).text

    [form] = [
        form
        for form in html.fromstring(browser.get(start_of(looked_back)).text).forms
        if "title" in form.fields
    ]
    filled = {name: form.fields[name] for name in ("organisation", "title", "language")}
    assert filled == {
        "organisation": str(havneby.pk),
        "title": looked_back.title,
        "language": "en",
    }
    browser.post(start_of(looked_back), filled | {"title": "Light on demand"})

    case = newest()
    texts = {name: text for name, text in original_texts(case).items() if text}
    assert texts == {
        "title": "Light on demand",
        "summary": "The street lamps burn all night although nobody walks there.",
        "story": STORY.format(page=f"/p/dk/en/opportunities/{looked_back.slug}/"),
    }
    year = looked_back.published_at.year
    assert (case.organisation, case.created_by, case.status) == (havneby, buyer_of_havneby, "draft")
    assert (case.price, case.currency, case.procedure) == (Decimal(80_000), "DKK", "open")
    assert (case.first_year, case.last_year) == (year, year)
    assert (case.country, case.nuts, case.cpv) == ("DK", looked_back.nuts, looked_back.cpv)


def test_there_is_nothing_to_make_before_the_look_back(result, buyer_of_havneby, as_user) -> None:
    browser = as_user(buyer_of_havneby)

    assert [LINK in browser.get(page).text for page in pages_of(result)] == [False, False]
    assert looked_back_at(browser, result) == ""


def looked_back_at(browser, result: Opportunity) -> str:
    """The title in the form that this address opens."""
    tree = html.fromstring(browser.get(start_of(result)).text)
    return tree.xpath("string(//input[@name='title']/@value)")


def test_it_is_for_those_who_write_for_the_buyer(
    looked_back, reader_of_havneby, buyer_of_jarvikunta, seller_of_upenai, as_user
) -> None:
    others = [None, reader_of_havneby, buyer_of_jarvikunta, seller_of_upenai]

    assert not any(LINK in as_user(who).get(pages_of(looked_back)[0]).text for who in others)
    for who in (buyer_of_jarvikunta, seller_of_upenai):
        assert looked_back_at(as_user(who), looked_back) == ""


def test_a_case_of_another_organisation_takes_nothing_along(
    looked_back, jarvikunta, buyer_of_jarvikunta, as_user
) -> None:
    facts = {"organisation": jarvikunta.pk, "title": "Ours", "language": "en"}
    as_user(buyer_of_jarvikunta).post(start_of(looked_back), facts)

    case = newest()
    assert (case.organisation, case.price) == (jarvikunta, None)
    assert {name for name, text in original_texts(case).items() if text} == {"title"}


@pytest.mark.parametrize(
    "named",
    [
        "",
        "tenders.opportunity",
        "tenders.opportunity:x",
        "tenders.opportunity:99999999999",
        "accounts.user:1",
        "tenders.opportunity:²",
    ],
)
def test_an_address_that_names_nothing_opens_an_empty_form(
    havneby, buyer_of_havneby, as_user, named
) -> None:
    page = as_user(buyer_of_havneby).get(START, {"from": named})

    assert page.status_code == 200
    assert page.context["form"].initial.keys() == {"organisation", "language"}


def test_a_portal_without_cases_asks_for_none(looked_back, buyer_of_havneby, as_user) -> None:
    Portal.objects.filter(slug="dk").update(modules=["tenders"])

    assert LINK not in as_user(buyer_of_havneby).get(pages_of(looked_back)[0]).text


@pytest.mark.parametrize(
    ("modules", "is_told"), [(["tenders", "cases"], True), (["tenders"], False)]
)
def test_the_mail_that_asks_for_the_look_back_tells_of_it(
    result, buyer_of_havneby, run_jobs, modules, is_told
) -> None:
    buyer_of_havneby.language = "en"
    buyer_of_havneby.save()
    Portal.objects.filter(slug="dk").update(modules=modules)
    run_jobs()
    mail.outbox.clear()

    tasks.ask_what_came_of_it()
    run_jobs()

    [asked] = [one for one in mail.outbox if one.subject.startswith("What came of it?")]
    assert ("you can make a case of it there" in asked.body) == is_told
