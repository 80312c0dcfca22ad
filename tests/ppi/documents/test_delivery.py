"""A file leaves so that no browser runs it, with its name, and only to who may have it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils.http import http_date
from lxml import html

from ppi.documents.delivery import disposition
from ppi.documents.models import Document
from ppi.documents.services import remove
from ppi.moderation import services as moderation
from tenders import services as tenders
from tenders.models import Opportunity
from tests.ppi.documents import made
from tests.tenders.written import submission_of

ROOM = "/p/dk/en/opportunities/"


def address_of(document: Document) -> str:
    return f"{ROOM}{document.subject.slug}/documents/{document.pk}/"


@pytest.fixture
def public(draft, buyer_of_havneby, moderator_of_denmark):
    """Publishes the draft."""

    def public() -> None:
        tenders.submit(draft, by=buyer_of_havneby)
        moderation.publish(submission_of(draft), by=moderator_of_denmark)

    return public


def test_it_leaves_as_a_file_to_be_saved(attach, as_user, buyer_of_havneby) -> None:
    document = attach("Tegning 1.pdf")

    response = as_user(buyer_of_havneby).get(address_of(document))

    expected = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(made.PDF)),
        "Content-Disposition": 'attachment; filename="Tegning 1.pdf"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "ETag": f'"{document.sha256}"',
        "Last-Modified": http_date(document.uploaded_at.timestamp()),
    }
    assert b"".join(response.streaming_content) == made.PDF
    assert {name: response[name] for name in expected} == expected


def test_a_page_that_is_dressed_as_text_is_not_run(attach, as_user, buyer_of_havneby) -> None:
    document = attach("page.txt", b"<script>alert(document.domain)</script>")

    response = as_user(buyer_of_havneby).get(address_of(document))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.pdf", 'attachment; filename="plan.pdf"'),
        (
            "Tegning æøå.pdf",
            "attachment; filename=\"Tegning __a.pdf\"; "
            "filename*=UTF-8''Tegning%20%C3%A6%C3%B8%C3%A5.pdf",
        ),
        ("図面.pdf", "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E5%9B%B3%E9%9D%A2.pdf"),
        ("100%.pdf", "attachment; filename=\"100_.pdf\"; filename*=UTF-8''100%25.pdf"),
        # Never kept like that; but a header must not be broken by what a row says.
        (
            'a"\\\r\nSet-Cookie: x.pdf',
            "attachment; filename=\"a____Set-Cookie: x.pdf\"; "
            "filename*=UTF-8''a%22%5C%0D%0ASet-Cookie%3A%20x.pdf",
        ),
        ("a'(b)*;c.pdf", "attachment; filename=\"a'(b)*;c.pdf\""),
    ],
)  # fmt: skip
def test_its_name_is_said_for_old_and_for_new_programs(name, header) -> None:
    assert disposition(name) == header
    if "filename*" in header:
        assert unquote(header.partition("''")[2]) == name


def test_a_visitors_copy_is_asked_about_each_time(attach, public, as_user) -> None:
    document = attach()
    public()
    visitor = as_user(None)
    first = visitor.get(address_of(document))

    same = visitor.get(address_of(document), headers={"If-None-Match": first["ETag"]})
    since = {"If-Modified-Since": first["Last-Modified"]}
    unmodified = visitor.get(address_of(document), headers=since)
    other = visitor.get(address_of(document), headers={"If-None-Match": '"another"'})
    old = {"If-Modified-Since": http_date(datetime(2020, 1, 1, tzinfo=UTC).timestamp())}

    assert (first.status_code, first["Cache-Control"]) == (200, "no-cache")
    for response in (same, unmodified):
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == first["ETag"]
    assert other.status_code == 200
    assert visitor.get(address_of(document), headers=old).status_code == 200


def test_head_says_the_same_without_the_file(attach, as_user, buyer_of_havneby) -> None:
    document = attach()
    browser = as_user(buyer_of_havneby)

    head, whole = browser.head(address_of(document)), browser.get(address_of(document))

    assert head.headers == whole.headers
    assert b"".join(head.streaming_content) == b""


def test_a_copy_is_not_good_any_more_when_the_file_is_withdrawn(
    attach, public, as_user, draft, buyer_of_havneby
) -> None:
    document = attach()
    public()
    visitor = as_user(None)
    tag = visitor.get(address_of(document))["ETag"]
    fresh = Opportunity.objects.everywhere("the test looks again").get(pk=draft.pk)
    tenders.withdraw(fresh, reason="A mistake.", by=buyer_of_havneby)

    again = visitor.get(address_of(document), headers={"If-None-Match": tag})

    assert again.status_code == 404


def test_earlier_versions_are_read_once_they_were_public(
    attach, public, as_user, buyer_of_havneby
) -> None:
    never_public = attach("a.txt", b"one")
    was_public = attach("a.txt", b"two")
    buyer = as_user(buyer_of_havneby)
    assert buyer.get(address_of(never_public)).status_code == 200
    public()
    visitor = as_user(None)

    assert visitor.get(address_of(never_public)).status_code == 404
    assert visitor.get(address_of(was_public)).status_code == 200


def test_what_is_removed_is_not_found(attach, as_user, buyer_of_havneby) -> None:
    document = attach()
    remove(document, by=buyer_of_havneby)

    assert as_user(buyer_of_havneby).get(address_of(document)).status_code == 404


def test_a_file_that_the_disk_has_lost_is_not_found_and_logged(
    attach, as_user, buyer_of_havneby, caplog
) -> None:
    document = attach()
    default_storage.delete(document.file.name)

    assert as_user(buyer_of_havneby).get(address_of(document)).status_code == 404
    assert f"The file of document {document.pk} is missing" in caplog.text


@pytest.mark.parametrize("place", ["edit/documents/", ""])
def test_markup_in_a_name_is_shown_and_never_run(
    attach, draft, as_user, buyer_of_havneby, place
) -> None:
    """No upload makes such a row; a restored or imported one might."""
    name = '"><img src=x onerror=alert(1)>&.pdf'
    Document.objects.ever_of(draft).filter(pk=attach("x.pdf").pk).update(name=name)
    first = attach("A&B <i>.txt", b"1")
    second = attach("A&B <i>.txt", b"2")

    page = as_user(buyer_of_havneby).get(f"{ROOM}{draft.slug}/{place}").content.decode()

    assert "<img src=x" not in page
    shown = html.fromstring(page).text_content()
    assert name in shown
    assert "A&B _i_.txt" in shown
    assert ("Version 1 of A&B _i_.txt" in shown) is (place == "")
    assert (address_of(first) in page) is (place == "")
    assert address_of(second) in page


@override_settings(PPI_UPLOAD_LIMIT_MB=7)
def test_the_field_says_what_it_takes(draft, as_user, buyer_of_havneby) -> None:
    page = as_user(buyer_of_havneby).get(f"{ROOM}{draft.slug}/edit/documents/").content

    [field] = html.fromstring(page).xpath("//input[@type='file']")
    assert field.get("accept") == ".pdf,.docx,.xlsx,.odt,.ods,.png,.jpg,.jpeg,.txt,.csv"
    assert b"PDF, DOCX, XLSX, ODT, ODS, PNG, JPG, TXT or CSV, at most 7 MB." in page


def test_a_refused_file_leaves_what_was_typed(draft, as_user, buyer_of_havneby) -> None:
    typed = {
        "official_url": "https://notices.example/1",
        "files": made.upload("a.exe", b"MZ"),
    }

    response = as_user(buyer_of_havneby).post(f"{ROOM}{draft.slug}/edit/documents/", typed)

    page = html.fromstring(response.content)
    shown = {field.get("name"): field.get("value") for field in page.xpath("//main//input")}
    assert "«a.exe» cannot be taken" in response.content.decode()
    assert {name: shown[name] for name in typed if name != "files"} == {
        name: value for name, value in typed.items() if name != "files"
    }
