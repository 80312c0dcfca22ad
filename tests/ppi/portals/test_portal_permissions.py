import pytest
from django.contrib.auth.models import AnonymousUser

from ppi.portals.choices import Role
from ppi.portals.models import PortalRole
from ppi.portals.permissions import may_administer, may_moderate

pytestmark = pytest.mark.django_db


def test_a_moderator_moderates_their_own_portal_and_no_other(
    denmark, latvia, moderator_of_denmark
) -> None:
    assert may_moderate(moderator_of_denmark, denmark)
    assert may_moderate(moderator_of_denmark, latvia).reason == (
        "Only moderators of this portal may do that."
    )
    assert not may_administer(moderator_of_denmark, denmark)


def test_an_administrator_moderates_too(denmark, stranger) -> None:
    PortalRole.objects.create(portal=denmark, user=stranger, role=Role.ADMINISTRATOR)

    assert may_moderate(stranger, denmark)
    assert may_administer(stranger, denmark)


def test_nobody_moderates_outside_a_portal_or_without_an_account(
    denmark, moderator_of_denmark, stranger
) -> None:
    assert not may_moderate(moderator_of_denmark, None)
    assert not may_moderate(AnonymousUser(), denmark)
    assert not may_moderate(stranger, denmark)
