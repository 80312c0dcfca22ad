"""What a link to a page says of it where somebody pastes it: the page's own title."""

from __future__ import annotations

import pytest
from lxml import html

PAGES = {
    "": ("Home · PPI Denmark", "PPI Denmark"),
    "opportunities/": ("Opportunities · PPI Denmark", "Opportunities"),
    "companies/": ("Companies · PPI Denmark", "Companies"),
    "cases/": ("Cases · PPI Denmark", "Cases"),
    "courses/": ("Courses · PPI Denmark", "Courses"),
    "library/": ("Library · PPI Denmark", "Library"),
    "events/": ("Events · PPI Denmark", "Events"),
    "procedures/": ("Procedures · PPI Denmark", "Procedures"),
    "search/?q=%22a%22": ('"a" · Search · PPI Denmark', '"a" · Search'),
    "organisations/havneby/": ("Havneby & <Søn> · PPI Denmark", "Havneby & <Søn>"),
}


@pytest.mark.parametrize("path", PAGES)
def test_a_preview_says_the_pages_own_title(facts, havneby, client, path) -> None:
    havneby.name = "Havneby & <Søn>"
    havneby.save()

    tree = html.fromstring(client.get(f"/p/dk/en/{path}").text)

    told = tree.findtext(".//title"), *tree.xpath("//meta[@property='og:title']/@content")
    assert told == PAGES[path]
