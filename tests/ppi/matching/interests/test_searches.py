"""Save a search, follow a buyer, rename and stop: with and without an account at hand."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cases import services as cases
from ppi.kernel.verdicts import Refused
from ppi.matching.interests import searches
from ppi.matching.models import SavedSearch, SearchKey
from ppi.search.lists import Results
from tests.cases.kept import kept
from tests.conftest import PASSWORD
from tests.ppi.matching.interests.conftest import hits
from tests.tenders.filled import Page

ROOM = "/p/dk/en/for-you/searches/"

pytestmark = pytest.mark.django_db


def names(person) -> list[str]:
    rows = SavedSearch.objects.of_person(person).order_by("pk")
    return list(rows.values_list("name", flat=True))


def test_a_search_is_saved_from_its_results_under_a_name_made_of_it(
    facts, denmark, havneby, stranger, as_user
) -> None:
    browser = as_user(stranger)
    address = "q=street+lamps&country=DK&region=DK05&subject=34928&buyer=havneby&state=open"
    results = Page(browser.get(f"/p/dk/en/search/?{address}&sort=newest"))
    [link] = results.tree.xpath("//a[contains(., 'Save this search')]/@href")

    answer = browser.post(link, {"name": ""}, follow=True)

    [name] = names(stranger)
    assert name == "street lamps, Denmark, Nordjylland, 34928, Havneby Kommune, Still open"
    assert "Saved. You hear of what is new and fits." in Page(answer).text
    assert name in Page(answer).text
    again = Page(browser.get(f"/p/dk/en/search/?{address}"))
    assert not again.tree.xpath("//a[contains(., 'Save this search')]")


def test_the_list_leads_to_the_results_of_each_search(denmark, stranger, saved, as_user) -> None:
    saved(stranger, "q=lamps&kind=product", "Lamps")

    page = Page(as_user(stranger).get(ROOM))

    [link] = page.tree.xpath("//a[normalize-space()='Lamps']/@href")
    assert link.endswith("/p/dk/en/search/?q=lamps&kind=product")


def test_a_visitor_signs_in_and_comes_back_to_the_search(denmark, stranger, as_user) -> None:
    browser = as_user(None)
    link = f"{ROOM}save/?q=lamps"
    to_sign_in = browser.get(link)
    answer = browser.post(
        to_sign_in.url, {"login": stranger.email, "password": PASSWORD}, follow=True
    )

    assert answer.redirect_chain[-1][0] == link
    browser.post(link, {"name": "My lamps"})
    assert names(stranger) == ["My lamps"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("after=x", "Type words or choose a filter first: this would find everything."),
        ("q=%3F%21", "Type a word with letters or digits: this would find nothing."),
        ("&".join(f"buyer={'b' * 60}{n}" for n in range(50)),
         "So many filters cannot be kept. Choose fewer."),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_why(denmark, stranger, as_user, address, sentence) -> None:
    browser = as_user(stranger)

    assert sentence in Page(browser.get(f"{ROOM}save/?{address}")).text
    assert sentence in Page(browser.post(f"{ROOM}save/?{address}", {"name": "x"})).text
    assert names(stranger) == []


def test_the_same_search_is_saved_once_and_one_too_many_is_refused(
    stranger, saved, monkeypatch
) -> None:
    monkeypatch.setattr(searches, "MOST_SEARCHES", 2)
    saved(stranger, "q=lamps&country=DK", "One")
    saved(stranger, "country=DK&q=+lamps", "Named anew")
    saved(stranger, "q=lights")
    assert names(stranger) == ["Named anew", "lights"]

    with pytest.raises(Refused, match="You have 2 saved searches; more cannot be kept."):
        saved(stranger, "q=signs")
    assert names(stranger) == ["Named anew", "lights"]


def test_a_search_is_renamed_and_stopped_by_its_owner_alone(
    stranger, seller_of_upenai, saved, as_user
) -> None:
    search = saved(stranger, "q=lamps", "Lamps")
    for deed in ("rename", "stop"):
        answer = as_user(seller_of_upenai).post(f"{ROOM}{search.pk}/{deed}/", {"name": "Mine"})
        assert answer.status_code == 404
    assert names(stranger) == ["Lamps"]

    as_user(stranger).post(f"{ROOM}{search.pk}/rename/", {"name": "Light"})
    assert names(stranger) == ["Light"]
    as_user(stranger).post(f"{ROOM}{search.pk}/rename/", {"name": " "})
    assert names(stranger) == ["lamps"]
    as_user(stranger).post(f"{ROOM}{search.pk}/stop/")
    assert names(stranger) == []
    assert SearchKey.objects.count() == 0


def test_a_buyer_is_followed_and_left_on_its_page(denmark, havneby, stranger, as_user) -> None:
    browser, page = as_user(stranger), "/p/dk/en/organisations/havneby/"

    def press(label: str):
        [form] = Page(browser.get(page)).tree.xpath(f"//form[.//button[contains(., '{label}')]]")
        fields = dict(form.form_values())
        [button] = form.xpath(".//button")
        return browser.post(form.action, fields | {button.get("name"): button.get("value")})

    assert press("Follow").url == page
    assert names(stranger) == ["Havneby Kommune"]
    assert SavedSearch.objects.of_person(stranger).get().address == "buyer=havneby"
    assert press("Stop following").url == page
    assert names(stranger) == []


def test_a_theme_is_followed_on_a_case_and_found_in_the_next(
    denmark, moderator_of_denmark, stranger, as_user, run_jobs
) -> None:
    def tell(slug: str, *themes: str) -> None:
        case = kept(slug, denmark, moderator_of_denmark, title_da=slug, themes=list(themes))
        cases.publish(case, by=moderator_of_denmark)
        run_jobs()

    tell("spande", "food", "climate")
    browser, page = as_user(stranger), "/p/dk/en/cases/spande/"
    [form] = Page(browser.get(page)).tree.xpath(
        "//form[.//button[contains(., 'Follow: Food and meals')]]"
    )
    assert browser.post(form.action, dict(form.form_values()) | {"follow": "yes"}).url == page
    assert names(stranger) == ["Food and meals"]
    shown = Page(browser.get(page)).text
    assert "Stop following: Food and meals" in shown
    assert "Follow: Climate" in shown

    tell("lamper", "lighting")
    tell("frokost", "food")
    assert hits() == [("Food and meals", "frokost")]
    [chip] = Results(on(denmark, "theme=food")).chips
    assert chip.label == "Food and meals"


def on(portal, query: str):
    request = RequestFactory().get(f"/?{query}")
    request.portal = portal
    return request


def test_a_portal_that_is_not_open_yet_gives_no_search_its_name(
    denmark, latvia, stranger, saved
) -> None:
    latvia.is_open = False
    latvia.save()
    saved(stranger, "portal=lv")

    assert names(stranger) == ["lv"]


def test_a_visitor_who_follows_is_asked_to_sign_in_first(denmark, havneby, as_user) -> None:
    page = Page(as_user(None).get("/p/dk/en/organisations/havneby/"))

    [link] = page.tree.xpath("//a[contains(., 'Follow')]/@href")
    assert link == f"{ROOM}save/?buyer=havneby"


def test_a_form_leads_back_to_no_foreign_site(denmark, havneby, stranger, as_user) -> None:
    answer = as_user(stranger).post(
        f"{ROOM}follow/", {"criteria": "buyer=havneby", "next": "https://evil.example/"}
    )

    assert answer.url == ROOM


def test_the_list_asks_as_often_for_many_as_for_one(
    stranger, saved, as_user, django_assert_max_num_queries
) -> None:
    saved(stranger, "q=one")
    browser = as_user(stranger)
    with CaptureQueriesContext(connection) as few:
        browser.get(ROOM)
    for number in range(25):
        saved(stranger, f"q=word{number}")
    with django_assert_max_num_queries(len(few)):
        first = Page(browser.get(ROOM))
    [link] = first.tree.xpath("//nav//a[contains(@href, 'after=')]/@href")
    later = Page(browser.get(f"{ROOM}{link[link.index('?') :]}"))
    assert ["word24" in first.text, "word24" in later.text, "one" in later.text] == [
        True, False, True,
    ]  # fmt: skip
