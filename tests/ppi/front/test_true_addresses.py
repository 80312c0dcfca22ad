"""What several portals show is found by search engines under its own portal alone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.house.conftest import World

ROOMS = ["tenders", "profiles", "cases", "courses", "library", "network"]


@pytest.mark.parametrize("room", ROOMS)
def test_content_shown_elsewhere_names_its_own_portal(world: World, as_user, room) -> None:
    path = reverse(f"{room}:detail", args=[world.public[room][0]["slug"]]).removeprefix("/en/")

    page = as_user(None).get(f"/p/lv/da/{path}")

    home = "http://testserver/p/dk/{}/" + path
    alternates = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="(.*?)">', page.text)
    assert re.findall(r'<link rel="canonical" href="(.*?)">', page.text) == [home.format("da")]
    assert dict(alternates) == {
        **{code: home.format(code) for code in ("en", "da", "lv", "sv")},
        "x-default": home.format("en"),
    }
