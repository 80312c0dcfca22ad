"""A logo: a picture of a sane size, shown to everybody while its profile is public."""

from __future__ import annotations

import pytest

from ppi.documents.models import Document
from ppi.kernel.verdicts import Refused
from profiles import logos
from profiles.models import Logo
from tests.ppi.documents.made import png, upload

PAGE = "/p/dk/en/companies/upes-ziburys/"
FILE, DESK = f"{PAGE}logo", f"{PAGE}edit/logo/"


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_a_logo_stands_on_the_page_and_is_replaced_and_taken_off(
    published, as_user, seller_of_upenai
) -> None:
    browser, visitor = as_user(seller_of_upenai), as_user(None)
    for size in (64, 128):
        assert (
            browser.post(DESK, {"logo": upload("Ženklas.PNG", png(size, size))}).status_code == 302
        )
        assert body(visitor.get(FILE)) == png(size, size)
    shown = visitor.get(FILE)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "Logo of Upės žiburys" in visitor.get(PAGE).content.decode()
    [logo] = Logo.objects.of(published)
    assert (logo.width, logo.height) == (128, 128)

    browser.post(f"{DESK}take-off/")
    assert visitor.get(FILE).status_code == 404
    assert "Logo of" not in visitor.get(PAGE).content.decode()
    assert not Logo.objects.of(published).exists()


def test_the_logo_of_a_draft_is_for_its_writers(draft, as_user, seller_of_upenai, stranger) -> None:
    logos.put_up(draft, upload("logo.png", png(64, 64)), by=seller_of_upenai)

    assert as_user(seller_of_upenai).get(FILE).status_code == 200
    for who in (None, stranger):
        assert as_user(who).get(FILE).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("logo.svg", b"<svg/>", "Use a PNG or JPG picture for the logo."),
        ("logo.png", b"MZ" + b"x" * 99, "logo.png"),
        ("logo.jpg", png(64, 64), "logo.jpg"),
        ("bomb.png", png(30_000, 30_000), "bomb.png|30000 × 30000"),
        ("wide.png", png(3_001, 64), "The logo has 3001 × 64 pixels"),
        ("tiny.png", png(2, 2), "The logo has 2 × 2 pixels"),
        ("big.png", png(64, 64) + b"x" * 2_100_000, "The logo is too large: it may have 2 MB."),
    ],
)
def test_what_is_no_picture_that_can_be_shown_is_refused(
    draft, seller_of_upenai, name, content, sentence
) -> None:
    with pytest.raises(Refused, match=sentence):
        logos.put_up(draft, upload(name, content), by=seller_of_upenai)
    assert not Logo.objects.of(draft).exists()
    assert not Document.objects.everywhere("the test looks").exists()


def test_strangers_may_not_change_it(published, buyer_of_havneby, as_user) -> None:
    with pytest.raises(Refused):
        logos.put_up(published, upload("logo.png", png(64, 64)), by=buyer_of_havneby)
    for address in (DESK, f"{DESK}take-off/"):
        assert as_user(buyer_of_havneby).post(address).status_code == 404
