"""Which verb of opportunities is for whom: every role tries every verb."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import Role
from tenders import services
from tenders.models import Opportunity
from tests.conftest import member, person
from tests.tenders.written import draft, published, submitted

WRITERS = {"owner", "editor"}
MODERATORS = {"moderator"}
VERBS = {
    "start": WRITERS,
    "edit": WRITERS,
    "submit": WRITERS,
    "take_back": WRITERS,
    "publish": MODERATORS,
    "send_back": MODERATORS,
    "withdraw": WRITERS,
    "remove": MODERATORS,
}


@pytest.fixture
def editor_of_havneby(havneby):
    return member(person("editor@havneby.example", "The editor of Havneby"), havneby, Role.EDITOR)


@pytest.fixture
def people(
    facts, buyer_of_havneby, editor_of_havneby, reader_of_havneby, buyer_of_jarvikunta,
    seller_of_upenai, moderator_of_denmark, moderator_of_latvia, stranger,
) -> dict:  # fmt: skip
    return {
        "owner": buyer_of_havneby,
        "editor": editor_of_havneby,
        "reader": reader_of_havneby,
        "owner of another": buyer_of_jarvikunta,
        "seller": seller_of_upenai,
        "moderator": moderator_of_denmark,
        "moderator of another": moderator_of_latvia,
        "stranger": stranger,
        "visitor": AnonymousUser(),
    }


def ready_for(verb: str, havneby, people: dict) -> Opportunity | None:
    """An opportunity in the state in which the verb is possible."""
    if verb == "start":
        return None
    if verb in ("edit", "submit"):
        return draft(havneby, people["owner"])
    if verb in ("withdraw", "remove"):
        return published(havneby, people["owner"], people["moderator"])
    return submitted(havneby, people["owner"])


def attempt(verb: str, opportunity: Opportunity | None, havneby, by) -> None:
    if verb == "start":
        services.start(havneby, by=by, kind="call", title="New", language="en")
    elif verb == "edit":
        services.edit(opportunity, by=by, title="Changed")
    elif verb in ("send_back", "remove", "withdraw"):
        getattr(services, verb)(opportunity, "A reason.", by=by)
    else:
        getattr(services, verb)(opportunity, by=by)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_for_those_who_may_and_nobody_else(verb, people, havneby) -> None:
    able = set()
    for role, who in people.items():
        opportunity = ready_for(verb, havneby, people)
        before = list(Opportunity.objects.everywhere("a test").values())
        try:
            attempt(verb, opportunity, havneby, who)
            able.add(role)
        except Refused:
            assert list(Opportunity.objects.everywhere("a test").values()) == before

    assert able == VERBS[verb]


def test_a_supplier_posts_no_needs_and_is_told_why(upes_ziburys, seller_of_upenai) -> None:
    with pytest.raises(Refused, match="Only public buyers and those who act for them"):
        services.start(upes_ziburys, by=seller_of_upenai, kind="call", title="T", language="en")
