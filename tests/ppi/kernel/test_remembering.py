"""While a page is read its reader's roles are asked for once; then they are forgotten."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.accounts.models import User
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership
from ppi.organisations.permissions import has_role
from ppi.portals.permissions import may_moderate
from tests.tenders.written import published

ROLES = {"organisations_membership": "organisation_id", "portals_portalrole": "portal_id"}


def questions(captured: CaptureQueriesContext) -> list[str]:
    """Queries for the role of one person in one organisation or portal."""
    rows = (query["sql"] for query in captured)
    return [
        sql
        for sql in rows
        for table, column in ROLES.items()
        if f'FROM "{table}" WHERE' in sql and f'"{table}"."{column}" =' in sql
    ]


@pytest.fixture
def page(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> str:
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    return f"/p/dk/en/opportunities/{call.slug}/"


def test_a_page_asks_once_for_each_role(page, as_user, buyer_of_havneby) -> None:
    browser = as_user(buyer_of_havneby)

    with CaptureQueriesContext(
        connection,
    ) as captured:
        shown = browser.get(page)

    assert shown.context["is_own"]
    asked = questions(captured)
    assert len(asked) == len(set(asked))
    assert 1 <= len(asked) <= 2


def test_the_next_page_knows_the_new_role(page, as_user, havneby, buyer_of_havneby) -> None:
    browser, own = as_user(buyer_of_havneby), Membership.objects.managed_by(havneby)
    assert browser.get(page).context["is_own"]

    own.update(role=Role.READER)

    assert "is_own" not in browser.get(page).context


def test_where_something_may_change_the_role_is_asked_anew(
    page, as_user, havneby, buyer_of_havneby
) -> None:
    """One leaves an organisation, and the same request knows that one is no longer in it."""
    own = Membership.objects.managed_by(havneby).get(user=buyer_of_havneby)
    owner = User.objects.create_user("second@havneby.example", "a-long-test-password")
    Membership.objects.managed_by(havneby).create(organisation=havneby, user=owner, role=Role.OWNER)

    address = f"/p/dk/en/organisations/havneby/members/{own.pk}/remove/"
    left = as_user(buyer_of_havneby).post(address)

    assert left["Location"] == "/p/dk/en/organisations/"


def test_outside_a_page_nothing_is_remembered(
    havneby, buyer_of_havneby, denmark, moderator_of_denmark
) -> None:
    assert has_role(buyer_of_havneby, havneby, Role.OWNER)
    assert may_moderate(moderator_of_denmark, denmark)

    Membership.objects.managed_by(havneby).update(role=Role.READER)
    moderator_of_denmark.portal_roles.all().delete()

    assert not has_role(buyer_of_havneby, havneby, Role.OWNER)
    assert has_role(buyer_of_havneby, havneby)
    assert not may_moderate(moderator_of_denmark, denmark)
