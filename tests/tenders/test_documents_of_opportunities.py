"""Files of an opportunity: what they say they are, private until it is public."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from ppi.documents import services as documents
from ppi.documents.models import Document
from ppi.moderation import services as moderation
from tenders import services
from tenders.choices import Status
from tests.tenders.written import draft, reloaded, submission_of

ROOM = "/p/dk/en/opportunities/"
PDF = b"%PDF-1.7 a very short one\n%%EOF\n"
MEGABYTE = 1024 * 1024


def file(name: str, content: bytes = PDF, kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


@pytest.fixture
def opportunity(facts, havneby, buyer_of_havneby):
    return draft(havneby, buyer_of_havneby)


@pytest.fixture
def upload(opportunity, as_user, buyer_of_havneby):
    """Add a file on the form's page for documents."""
    browser = as_user(buyer_of_havneby)

    def upload(*sent: SimpleUploadedFile):
        return browser.post(f"{ROOM}{opportunity.slug}/edit/documents/", {"files": list(sent)})

    return upload


def names(opportunity) -> list[str]:
    return list(Document.objects.of(opportunity).values_list("name", flat=True))


def address_of(opportunity, name: str) -> str:
    return (
        f"{ROOM}{opportunity.slug}/documents/{Document.objects.of(opportunity).get(name=name).pk}/"
    )


def said(response) -> str:
    found = html.fromstring(response.content).xpath("//*[@id='id_files_error']")
    return " ".join(" ".join(place.text_content().split()) for place in found)


def archive(*members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as container:
        for member in members:
            container.writestr(member, "x")
    return content.getvalue()


def test_an_added_file_stands_on_the_page_and_can_be_removed(
    opportunity, upload, as_user, buyer_of_havneby
) -> None:
    response = upload(file("drawing.pdf"))

    assert response["Location"].endswith(f"/{opportunity.slug}/edit/documents/")
    browser = as_user(buyer_of_havneby)
    assert "drawing.pdf" in browser.get(response["Location"]).content.decode()
    address = address_of(opportunity, "drawing.pdf")
    assert browser.get(address).status_code == 200
    browser.post(f"{address}remove/")
    assert names(opportunity) == []
    assert browser.get(address).status_code == 404


def test_several_files_come_at_once_and_one_that_cannot_be_taken_does_not_stop_the_others(
    opportunity, upload
) -> None:
    response = upload(file("drawing.pdf"), file("program.exe", b"MZ"), file("map.pdf"))

    assert "cannot be taken" in said(response)
    assert sorted(names(opportunity)) == ["drawing.pdf", "map.pdf"]


def test_an_empty_file_is_named_and_does_not_stop_the_others_either(opportunity, upload) -> None:
    response = upload(file("drawing.pdf"), file("a.txt", b""), file("map.pdf"), file("b.txt", b""))

    assert "«a.txt» is empty." in said(response)
    assert "«b.txt» is empty." in said(response)
    assert sorted(names(opportunity)) == ["drawing.pdf", "map.pdf"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (("page.pdf", b"<html><script>alert(1)</script>"), "is not what its name says"),
        (("picture.png", PDF), "is not what its name says"),
        (("letter.docx", archive("other.xml")), "is not what its name says"),
        (("letter.docx", b"PK\x03\x04 cut off"), "is not what its name says"),
        (("list.csv", b"\x00\x01\x02\xff" * 50), "is not plain text in UTF-8"),
        (("program.exe", b"MZ"), "cannot be taken"),
        (("page.html", b"<script>"), "cannot be taken"),
        (("image.svg", b"<svg onload=alert(1)>"), "cannot be taken"),
        (("pdf", PDF), "cannot be taken"),
        (("drawing.pdf.exe", PDF), "cannot be taken"),
        (("drawing.pdf", PDF + b"x" * 20 * MEGABYTE), "is too large: a file may have 20 MB."),
        (("drawing.pdf", b""), "«drawing.pdf» is empty."),
    ],
    ids=lambda sent: sent[0] if isinstance(sent, tuple) else "",
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_a_sentence(
    opportunity, upload, sent, sentence
) -> None:
    response = upload(file(*sent))

    assert response.status_code in (200, 422)
    assert sentence in said(response)
    assert "<script>alert(1)" not in response.content.decode()
    assert names(opportunity) == []


def test_a_file_of_20_megabytes_is_taken(opportunity, upload) -> None:
    filling = b"x" * (20 * MEGABYTE - len(PDF))
    upload(file("drawing.pdf", PDF.replace(b"\n%%EOF", filling + b"\n%%EOF")))

    assert names(opportunity) == ["drawing.pdf"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\drawing.pdf", "drawing.pdf"),
        ("a" * 300 + ".pdf", "a" * 110 + ".pdf"),
        ("in\u202evoice.pdf", "invoice.pdf"),
    ],
)
def test_a_name_is_made_safe(opportunity, upload, client, sent, kept) -> None:
    upload(file(sent))

    [name] = names(opportunity)
    assert name == kept


def test_it_is_private_until_it_is_public_and_again_when_withdrawn(
    opportunity, as_user, client, buyer_of_havneby, reader_of_havneby, stranger,
    moderator_of_denmark, moderator_of_latvia,
) -> None:  # fmt: skip
    documents.attach(
        opportunity, file("d.pdf"), organisation=opportunity.organisation, by=buyer_of_havneby
    )
    address = address_of(opportunity, "d.pdf")

    def readers() -> list[str]:
        people = {
            "visitor": None,
            "stranger": stranger,
            "moderator of another": moderator_of_latvia,
            "reader": reader_of_havneby,
            "moderator": moderator_of_denmark,
        }
        return [n for n, who in people.items() if as_user(who).get(address).status_code == 200]

    insiders = ["reader", "moderator"]
    assert readers() == insiders
    services.submit(opportunity, by=buyer_of_havneby)
    assert readers() == insiders
    moderation.publish(submission_of(opportunity), by=moderator_of_denmark)
    assert readers() == ["visitor", "stranger", "moderator of another", *insiders]
    services.withdraw(opportunity, "We found another way.", by=buyer_of_havneby)
    assert reloaded(opportunity).status == Status.WITHDRAWN
    assert readers() == insiders


def test_it_is_delivered_so_that_no_browser_runs_it(opportunity, as_user, buyer_of_havneby) -> None:
    documents.attach(
        opportunity,
        file('Tegning "1".pdf'),
        organisation=opportunity.organisation,
        by=buyer_of_havneby,
    )
    address = f"{ROOM}{opportunity.slug}/documents/{Document.objects.of(opportunity).get().pk}/"

    response = as_user(buyer_of_havneby).get(address)

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_is_found_only_under_its_own_opportunity(
    opportunity, as_user, havneby, buyer_of_havneby
) -> None:
    other = draft(havneby, buyer_of_havneby, title="Another")
    attached = documents.attach(other, file("d.pdf"), organisation=havneby, by=buyer_of_havneby)
    browser = as_user(buyer_of_havneby)

    assert browser.get(f"{ROOM}{other.slug}/documents/{attached.pk}/").status_code == 200
    for pk in (attached.pk, 0, 2**63, 10**40):
        assert browser.get(f"{ROOM}{opportunity.slug}/documents/{pk}/").status_code == 404
        remove = browser.post(f"{ROOM}{opportunity.slug}/documents/{pk}/remove/")
        assert remove.status_code == 404
    assert names(other) == ["d.pdf"]
