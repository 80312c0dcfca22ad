"""One account for all portals, known by its e-mail address."""

from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from ppi.accounts import services
from ppi.accounts.forms import PersonForm, time_zones
from ppi.accounts.middleware import ReaderTimeZoneMiddleware, zone
from ppi.accounts.models import User
from ppi.kernel.audit import trail

pytestmark = pytest.mark.django_db


def test_an_address_has_one_account_however_it_is_written() -> None:
    first = User.objects.create_user("Buyer@Havneby.example", "a-long-test-password")

    assert first.email == "buyer@havneby.example"
    assert User.objects.get_by_natural_key("BUYER@HAVNEBY.EXAMPLE") == first
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="BUYER@havneby.example")
    with pytest.raises(ValidationError):
        User(email="BUYER@havneby.example", password="x").full_clean()


def test_a_person_without_a_name_is_called_by_their_address(stranger) -> None:
    assert str(stranger) == "The stranger"
    stranger.name = ""
    assert (str(stranger), stranger.get_short_name()) == (stranger.email, stranger.email)


def test_changes_leave_a_trail_of_which_fields_and_not_of_their_values(stranger) -> None:
    services.update(stranger, by=stranger, name="Another name", language="lt")

    stranger.refresh_from_db()
    assert (stranger.name, stranger.language) == ("Another name", "lt")
    [entry] = trail(stranger)
    assert (entry.action, entry.actor, entry.detail) == (
        "account.changed",
        stranger,
        {"fields": ["language", "name"]},
    )


@pytest.mark.parametrize(
    ("own", "portals", "shown"),
    [
        ("Europe/Vilnius", "Europe/Copenhagen", "Europe/Vilnius"),
        ("", "Europe/Copenhagen", "Europe/Copenhagen"),
        ("Mars/Olympus", "Europe/Copenhagen", "UTC"),
        ("../../etc/passwd", "Europe/Copenhagen", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_deadlines_are_shown_in_the_readers_zone(denmark, stranger, own, portals, shown) -> None:
    request = RequestFactory().get("/")
    stranger.time_zone, denmark.time_zone = own, portals
    request.user, request.portal = stranger, denmark

    during = ReaderTimeZoneMiddleware(lambda request: timezone.get_current_timezone())(request)

    assert during == ZoneInfo(shown)
    assert timezone.get_current_timezone() == ZoneInfo("UTC")


def test_every_zone_that_can_be_chosen_exists() -> None:
    offered = [name for name, _town in time_zones() if name]

    assert "Europe/Tallinn" in offered
    assert [str(zone(name)) for name in offered] == offered


def test_a_form_without_a_name_is_refused(stranger) -> None:
    form = PersonForm({"name": " ", "language": "en", "time_zone": ""}, instance=stranger)

    assert not form.is_valid()
    assert form.errors == {"name": ["This field is required."]}


def test_pages_of_people_who_are_signed_in_are_theirs_alone(denmark, stranger, as_user) -> None:
    def kept(browser, path: str) -> str | None:
        return browser.get(path).get("Cache-Control")

    visitor, member = as_user(None), as_user(stranger)

    for path in ("/p/dk/en/", "/p/dk/en/cases/"):
        assert (kept(visitor, path), kept(member, path)) == (None, "private, no-cache")
    assert kept(member, "/theme-0b5563.css") == kept(visitor, "/theme-0b5563.css")
    assert "public" in kept(member, "/theme-0b5563.css")
