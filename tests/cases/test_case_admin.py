"""Operators translate cases of every portal; they neither make, delete nor publish them."""

from __future__ import annotations

import pytest

from cases.choices import Status
from ppi.accounts.models import User
from ppi.kernel import audit
from ppi.kernel.models import Job
from tests.cases.kept import TITLE, reloaded

LIST = "/en/operator/cases/case/"


@pytest.fixture
def operator(db) -> User:
    return User.objects.create_superuser("operator@ppi.example", "a-long-password")


def as_sent(page) -> dict:
    """What a browser would send back from the page's form, untouched."""
    values = {field.html_name: field.value() for field in page.context["adminform"].form}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_translation_is_added_noted_and_announced(case, as_user, operator) -> None:
    browser, address = as_user(operator), f"{LIST}{case.pk}/change/"
    sent = as_sent(browser.get(address)) | {"documents_on_request": "[]", "nuts": "DK050"}
    sent |= {"cpv": "", "themes": "food,climate", "is_shared": "on"}

    answer = browser.post(address, sent | {"title_en": "We weighed the bin", "status": "removed"})

    assert answer.status_code == 302, answer.context["errors"]
    after = reloaded(case)
    assert (after.title_en, after.title_da, after.status) == (
        "We weighed the bin",
        TITLE,
        Status.PUBLISHED,
    )
    assert audit.trail(case)[0].action == "case.changed_by_operator"
    assert Job.objects.filter(arguments__event="cases.changed").count() == 1


def test_operators_see_every_portals_cases_and_change_no_state(
    case, elsewhere, as_user, operator, moderator_of_denmark
) -> None:
    browser = as_user(operator)

    rows = browser.get(LIST).context["cl"].queryset
    assert {row.slug for row in rows} == {case.slug, "tikai-mums"}
    assert browser.get(f"{LIST}add/").status_code == 403
    assert browser.post(f"{LIST}{case.pk}/delete/", {"post": "yes"}).status_code == 403
    assert as_user(moderator_of_denmark).get(LIST).status_code == 302
