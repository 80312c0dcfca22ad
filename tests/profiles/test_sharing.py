"""What is taken along from a profile: badge, code, card, own data, fields of a self-declaration."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import etree

from ppi.organisations.models import FormerSlug
from profiles import badges, contacts, credentials, espd, logos, products, services
from profiles.own_data import own_data
from tests.ppi.documents.made import png, upload
from tests.profiles.test_contacts import SAID
from tests.profiles.test_credentials import CLAIM, ISO

PAGE = "/p/dk/en/companies/upes-ziburys/"
SHARE = f"{PAGE}edit/share/"
PARTY = "cac:EconomicOperatorParty/cac:Party"


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", ["badge.svg", "code.svg"])
def test_badge_and_code_are_pictures_that_other_sites_may_show(published, as_user, name) -> None:
    answer = as_user(None).get(f"{PAGE}{name}")

    assert etree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"script" not in answer.content
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "public, max-age=600"


def test_the_badge_names_company_and_portal_whatever_the_name_holds(published, denmark) -> None:
    published.organisation.name = "<script>&\u0007" + "M" * 99
    drawn = etree.fromstring(badges.badge(published, denmark.name).encode())

    said = [each.text for each in drawn.iter("{*}text")]
    assert said[0].startswith("<script>&")
    assert said[0].endswith("M…")
    assert said[1] == "Profile on PPI Denmark"


@pytest.mark.parametrize("name", ["Lys", "SKUMRING LYS OG LYD AF 1921 A/S", "東京街灯株式会社" * 9])
def test_the_badge_is_as_wide_as_the_name_in_any_script(published, denmark, name) -> None:
    published.organisation.name = name
    drawn = etree.fromstring(badges.badge(published, denmark.name).encode())

    said = next(drawn.iter("{*}text")).text
    assert badges.BESIDE + badges.room(said) <= int(drawn.get("width"))
    assert int(drawn.get("width")) <= badges.BESIDE + badges.MOST_TEXT
    assert name.startswith(said.rstrip("…"))
    assert (said == name) == (len(name) < 40)


def test_what_waits_to_be_read_is_in_ones_own_data(published, lamp, seller_of_upenai) -> None:
    products.edit(lamp, by=seller_of_upenai, problem="Tamsu.")
    services.edit(published, by=seller_of_upenai, headline="Tamsa")

    told = [(row["product"], row["status"], row["facts"]) for row in own_data(published)["changes"]]
    assert told == [
        ("zingsnis", "draft", {"problem": "Tamsu."}),
        (None, "draft", {"headline": "Tamsa"}),
    ]


@pytest.mark.parametrize("name", ["badge.svg", "code.svg", "card.vcf", "logo"])
def test_what_others_embed_outlives_a_new_name(
    published, seller_of_upenai, as_user, upes_ziburys, name
) -> None:
    logos.put_up(published, upload("logo.png", png(64, 64)), by=seller_of_upenai)
    for former in ("ziburys", "ziburiai"):
        FormerSlug.objects.create(slug=former, organisation=upes_ziburys)
    visitor = as_user(None)

    for slug in ("ziburys", "ziburiai", "upes-ziburys"):
        assert visitor.get(f"/p/dk/en/companies/{slug}/{name}").status_code == 200, slug
    assert visitor.get(f"/p/dk/en/companies/nobody/{name}").status_code == 404


def test_nothing_of_a_draft_is_taken_along_by_others(draft, as_user, stranger) -> None:
    for who in (None, stranger):
        for name in ("badge.svg", "code.svg", "card.vcf"):
            assert as_user(who).get(f"{PAGE}{name}").status_code == 404


def test_who_asks_for_cards_too_often_waits(published, as_user) -> None:
    visitor = as_user(None)
    statuses = [visitor.get(f"{PAGE}card.vcf").status_code for _ in range(31)]

    assert statuses == [200] * 30 + [429]


def test_writers_take_all_of_it_along_as_json_and_nobody_else(
    published,
    ruta,
    as_user,
    seller_of_upenai,
    stranger,
    buyer_of_havneby,
) -> None:
    contacts.show(ruta, by=ruta.user, agreed=True, **SAID)
    credentials.add(published, "certificate", by=seller_of_upenai, **ISO)

    answer = as_user(seller_of_upenai).get(f"{PAGE}edit/export.json")
    assert answer["Content-Disposition"] == 'attachment; filename="upes-ziburys.json"'
    told = json.loads(answer.content)
    assert told == own_data(published)
    assert list(told) == [
        "organisation", "profile", "products", "changes", "credentials", "buying", "contacts",
    ]  # fmt: skip
    assert [row["name"] for row in told["products"]] == ["Žingsnis", "Kandelabras"]
    assert told["credentials"][0]["until"] == "2027-04-30"
    assert told["contacts"][0]["email"] == SAID["email"]
    for who in (stranger, buyer_of_havneby):
        for name in ("export.json", "espd.json", "share/"):
            assert as_user(who).get(f"{PAGE}edit/{name}").status_code == 404


def test_the_page_holds_the_badges_source_and_the_stable_address(
    published, as_user, seller_of_upenai
) -> None:
    html = text(as_user(seller_of_upenai).get(SHARE.replace("/en/", "/da/")))

    assert "&lt;a href=&quot;http://testserver/p/dk/en/companies/upes-ziburys/&quot;&gt;" in (
        html.replace('"', "&quot;")
    )


def test_what_is_known_of_the_self_declaration_field_by_field(
    published,
    ruta,
    seller_of_upenai,
) -> None:
    contact = contacts.show(ruta, by=ruta.user, agreed=True, **SAID)
    credentials.add(published, "certificate", by=seller_of_upenai, **ISO)
    credentials.add(published, "accessibility", by=seller_of_upenai, **CLAIM)
    expired = ISO | {"title": "Expired", "since": None, "until": date(2020, 1, 1)}
    credentials.add(published, "certificate", by=seller_of_upenai, **expired)

    told = espd.fields_of(published, contact)
    assert told == {
        "model": "ESPD-EDM",
        "root": "/QualificationApplicationResponse",
        "fields": [
            field("II.A", f"{PARTY}/cac:PartyName/cbc:Name", "Upės žiburys"),
            field(
                "II.A",
                f"{PARTY}/cac:PostalAddress/cac:Country/cbc:IdentificationCode",
                "LT",
            ),
            field("II.A", f"{PARTY}/cbc:IndustryClassificationCode", "small"),
            field("II.A", f"{PARTY}/cac:Contact/cbc:Name", SAID["name"]),
            field("II.A", f"{PARTY}/cac:Contact/cbc:ElectronicMail", SAID["email"]),
            field("II.A", f"{PARTY}/cac:Contact/cbc:Telephone", SAID["phone"]),
            {
                **field("IV.D", "cac:Evidence/cbc:Name", f"{ISO['title']} ({ISO['said_by']})"),
                "url": ISO["url"],
                "validUntil": "2027-04-30",
            },
        ],
    }


def field(part: str, path: str, value: str) -> dict:
    return {"part": part, "path": path, "value": value}


def test_the_code_holds_the_stable_address_on_a_white_ground() -> None:
    def modules(url: str) -> str:
        return etree.fromstring(badges.code(url)).find("{*}path").get("d")

    drawn = etree.fromstring(badges.code("https://a.example/"))
    assert drawn.find("{*}rect").get("fill") == "white"
    assert modules("https://a.example/") == modules("https://a.example/")
    assert modules("https://a.example/") != modules("https://b.example/")
