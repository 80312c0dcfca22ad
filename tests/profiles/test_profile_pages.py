"""What visitors, members, strangers and moderators see of companies."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from ppi.organisations import services as organisations
from ppi.organisations.choices import Status as OrganisationStatus
from ppi.portals.links import root
from ppi.translations import services as translations
from profiles import services
from profiles.choices import Status
from tests.ppi.organisations.acting import rename
from tests.profiles.written import ABOUT, LAMP, added, placed, reloaded

LIST = "/p/dk/en/companies/"
PAGE = "/p/dk/en/companies/upes-ziburys/"
LAMP_PAGE = f"{PAGE}products/zingsnis/"


def text(response) -> str:
    return response.content.decode()


def test_the_profile_says_what_they_make_where_they_deliver_and_what_proves_it(
    published, as_user
) -> None:
    html = text(as_user(None).get(PAGE))

    for said in (
        "Upės žiburys", ABOUT["headline"], ABOUT["about"], ABOUT["proof"], "Žingsnis",
        "Lietuva", "Nordjylland", "Lithuanian, English", "Small", "Founded 2011",
        "Looks for a first public buyer",
    ):  # fmt: skip
        assert said in html, said
    assert "Jutiklis mato" not in html  # The product's own page has that.
    assert "Niekas nežino" not in html  # A product that is kept to themselves.
    assert "/edit/" not in html


def test_the_products_page_links_to_its_company(published, as_user) -> None:
    html = text(as_user(None).get(LAMP_PAGE))

    assert LAMP["problem"] in html
    assert LAMP["description"] in html
    assert "7: prototype shown in real use" in html
    assert PAGE in html


@pytest.mark.parametrize("address", [PAGE, LAMP_PAGE])
def test_what_is_not_public_answers_strangers_like_what_does_not_exist(
    draft, as_user, stranger, buyer_of_havneby, moderator_of_latvia, address
) -> None:
    nobodys = address.replace("upes-ziburys", "no-such-company")
    for who in (None, stranger, buyer_of_havneby, moderator_of_latvia):
        hidden, missing = as_user(who).get(address), as_user(who).get(nobodys)
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without(hidden, "upes-ziburys") == without(missing, "no-such-company")


def without(response, slug: str) -> str:
    """The page without what differs at every request and in every address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response)).replace(slug, "")


def test_members_and_the_portals_moderators_see_what_is_not_public(
    draft, as_user, seller_of_upenai, moderator_of_denmark
) -> None:
    for who in (seller_of_upenai, moderator_of_denmark):
        html = text(as_user(who).get(PAGE))
        assert ABOUT["about"] in html
        assert "Only members of the organisation" in html


def test_a_suspended_organisation_takes_its_profile_along(
    published, upes_ziburys, moderator_of_denmark, as_user
) -> None:
    organisations.reject(upes_ziburys, "It does not exist any more.", by=moderator_of_denmark)

    assert upes_ziburys.status == OrganisationStatus.SUSPENDED
    visitor = as_user(None)
    assert [visitor.get(url).status_code for url in (PAGE, LAMP_PAGE)] == [404, 404]
    assert "Upės žiburys" not in text(visitor.get(LIST))


def test_another_portal_shows_only_what_is_shared(
    published, elsewhere, latvia, denmark, as_user
) -> None:
    visitor = as_user(None)

    assert "Upės žiburys" in text(visitor.get("/p/lv/en/companies/"))
    assert "Canary of the other portal" in text(visitor.get("/p/lv/en/companies/"))
    assert "Canary of the other portal" not in text(visitor.get(LIST))
    assert visitor.get("/p/dk/en/companies/jarvikunta/").status_code == 404
    denmark.shows_network = False
    denmark.save()
    services.keep_profile(elsewhere.organisation, is_shared=True)
    assert "Canary of the other portal" not in text(visitor.get(LIST))


def test_a_reader_gets_a_translation_and_is_told_what_it_is(published, as_user) -> None:
    translations.keep(published, "about", "da", "Vi laver lamper.", source="machine")

    html = text(as_user(None).get("/p/dk/da/companies/upes-ziburys/"))

    assert "Vi laver lamper." in html
    assert ABOUT["about"] not in html
    assert "Originalsprog: litauisk." in html


def test_a_renamed_company_keeps_its_old_address(
    published, lamp, upes_ziburys, seller_of_upenai, moderator_of_denmark, as_user
) -> None:
    rename(upes_ziburys, "Žiburys ir ko", by=seller_of_upenai, moderator=moderator_of_denmark)

    visitor = as_user(None)
    for old, new in (
        (PAGE, "/p/dk/en/companies/ziburys-ir-ko/"),
        (LAMP_PAGE, "/p/dk/en/companies/ziburys-ir-ko/products/zingsnis/"),
    ):
        response = visitor.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        page = text(visitor.get(response["Location"]))
        assert "Žiburys ir ko" in page
        assert "Upės žiburys" not in page
        assert f'<link rel="canonical" href="{root(published.portal)}{new}">' in page
    assert lamp.name in page


def test_the_old_address_of_what_is_hidden_does_not_tell_the_new_one(
    published, lamp, upes_ziburys, seller_of_upenai, moderator_of_denmark, stranger, as_user
) -> None:
    rename(upes_ziburys, "Žiburys ir ko", by=seller_of_upenai, moderator=moderator_of_denmark)
    rows = type(upes_ziburys).objects.everywhere("the test").filter(pk=upes_ziburys.pk)
    rows.update(status=OrganisationStatus.SUSPENDED)

    for address in (PAGE, LAMP_PAGE):
        for who in (None, stranger):
            hidden = as_user(who).get(address)
            assert (hidden.status_code, "ziburys-ir-ko" in text(hidden)) == (404, False)
        own = as_user(seller_of_upenai).get(address)
        assert (own.status_code, "ziburys-ir-ko" in own["Location"]) == (301, True)


def test_the_organisations_page_can_show_a_summary(published, denmark, rf) -> None:
    from ppi.kernel import slots

    request = rf.get("/")
    request.portal = denmark

    assert ABOUT["headline"] in slots.render("organisation.page", published.organisation, request)


class TestTheList:
    def found(self, as_user, query: str) -> list[str]:
        html = text(as_user(None).get(LIST + query))
        return [name for name in ("Upės žiburys", "Järvikunta", "Havneby Kommune") if name in html]

    @pytest.fixture(autouse=True)
    def companies(self, facts, published, havneby, jarvikunta, latvia, denmark) -> None:
        placed(jarvikunta, latvia, headline="Water", nuts=["FI"], cpv=["65100000"], size="large")
        placed(havneby, denmark, headline="Care", nuts=["DK01"], cpv=["85000000"], size="micro")
        cache.clear()

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?country=LT", ["Upės žiburys"]),
            ("?delivers=DK", ["Upės žiburys", "Havneby Kommune"]),
            ("?delivers=DK&region=DK05", ["Upės žiburys"]),
            ("?delivers=LT&region=LT02", ["Upės žiburys"]),
            ("?subject=65", ["Järvikunta"]),
            ("?subject=65&subject=85", ["Järvikunta", "Havneby Kommune"]),
            ("?size=micro", ["Havneby Kommune"]),
            ("?first-buyer=yes", ["Upės žiburys"]),
            ("?language=lt", ["Upės žiburys"]),
            ("?q=water", ["Järvikunta"]),
            ("?q=žingsnis", ["Upės žiburys"]),
            ("?q=žing", ["Upės žiburys"]),
            ("?q=Kandelabras", []),
            ("?q=%00%27%22&country=%00&after=x&sort=y", []),
        ],
    )
    def test_is_narrowed(self, as_user, run_jobs, query, names) -> None:
        run_jobs()  # words are found in the index

        assert self.found(as_user, query) == names

    def test_counts_what_each_choice_would_show(self, as_user, rf, denmark) -> None:
        from django.contrib.auth.models import AnonymousUser

        from profiles import lists

        request = rf.get("/?delivers=DK")
        request.portal, request.user = denmark, AnonymousUser()
        counts = {
            facet["name"]: {option.value: option.count for option in facet["options"]}
            for facet in lists.companies(request).facets
        }

        assert counts == {
            "kind": {"buyer": 1, "supplier": 1},
            "country": {"DK": 1, "LT": 1},
            "delivers": {"DK": 2, "FI": 1, "LT": 1},
            "region": {"DK01": 1, "DK05": 1},
            "subject": {"34": 1, "85": 1},
            "stage": {"pilot": 1},
            "size": {"micro": 1, "small": 1},
            "first-buyer": {"yes": 1},
            "language": {"lt": 1, "en": 2},
        }

    def test_needs_as_many_queries_for_many_companies_as_for_few(
        self, as_user, denmark, django_assert_max_num_queries, django_assert_num_queries
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from ppi.organisations.models import Organisation

        visitor = as_user(None)
        with CaptureQueriesContext(
            connection,
        ) as few:
            visitor.get(LIST)
        for number in range(15):
            company = Organisation.objects.create(
                slug=f"c{number}", name=f"Company {number}", portal=denmark, country="DK",
                kind="supplier", status=OrganisationStatus.VERIFIED,
            )  # fmt: skip
            placed(company, denmark, headline="One more", products=[LAMP])
        cache.clear()
        with django_assert_num_queries(len(few)):
            visitor.get(LIST)


def test_a_product_of_a_hidden_profile_is_gone_with_it(
    published, lamp, seller_of_upenai, as_user
) -> None:
    assert as_user(None).get(LAMP_PAGE).status_code == 200
    services.hide(published, by=seller_of_upenai)
    assert as_user(None).get(LAMP_PAGE).status_code == 404
    assert lamp.status == Status.PUBLISHED


def test_text_of_members_is_never_markup(
    draft, seller_of_upenai, moderator_of_denmark, as_user
) -> None:
    services.edit(draft, by=seller_of_upenai, headline="<script>1</script>", about="<b>x</b>")
    added(draft, by=seller_of_upenai, **(LAMP | {"name": "<img src=x>"}))
    services.submit(draft, by=seller_of_upenai)
    services.publish(reloaded(draft), by=moderator_of_denmark)

    html = text(as_user(None).get(PAGE))

    assert "&lt;script&gt;1" in html
    assert "&lt;img src=x" in html
    assert "<script>1" not in html
    assert "<b>x" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("country", ["\x00", "DK\x00", "%", "DROP", "🙂"])
def test_a_country_that_is_none_finds_nothing_and_breaks_nothing(denmark, client, country) -> None:
    answer = client.get("/p/dk/en/companies/", {"delivers": country})
    assert answer.status_code == 200
    assert "0 found" in answer.content.decode()
