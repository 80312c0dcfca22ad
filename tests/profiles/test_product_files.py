"""Pictures with words for who cannot see them, and documents."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ppi.documents.models import Document
from profiles import files, revisions
from profiles.models import Product
from tests.profiles.written import LAMP, picture, reloaded

EDIT = "/p/dk/en/companies/upes-ziburys/edit/"
PAGE = "/p/dk/en/companies/upes-ziburys/products/zingsnis/"
FILES = f"{EDIT}products/zingsnis/files/"


@pytest.fixture
def desk(as_user, seller_of_upenai):
    return as_user(seller_of_upenai)


@pytest.fixture
def unread(draft) -> Product:
    """The lamp, which no moderator has read yet."""
    return Product.objects.of(draft).get(name=LAMP["name"])


def named(holder) -> list[str]:
    return list(Document.objects.of(holder).values_list("name", flat=True))


def text(response) -> str:
    return response.content.decode()


def test_a_picture_is_shown_with_its_words_after_a_moderator_has_seen_it(
    desk, lamp, as_user, seller_of_upenai, moderator_of_denmark
) -> None:
    visitor = as_user(None)
    answer = desk.post(FILES, {"picture": picture("takas.png"), "alt": "Lempa prie tako"})
    assert answer["Location"] == FILES
    revision = revisions.open_revision(lamp)
    [waiting] = Document.objects.of(revision)
    unread = f"/p/dk/en/companies/upes-ziburys/files/{waiting.pk}/"
    assert (named(lamp), "takas.png" in text(visitor.get(PAGE))) == ([], False)
    assert [one.get(unread).status_code for one in (visitor, desk)] == [404, 200]

    revisions.submit(lamp, by=seller_of_upenai)
    moderator = as_user(moderator_of_denmark)
    preview = text(moderator.get("/p/dk/en/moderation/"))
    assert "takas.png: Lempa prie tako" in preview
    assert moderator.get(unread).status_code == 200
    revisions.publish(revisions.open_revision(lamp), by=moderator_of_denmark)

    [shown] = Document.objects.of(lamp)
    page = text(visitor.get(PAGE))
    assert 'alt="Lempa prie tako"' in page
    address = f"/p/dk/en/companies/upes-ziburys/files/{shown.pk}/"
    assert address in page
    assert visitor.get(address)["Content-Type"] == "image/png"


def test_before_it_is_public_files_are_the_products_own(desk, unread, as_user) -> None:
    paper = SimpleUploadedFile("report.txt", b"It holds.")
    desk.post(FILES, {"picture": picture("a.png"), "alt": "Viena", "document": paper})

    assert named(unread) == ["a.png", "report.txt"]
    assert reloaded(unread).pictures == [{"name": "a.png", "alt": "Viena"}]
    [first, _report] = Document.objects.of(unread)
    assert (
        as_user(None).get(f"/p/dk/en/companies/upes-ziburys/files/{first.pk}/").status_code == 404
    )

    desk.post(f"{EDIT}products/zingsnis/pictures/1/", {"alt": "Lempa naktį"})
    assert reloaded(unread).pictures == [{"name": "a.png", "alt": "Lempa naktį"}]
    desk.post(f"{EDIT}files/{first.pk}/remove/")
    assert (named(unread), reloaded(unread).pictures) == (["report.txt"], [])


def test_a_picture_without_words_is_not_taken(desk, unread) -> None:
    page = text(desk.post(FILES, {"picture": picture("a.png"), "alt": " "}))

    assert "Write what is to be seen on the picture." in page
    assert named(unread) == []


BOMB = picture("bomb.png", wide=20_000, high=20_000)
UNFIT = {
    "too large a picture: it may have 40 million pixels": BOMB,
    "is no picture that can be shown: use PNG or JPG": SimpleUploadedFile("a.svg", b"<svg/>"),
    "is not what its name says": SimpleUploadedFile("a.png", b"GIF89a" + b"0" * 50),
    "a picture may have 5 MB": SimpleUploadedFile("b.png", b"\x89PNG\r\n\x1a\n" + b"0" * 6_000_000),
}


@pytest.mark.parametrize(("sentence", "upload"), UNFIT.items(), ids=list(UNFIT))
def test_what_is_no_picture_or_unpacks_to_a_flood_is_refused_at_its_field(
    desk, unread, sentence, upload
) -> None:
    upload.seek(0)
    page = text(desk.post(FILES, {"picture": upload, "alt": "Lempa"}))

    assert sentence in page
    assert (named(unread), reloaded(unread).pictures) == ([], [])


def test_a_product_shows_six_pictures_and_a_seventh_is_refused_whole(
    desk, unread, seller_of_upenai
) -> None:
    for number in range(files.MOST_PICTURES):
        files.add_picture(unread, picture(f"{number}.png"), "Lempa", by=seller_of_upenai)

    page = text(desk.post(FILES, {"picture": picture("seventh.png"), "alt": "Lempa"}))

    assert "A product shows at most 6 pictures." in page
    assert named(unread) == [f"{number}.png" for number in range(6)]


def test_a_colleague_of_another_company_adds_and_removes_nothing(
    desk, unread, as_user, buyer_of_havneby
) -> None:
    desk.post(FILES, {"picture": picture("a.png"), "alt": "Lempa"})
    [kept] = Document.objects.of(unread)
    other = as_user(buyer_of_havneby)

    added = other.post(FILES, {"picture": picture("b.png"), "alt": "Ne"})
    removed = other.post(f"{EDIT}files/{kept.pk}/remove/")

    assert (added.status_code, removed.status_code, named(unread)) == (404, 404, ["a.png"])


def test_two_hundred_languages_pasted_are_refused(desk, draft) -> None:
    pasted = [f"{first}{second}" for first in "abcdefghij" for second in "klmnopqrstuvwxyzabcd"]

    page = text(desk.post(f"{EDIT}section/languages/", {"languages": pasted}))

    assert len(pasted) == 200
    assert "Select a valid choice" in page
    assert reloaded(draft).languages == ["lt", "en"]
