"""Products for other systems: what moderators let through, to be read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.documents.models import Document
from profiles import files, products, revisions
from profiles.models import Product
from tests.profiles.written import LAMP, picture

LIST = "/api/v1/products/"


@pytest.fixture
def pictured(lamp, seller_of_upenai, moderator_of_denmark) -> Product:
    """The lamp with a picture, a test report and a price."""
    by = seller_of_upenai
    products.edit(lamp, by=by, price_amount="640.00", price_currency="EUR", price_unit="piece")
    files.add_picture(lamp, picture("takas.png"), "Lempa prie tako", by=by)
    files.add_document(lamp, SimpleUploadedFile("report.txt", b"It holds."), by=by)
    revisions.submit(lamp, by=by)
    revisions.publish(revisions.open_revision(lamp), by=moderator_of_denmark)
    return lamp


def names(client, query: str = "") -> list[str]:
    return [row["name"] for row in client.get(LIST + query).json()["results"]]


def test_a_product_is_told_with_its_company_its_price_and_its_files(pictured, client) -> None:
    [row] = client.get(LIST).json()["results"]

    assert {key: row[key] for key in LAMP} == LAMP
    assert (row["price_amount"], row["price_currency"], row["price_unit"]) == (
        "640.00", "EUR", "piece",
    )  # fmt: skip
    assert (row["company"]["slug"], row["portal"], row["market_stage"]) == (
        "upes-ziburys", "dk", "",
    )  # fmt: skip
    page = "/p/dk/en/companies/upes-ziburys/"
    assert row["url"].endswith(f"{page}products/zingsnis/")
    shown, paper = (
        Document.objects.of(pictured).get(name=name) for name in ("takas.png", "report.txt")
    )
    [image], [document] = row["pictures"], row["documents"]
    assert (image["name"], image["alt"]) == ("takas.png", "Lempa prie tako")
    assert image["url"].endswith(f"{page}files/{shown.pk}/")
    assert (document["name"], document["bytes"]) == ("report.txt", 9)
    assert document["url"].endswith(f"{page}files/{paper.pk}/")
    assert client.get(f"{LIST}{pictured.pk}/").json() == row
    assert "self_test" not in row


def test_what_no_moderator_has_read_is_not_told(draft, lamp, seller_of_upenai, client) -> None:
    products.edit(lamp, by=seller_of_upenai, name="Canary", evidence="Canary")
    files.add_picture(lamp, picture("canary.png"), "Canary", by=seller_of_upenai)
    hidden = products.add(lamp.profile, by=seller_of_upenai, **(LAMP | {"name": "Canary"}))

    assert names(client) == [LAMP["name"]]
    assert "anary" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{hidden.pk}/").status_code == 404


def test_narrows_by_portal_country_stage_and_the_search_for_a_first_buyer(
    lamp, elsewhere, seller_of_upenai, client
) -> None:
    sold = {"trl": None, "market_stage": "first", "seeking_first_buyer": False}
    Product.objects.create(
        profile=elsewhere, slug="tukki", status="published", name="Tukki", problem="Pimeää.",
        language="fi", **sold,
    )  # fmt: skip

    assert names(client) == ["Tukki", "Žingsnis"]
    assert names(client, "?portal=dk") == ["Žingsnis"]
    assert names(client, "?country=FI") == ["Tukki"]
    assert names(client, "?stage=first") == ["Tukki"]
    assert names(client, "?stage=trl-7") == ["Žingsnis"]
    assert names(client, "?stage=trl-6") == []
    assert names(client, "?seeking_first_buyer=yes") == ["Žingsnis"]
    for wrong in ("stage=trl-10", "seeking_first_buyer=no", "country=%00"):
        answer = client.get(f"{LIST}?{wrong}")
        assert [error["field"] for error in answer.json()["errors"]] == [wrong.partition("=")[0]]


def test_pages_are_read_by_as_many_queries_however_many_products_they_hold(
    pictured, seller_of_upenai, client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(LIST).status_code == 200
        return len(found)

    few = queries()
    for number in range(8):
        Product.objects.create(
            profile=pictured.profile, slug=f"p-{number}", status="published", name="Another",
            problem="Dark.", language="en",
        )  # fmt: skip

    assert (queries(), len(names(client))) == (few, 9)
    first = client.get(f"{LIST}?page_size=5").json()
    assert len(first["results"]) == 5
    assert len(client.get(first["next"]).json()["results"]) == 4
