"""The buyer of Havneby at the pages on which an opportunity is written."""

from __future__ import annotations

import pytest
from django.test import Client

from tenders import services
from tenders.models import Opportunity

ROOM = "/p/dk/en/opportunities/"


@pytest.fixture
def browser(facts, buyer_of_havneby, as_user) -> Client:
    return as_user(buyer_of_havneby)


@pytest.fixture
def begun(facts, havneby, buyer_of_havneby) -> Opportunity:
    """A draft of which only the first page was filled in."""
    return services.start(havneby, by=buyer_of_havneby, kind="call", title="Light", language="en")


@pytest.fixture
def send(browser, begun):
    """Fill in one page of the draft."""

    def send(step: str, fields: dict):
        return browser.post(f"{ROOM}{begun.slug}/edit/{step}/", fields)

    return send
