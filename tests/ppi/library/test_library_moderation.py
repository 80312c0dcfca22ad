"""A library page can be reported, looked at and removed; operators edit it."""

from __future__ import annotations

import pytest

from ppi.accounts.models import User
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.library.models import Page
from ppi.moderation import services as moderation
from ppi.moderation.editing.choices import Status
from ppi.moderation.registry import moderatable
from tests.ppi.library.kept import reloaded

MODERATION = "/p/dk/en/moderation/"
OPERATOR = "/en/operator/library/page/"


@pytest.fixture
def operator(db) -> User:
    return User.objects.create_superuser("operator@ppi.example", "a-long-password")


def test_a_reported_page_is_shown_to_the_moderators_and_removed(
    page, as_user, moderator_of_denmark
) -> None:
    browser = as_user(moderator_of_denmark)
    filed = moderation.report(page, page.portal, kind="wrong", text="Article 31 comes first.")

    shown = browser.get(f"{MODERATION}reports/{filed.pk}/").content.decode()
    answer = {"decision": "remove", "reason": "It has to be rewritten."}
    browser.post(f"{MODERATION}reports/{filed.pk}/settle/", answer)

    for said in ("Article 31 comes first.", "Which procedure fits?", "<strong>in order</strong>"):
        assert said in shown, said
    assert reloaded(page).status == Status.REMOVED
    assert as_user(None).get("/p/dk/en/library/procedure-chooser/").status_code == 404


def test_nobody_waits_for_a_page_to_come_back(page, moderator_of_denmark) -> None:
    with pytest.raises(Refused, match="Editors write this themselves"):
        moderatable.of(Page).send_back(page, "Why?", by=moderator_of_denmark)

    assert reloaded(page).status == Status.PUBLISHED


def test_operators_edit_one_language_and_publish_by_an_action(draft, as_user, operator) -> None:
    browser, address = as_user(operator), f"{OPERATOR}{draft.pk}/change/"
    form = browser.get(address).context["adminform"].form
    sent = {field.html_name: field.value() or "" for field in form} | {"sources": "[]"}

    answer = browser.post(address, sent | {"title_fi": "Mikä menettely?", "status": "removed"})
    browser.post(OPERATOR, {"action": "publish", "_selected_action": [draft.pk]})

    assert answer.status_code == 302, answer.context["errors"]
    page = reloaded(draft)
    assert (page.title_fi, page.title_en) == ("Mikä menettely?", "Which procedure fits?")
    assert page.status == Status.PUBLISHED
    assert [entry.action for entry in audit.trail(page)][:2] == [
        "page.published",
        "page.changed_by_operator",
    ]
    assert browser.post(f"{OPERATOR}{draft.pk}/delete/", {"post": "yes"}).status_code == 403
