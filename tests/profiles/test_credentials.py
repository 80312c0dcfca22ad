"""Certificates, references and claims: dated, told by somebody, and never a claim without proof."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import Role
from profiles import credentials
from profiles.models import Credential
from tests.conftest import member, person

PAGE = "/p/dk/en/companies/upes-ziburys/"
DESK = f"{PAGE}edit/credentials/"
ISO = {
    "scheme": "iso-14001",
    "title": "Aplinkos vadyba gamykloje",
    "said_by": "Bureau Sertifikatas",
    "number": "LT-14001-77",
    "since": date(2024, 5, 1),
    "until": date(2027, 4, 30),
    "url": "https://sertifikatas.example/77",
}
CLAIM = {"title": "EN 301 549", "url": "https://ziburys.example/a11y.pdf", "text": "Programėlė."}


def text(response) -> str:
    return response.content.decode()


def kept(profile) -> list[str]:
    return [row.title for row in Credential.objects.of(profile).order_by("pk")]


def test_a_certificate_stands_on_the_page_with_who_issued_it_and_its_dates(
    published, seller_of_upenai, as_user
) -> None:
    credentials.add(published, "certificate", by=seller_of_upenai, **ISO)

    html = text(as_user(None).get(PAGE))
    for said in (
        "Certificates", "ISO 14001: environmental management", ISO["title"], ISO["said_by"],
        ISO["number"], "since 1 May 2024", "valid until 30 April 2027", ISO["url"],
    ):  # fmt: skip
        assert said in html, said
    newest = audit.trail(published)[0]
    assert (newest.action, newest.detail) == (
        "credential.added",
        {"kind": "certificate", "title": ISO["title"]},
    )


def test_an_expired_one_says_so_and_is_not_found_by_its_standard(
    published, seller_of_upenai, as_user
) -> None:
    def found() -> bool:
        return "Upės žiburys" in text(visitor.get("/p/dk/en/companies/?certificate=iso-14001"))

    visitor = as_user(None)
    row = credentials.add(published, "certificate", by=seller_of_upenai, **ISO)
    assert found()

    credentials.edit(row, by=seller_of_upenai, until=date(2025, 4, 30))
    assert "Expired on 30 April 2025" in text(visitor.get(PAGE))
    assert not found()


def test_a_claim_names_its_proof_and_who_examined_it_or_nobody(
    published, seller_of_upenai, as_user
) -> None:
    credentials.add(published, "accessibility", by=seller_of_upenai, **CLAIM)

    html = text(as_user(None).get(PAGE))
    assert "said by themselves" in html
    assert CLAIM["url"] in html
    without = CLAIM | {"url": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        credentials.add(published, "sustainability", by=seller_of_upenai, **without)
    answer = as_user(seller_of_upenai).post(f"{DESK}new/sustainability/", without)
    assert "This field is required." in text(answer)
    assert kept(published) == [CLAIM["title"]]


def test_a_reference_leads_to_its_case_here_and_elsewhere_to_a_page(
    published, seller_of_upenai, as_user
) -> None:
    def reference(title: str, url: str) -> None:
        facts = {"title": title, "said_by": "Havneby Kommune", "url": url}
        credentials.add(published, "reference", by=seller_of_upenai, **facts)

    reference("Here", "http://testserver/p/dk/da/cases/lys-i-havneby/")
    reference("Elsewhere", "https://elsewhere.example/da/cases/lys-i-havneby/")
    html = text(as_user(None).get(PAGE))

    assert html.count("Read the case") == 1
    assert (
        html.index("Elsewhere")
        < html.index("Read it<")
        < html.index("Here")
        < html.index("Read the case")
    )


def test_is_written_changed_and_deleted_on_its_pages(draft, as_user, seller_of_upenai) -> None:
    browser = as_user(seller_of_upenai)
    typed = ISO | {"since": "2024-05-01", "until": "2027-04-30"}
    wrong = browser.post(f"{DESK}new/certificate/", typed | {"until": "2023-01-01"})
    assert "It ends before it begins." in text(wrong)
    assert kept(draft) == []

    assert browser.post(f"{DESK}new/certificate/", typed)["Location"] == DESK
    [row] = Credential.objects.of(draft)
    assert {name: getattr(row, name) for name in ISO} == ISO
    assert (row.kind, row.language, row.version) == ("certificate", "lt", 1)

    address = f"{DESK}{row.pk}/"
    assert browser.post(address, typed | {"title": "Naujas vardas"})["Location"] == DESK
    row.refresh_from_db()
    assert (row.title, row.version) == ("Naujas vardas", 2)
    assert "Naujas vardas" in text(browser.get(DESK))

    assert browser.post(f"{address}delete/")["Location"] == DESK
    assert kept(draft) == []
    assert browser.get(address).status_code == 404


def test_only_writers_of_this_organisation_may(
    published, upes_ziburys, seller_of_upenai, stranger, buyer_of_havneby, as_user
) -> None:
    row = credentials.add(published, "accessibility", by=seller_of_upenai, **CLAIM)
    reader = member(person("reader@upes.example", "Reader"), upes_ziburys, Role.READER)
    for who, status in ((stranger, 404), (buyer_of_havneby, 404), (reader, 403)):
        browser = as_user(who)
        for address in (DESK, f"{DESK}{row.pk}/", f"{DESK}new/certificate/"):
            assert browser.get(address).status_code == status, (who, address)
        assert browser.post(f"{DESK}{row.pk}/delete/").status_code == status
    assert kept(published) == [CLAIM["title"]]


def test_there_is_an_end_to_them(published, seller_of_upenai, monkeypatch) -> None:
    monkeypatch.setattr(credentials, "MOST", 1)
    credentials.add(published, "accessibility", by=seller_of_upenai, **CLAIM)

    with pytest.raises(Refused, match="A profile shows at most 1 certificates, references"):
        credentials.add(published, "certificate", by=seller_of_upenai, **ISO)
    assert kept(published) == [CLAIM["title"]]
