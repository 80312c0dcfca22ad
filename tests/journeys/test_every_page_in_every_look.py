"""Each kind of public page: in the portals' languages, in the dark, on a small phone, on paper.

The normal run opens each page once and takes a few through all looks; `slow` walks through all.
"""

from itertools import cycle

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

# The language of a portal, and a portal that speaks it.
PORTALS = {"da": "dk", "lt": "lt", "sv": "skane", "en": "dk"}
TENDER = "opportunities/havneby-gadelys-udbud/"
COMPANY = "companies/upes-ziburys/"
CASE = "cases/havneby-madspild/"
LESSON = "courses/first-innovative-purchase/lessons/from-need-to-purchase/"
# A page with tables wider than a phone.
GUIDE = "library/thresholds-2026-2027/"
PAGES = [
    "",
    "opportunities/",
    TENDER,
    "companies/",
    COMPANY,
    f"{COMPANY}products/takas/",
    "cases/",
    CASE,
    "courses/",
    "courses/first-innovative-purchase/",
    LESSON,
    "courses/first-innovative-purchase/quiz/",
    "library/",
    GUIDE,
    "events/",
    "events/havneby-lystur/",
    "search/?q=light",
    "search/?q=nothingatallishere",
    "assistant/",
    "rules/?value=300000&currency=EUR&lots=200000%0A70000&urgent=on",
    "procedures/",
    "procedures/restricted/",
    "organisations/havneby-kommune/",
    "portal/legal/terms/",
    "portal/legal/accessibility/",
    "account/signup/",
    "account/password/reset/",
]
WIDE, NARROW, PAPER = {"width": 1280}, {"width": 320, "height": 640}, {"width": 718}
LOOKS = {
    "light": WIDE,
    "dark": WIDE | {"color_scheme": "dark"},
    "narrow": NARROW,
    "narrow-dark": NARROW | {"color_scheme": "dark"},
    "print": PAPER,
    "high-contrast": WIDE | {"forced_colors": "active"},
}


def comes(visitor, look: str):
    reader = visitor(**LOOKS[look])
    if look == "print":
        reader.page.emulate_media(media="print")
    return reader


def address(language: str, page: str) -> str:
    return f"/p/{PORTALS[language]}/{language}/{page}"


def walks(reader, addresses: list[str]) -> None:
    for path in addresses:
        reader.opens(path)
        reader.fits_the_screen()


def test_each_kind_of_page_is_sound_in_one_of_the_languages(visitor) -> None:
    languages = cycle(PORTALS)
    walks(comes(visitor, "light"), [address(next(languages), page) for page in PAGES])


@pytest.mark.parametrize("look", [look for look in LOOKS if look != "light"])
def test_lists_and_long_pages_are_sound_in_every_look(visitor, look) -> None:
    pages = ["", "opportunities/", TENDER, COMPANY, CASE, GUIDE]
    walks(comes(visitor, look), [address("en", page) for page in pages])


def test_paper_carries_the_text_and_no_controls(visitor) -> None:
    reader = comes(visitor, "print")
    reader.opens(address("en", TENDER))
    reader.sees("Havneby har brug for, at gadelyset dæmpes")
    for control in (".site-nav", ".site-search", "main .ds-button", ".site-footer__links"):
        assert not reader.page.locator(control).first.is_visible(), control


def test_what_is_not_there_says_so_in_the_readers_language(visitor) -> None:
    reader = comes(visitor, "narrow")
    for language in PORTALS:
        reader.finds_nothing_at(address(language, "cases/never-told/"))
        reader.fits_the_screen()


def test_the_front_door_lets_choose_a_portal(visitor) -> None:
    reader = comes(visitor, "light")
    reader.opens("/en/portals/")
    reader.follows("PPI Lithuania")
    reader.sees("Public buyers in Lithuania")


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", PORTALS)
def test_every_page_is_sound_in_every_language_and_look(visitor, language, look) -> None:
    walks(comes(visitor, look), [address(language, page) for page in PAGES])
