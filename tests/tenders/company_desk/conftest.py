"""A call on the desk of a company, and the people who work there."""

from __future__ import annotations

import pytest
from django.test import Client

from ppi.organisations.choices import Role
from tenders.models import Opportunity, Pursuit
from tenders.services import pursuing
from tests.conftest import member, person
from tests.tenders.written import published


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def colleague(upes_ziburys):
    who = person("bids@upes-ziburys.example", "The bid writer of Upėnai")
    return member(who, upes_ziburys, Role.EDITOR)


@pytest.fixture
def reader(upes_ziburys):
    who = person("reads@upes-ziburys.example", "The reader of Upėnai")
    return member(who, upes_ziburys, Role.READER)


@pytest.fixture
def pursuit(call, upes_ziburys, seller_of_upenai) -> Pursuit:
    return pursuing.pursue(call, upes_ziburys, by=seller_of_upenai)


@pytest.fixture
def browser(seller_of_upenai, as_user) -> Client:
    return as_user(seller_of_upenai)
