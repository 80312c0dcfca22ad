"""An event can be reported, looked at and removed; operators edit it."""

from __future__ import annotations

import pytest

from ppi.accounts.models import User
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.moderation.editing.choices import Status
from ppi.moderation.registry import moderatable
from ppi.network.models import Event
from tests.ppi.network.kept import TITLE, reloaded

MODERATION = "/p/dk/en/moderation/"
OPERATOR = "/en/operator/network/event/"


@pytest.fixture
def operator(db) -> User:
    return User.objects.create_superuser("operator@ppi.example", "a-long-password")


def test_a_reported_event_is_shown_to_the_moderators_and_removed(
    event, as_user, moderator_of_denmark
) -> None:
    browser = as_user(moderator_of_denmark)
    filed = moderation.report(event, event.portal, kind="spam", text="This is advertising.")

    shown = browser.get(f"{MODERATION}reports/{filed.pk}/").content.decode()
    answer = {"decision": "remove", "reason": "It is advertising."}
    browser.post(f"{MODERATION}reports/{filed.pk}/settle/", answer)

    for said in ("This is advertising.", TITLE, "<strong>to timer</strong>"):
        assert said in shown, said
    assert reloaded(event).status == Status.REMOVED
    assert as_user(None).get("/p/dk/en/events/gaatur/").status_code == 404


def test_nobody_waits_for_an_event_to_come_back(event, moderator_of_denmark) -> None:
    with pytest.raises(Refused, match="Editors write this themselves"):
        moderatable.of(Event).send_back(event, "Why?", by=moderator_of_denmark)

    assert reloaded(event).status == Status.PUBLISHED


def test_operators_are_told_at_the_form_what_cannot_be(event, as_user, operator) -> None:
    browser, address = as_user(operator), f"{OPERATOR}{event.pk}/change/"
    form = browser.get(address).context["adminform"].form
    sent = {
        "portal": event.portal_id,
        "organisation": event.organisation_id,
        "starts_at_0": "2026-12-04",
        "starts_at_1": "12:00",
        "ends_at_0": "2026-12-04",
        "ends_at_1": "14:00",
    } | {name: form[name].value() or "" for name in ("slug", "kind", "language", "title", "place")}

    early = browser.post(address, sent | {"ends_at_1": "11:00"})
    nowhere = browser.post(address, sent | {"place": ""})
    good = browser.post(address, sent | {"title": "Gåtur i lyset"})

    assert "It ends before it begins." in early.content.decode()
    assert "Name a place, or say that it is online." in nowhere.content.decode()
    assert good.status_code == 302, good.context["errors"]
    assert reloaded(event).title == "Gåtur i lyset"
    assert audit.trail(event)[0].action == "event.changed_by_operator"
