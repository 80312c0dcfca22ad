"""A company writes its profile in the browser: a task list, one section a page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ppi.moderation.models import Submission
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership
from profiles import services
from profiles.choices import Status
from profiles.models import Product, Profile
from tests.profiles.written import ABOUT, LAMP, YES_TO_ALL, as_typed, reloaded, status_of

EDIT = "/p/dk/en/companies/upes-ziburys/edit/"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def desk(facts, upes_ziburys, seller_of_upenai, as_user):
    return as_user(seller_of_upenai)


def test_from_an_empty_task_list_to_the_moderators(desk, upes_ziburys) -> None:
    assert desk.get("/p/dk/en/companies/my/profile/")["Location"] == EDIT
    assert "Check and send" not in text(desk.get(EDIT))

    about = {k: ABOUT[k] for k in ("language", "headline", "about", "proof", "size", "founded")}
    subjects = {"cpv": ["34000000"], "nuts": ABOUT["nuts"]}
    languages = {"languages": ABOUT["languages"], "is_shared": "on"}
    for section, fields in (("about", about), ("subjects", subjects), ("languages", languages)):
        response = desk.post(f"{EDIT}section/{section}/", fields)
        assert (response.status_code, response["Location"]) == (302, EDIT), section
    made = desk.post(f"{EDIT}new-product/", as_typed(LAMP) | {"cpv": "34000000"})
    assert made["Location"] == f"{EDIT}products/zingsnis/tasks/"
    answered = desk.post(f"{EDIT}products/zingsnis/self-test/", YES_TO_ALL)
    assert "It is ready to be listed." in text(desk.get(answered["Location"]))

    assert "Check and send" in text(desk.get(EDIT))
    checked = text(desk.get(f"{EDIT}check/"))
    assert ABOUT["about"] in checked
    assert LAMP["problem"] in checked
    assert desk.post(f"{EDIT}check/")["Location"] == EDIT
    profile = services.profile_of(upes_ziburys)
    assert (profile.status, profile.founded, profile.languages) == (
        Status.IN_REVIEW, 2011, ["lt", "en"],
    )  # fmt: skip
    assert "The moderators are reading it" in text(desk.get(EDIT))


def test_searching_for_a_code_keeps_what_was_typed_and_saves_nothing(desk, upes_ziburys) -> None:
    typed = {"cpv_search": "transport", "nuts": ["LT"], "find": "cpv"}

    html = text(desk.post(f"{EDIT}section/subjects/", typed))

    assert 'value="LT" checked' in html
    assert "34000000" in html
    assert not Profile.objects.managed_by(upes_ziburys).exists()


@pytest.mark.parametrize(
    ("section", "fields", "sentence"),
    [
        ("about", {"headline": ""}, "This field is required"),
        ("about", {"headline": "x" * 201}, "at most 200 characters"),
        ("about", {"headline": "nul\x00"}, "Null characters are not allowed"),
        ("about", {"founded": "3000"}, "Write a year with four digits"),
        ("about", {"founded": "-5"}, "Write a year with four digits"),
        ("about", {"founded": "long ago"}, "Write a year with four digits"),
        ("about", {"founded": "9" * 30}, "Write a year with four digits"),
        ("about", {"size": "huge"}, "Select a valid choice"),
        ("about", {"language": "xx"}, "Select a valid choice"),
        ("subjects", {"cpv": "99999999", "nuts": "LT"}, "There is no CPV code 99999999."),
        ("subjects", {"cpv": "34000000", "nuts": "XX9"}, "There is no NUTS code XX9."),
        ("languages", {"languages": [f"l{n}" for n in range(200)]}, "Select a valid choice"),
    ],
)
def test_bad_input_is_refused_at_the_field_and_kept(
    desk, upes_ziburys, section, fields, sentence
) -> None:
    known = {"language": "lt", "headline": "Kept as typed", "about": "A"} | fields

    response = desk.post(f"{EDIT}section/{section}/", known)

    assert response.status_code == 200
    assert sentence in text(response)
    if fields.get("headline") is None and section == "about":
        assert "Kept as typed" in text(response)
    assert not Profile.objects.managed_by(upes_ziburys).exists()


@pytest.mark.parametrize("stage", ["trl-0", "trl-10", "high", "trl-7\x00"])
def test_a_stage_that_does_not_exist_is_refused(desk, draft, stage) -> None:
    response = desk.post(f"{EDIT}new-product/", as_typed(LAMP) | {"stage": stage, "name": "Third"})

    assert "Select a valid choice" in text(response)
    assert not Product.objects.of(draft).filter(name="Third").exists()


def test_a_public_product_is_changed_beside_what_buyers_see(
    desk, lamp, as_user, moderator_of_denmark
) -> None:
    address, page = (
        f"{EDIT}products/zingsnis/",
        "/p/dk/en/companies/upes-ziburys/products/zingsnis/",
    )

    desk.post(address, as_typed(LAMP) | {"problem": "Tamsu."})
    board = text(desk.get(f"{address}tasks/"))
    assert "A change is not sent yet" in board
    assert "Tamsu." not in text(as_user(None).get(page))
    changed = text(desk.get(f"{address}change/"))
    assert "Tamsu." in changed
    assert LAMP["problem"] in changed
    assert "Tamsu." in text(desk.get(address))

    desk.post(f"{address}change/", {"decision": "send"})
    assert "It has waited for 1 minute. It is the next to be read." in flat(
        desk.get(f"{address}tasks/")
    )
    moderator = as_user(moderator_of_denmark)
    queue = text(moderator.get("/p/dk/en/moderation/"))
    assert "Tamsu." in queue
    assert "asked of what is different" in queue
    waiting = Submission.objects.moderated_by(lamp.portal).waiting().get()
    moderator.post(f"/p/dk/en/moderation/{waiting.pk}/decide/", {"decision": "publish"})
    assert "Tamsu." in text(as_user(None).get(page))


def test_a_price_is_whole_or_none(desk, draft) -> None:
    """A browser sends the currency of the country with a form whose price was left empty."""
    address, typed = f"{EDIT}new-product/", as_typed(LAMP)
    wrong = {
        "Say what the price is for.": {"price_amount": "640", "price_currency": "EUR"},
        "Say in which currency.": {"price_amount": "640", "price_unit": "piece"},
        "Write the amount, or choose nothing beside it.": {"price_unit": "piece"},
        "A value cannot be negative.": {"price_amount": "-1", "price_unit": "piece"},
    }
    for sentence, price in wrong.items():
        assert sentence in text(desk.post(address, typed | price)), sentence

    whole = {"price_amount": "640.50", "price_currency": "EUR", "price_unit": "piece"}
    for name, price in (("Priced", whole), ("Free of a price", {"price_currency": "EUR"})):
        assert desk.post(address, typed | price | {"name": name}).status_code == 302, name

    prices = Product.objects.of(draft).values_list("name", "price_amount", "price_currency")
    assert list(prices)[-2:] == [
        ("Priced", Decimal("640.50"), "EUR"),
        ("Free of a price", None, ""),
    ]


def flat(response) -> str:
    return " ".join(text(response).split())


def test_a_public_product_is_hidden_and_deleted(desk, published, lamp) -> None:
    address = f"{EDIT}products/zingsnis/"

    desk.post(address, as_typed(LAMP) | {"is_draft": "on"})
    assert status_of(lamp) == Status.DRAFT
    assert "This cannot be undone" in text(desk.get(f"{address}delete/"))
    desk.post(f"{address}delete/")
    assert not Product.objects.of(published).filter(pk=lamp.pk).exists()


def test_nobody_else_finds_the_pages_on_which_it_is_written(
    published, lamp, as_user, stranger, buyer_of_havneby, moderator_of_denmark
) -> None:
    lamp_pages = ("", "tasks/", "files/", "self-test/", "change/", "delete/", "pictures/1/")
    pages = ("", "section/about/", "check/", "products/", "new-product/", "change/")
    for path in (*pages, *(f"products/zingsnis/{page}" for page in lamp_pages)):
        for who in (stranger, buyer_of_havneby, moderator_of_denmark):
            assert as_user(who).get(EDIT + path).status_code == 404, path
        assert "/account/login/" in as_user(None).get(EDIT + path)["Location"]


def test_a_member_who_may_only_read_is_told_so(
    published, upes_ziburys, learner_of_metsalinn, as_user
) -> None:
    Membership.objects.managed_by(upes_ziburys).create(
        organisation=upes_ziburys, user=learner_of_metsalinn, role=Role.READER
    )

    response = as_user(learner_of_metsalinn).post(f"{EDIT}section/about/", {"headline": "x"})

    assert response.status_code == 403
    assert "Only owners and editors of Upės žiburys may do that." in text(response)
    assert reloaded(published).headline == ABOUT["headline"]


def test_a_person_without_an_organisation_is_shown_how_to_get_one(
    as_user, stranger, denmark
) -> None:
    html = text(as_user(stranger).get("/p/dk/en/companies/my/profile/"))

    assert "First: your company" in html
