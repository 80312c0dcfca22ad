"""Who may change accounts does not make themselves more than that."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from ppi.accounts.models import User

pytestmark = pytest.mark.django_db

NEW = {"password1": "another-long-password", "password2": "another-long-password"}


@pytest.fixture
def clerk(stranger) -> User:
    """An operator who may change accounts, and nothing else."""
    stranger.is_staff = True
    stranger.save()
    stranger.user_permissions.add(Permission.objects.get(codename="change_user"))
    return stranger


@pytest.fixture
def superuser(moderator_of_latvia) -> User:
    moderator_of_latvia.is_staff = moderator_of_latvia.is_superuser = True
    moderator_of_latvia.save()
    return moderator_of_latvia


def change_page(person: User) -> str:
    return "/p/dk" + reverse("admin:accounts_user_change", args=[person.pk])


def password_page(person: User) -> str:
    return "/p/dk" + reverse("admin:auth_user_password_change", args=[person.pk])


def powers_of(person: User) -> tuple:
    person.refresh_from_db()
    groups, permissions = person.groups.count(), person.user_permissions.count()
    return person.is_staff, person.is_superuser, groups, permissions


def asked_for(person: User) -> dict:
    """Every power there is, with the person's other facts and another name."""
    return {
        "name": "Another name",
        "language": person.language,
        "time_zone": person.time_zone,
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [Group.objects.get_or_create(name="Everything")[0].pk],
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
    }


def test_who_may_change_accounts_gives_no_powers_to_themselves_or_others(
    denmark, as_user, clerk, buyer_of_havneby
) -> None:
    for person, powers in ((clerk, (True, False, 0, 1)), (buyer_of_havneby, (False, False, 0, 0))):
        response = as_user(clerk).post(change_page(person), asked_for(person))

        assert response.status_code == 302
        assert powers_of(person) == powers
        assert person.name == "Another name"


def test_a_superuser_gives_powers(denmark, as_user, superuser, buyer_of_havneby) -> None:
    response = as_user(superuser).post(change_page(buyer_of_havneby), asked_for(buyer_of_havneby))

    assert response.status_code == 302
    assert powers_of(buyer_of_havneby) == (True, True, 1, Permission.objects.count())


def test_who_may_change_accounts_sets_nobody_elses_password(
    denmark, as_user, clerk, superuser, buyer_of_havneby
) -> None:
    for person in (superuser, buyer_of_havneby):
        page = as_user(clerk).get(password_page(person))
        sent = as_user(clerk).post(password_page(person), NEW)
        person.refresh_from_db()

        assert (page.status_code, sent.status_code) == (403, 403)
        assert not person.check_password(NEW["password1"])


@pytest.mark.parametrize("who", ["clerk", "superuser"])
def test_ones_own_password_can_be_set_and_by_a_superuser_everybodys(
    request, denmark, as_user, clerk, who
) -> None:
    response = as_user(request.getfixturevalue(who)).post(
        password_page(clerk), NEW | {"usable_password": "true", "set-password": "1"}
    )

    clerk.refresh_from_db()
    assert response.status_code == 302
    assert clerk.check_password(NEW["password1"])


def test_who_may_change_accounts_reads_a_superusers_and_changes_nothing_in_it(
    denmark, as_user, clerk, superuser
) -> None:
    page = as_user(clerk).get(change_page(superuser))
    closed = {name: value for name, value in asked_for(superuser).items() if name != "is_active"}
    sent = as_user(clerk).post(change_page(superuser), closed)

    superuser.refresh_from_db()
    assert (page.status_code, sent.status_code) == (200, 403)
    assert 'name="is_active"' not in page.text
    assert (superuser.is_active, superuser.name) == (True, "The moderator of PPI Latvia")


def test_who_may_change_accounts_closes_those_of_everybody_else(
    denmark, as_user, clerk, buyer_of_havneby
) -> None:
    facts = asked_for(buyer_of_havneby)
    del facts["is_active"]

    as_user(clerk).post(change_page(buyer_of_havneby), facts)

    buyer_of_havneby.refresh_from_db()
    assert not buyer_of_havneby.is_active
