"""The operators' pages work over owned models, leave a trail, and stay closed to all others."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from ppi.kernel.admin import everywhere
from ppi.kernel.models import AuditEntry
from ppi.organisations import services
from ppi.organisations.models import Invitation
from ppi.portals.models import Acceptance, LegalText, Portal

pytestmark = pytest.mark.django_db

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in {"accounts", "portals", "organisations", "moderation"}
]


@pytest.fixture
def operator(stranger) -> Client:
    stranger.is_staff = stranger.is_superuser = True
    stranger.save()
    client = Client()
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(model, action: str, *args) -> str:
    return "/p/dk" + reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args
    )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_list_opens(operator, havneby, buyer_of_havneby, legal_texts, model) -> None:
    response = operator.get(page_of(model, "changelist"), {"q": ""})

    rows = everywhere(model._default_manager.all())
    assert set(response.context["cl"].result_list) == set(rows)
    assert str(model._meta.verbose_name) in response.text
    assert all(page_of(model, "change", row.pk) in response.text for row in rows)


def test_an_organisation_of_any_portal_can_be_looked_at_and_not_changed(
    operator, havneby, jarvikunta
) -> None:
    listed = operator.get(page_of(type(havneby), "changelist")).text
    page = operator.get(page_of(type(havneby), "change", havneby.pk))
    changed = operator.post(page_of(type(havneby), "change", havneby.pk), {"name": "Taken over"})

    assert "Havneby Kommune" in listed
    assert "Järvikunta" in listed
    assert page.status_code == 200
    assert changed.status_code == 403
    havneby.refresh_from_db()
    assert havneby.name == "Havneby Kommune"


def test_a_token_of_an_invitation_stands_on_no_page(operator, havneby, buyer_of_havneby) -> None:
    services.invite(havneby, "colleague@havneby.example", "editor", by=buyer_of_havneby)
    invitation = Invitation.objects.managed_by(havneby).get()

    page = operator.get(page_of(Invitation, "change", invitation.pk)).text

    assert "colleague@havneby.example" in page
    assert invitation.token not in page


def test_a_changed_portal_leaves_a_trail(operator, denmark) -> None:
    page = operator.get(page_of(Portal, "change", denmark.pk))
    form = page.context["adminform"].form
    fields = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    fields.pop("logo", None)
    fields |= {"name_en": "PPI Kingdom", "modules": "tenders,cases", "languages": "en,da"}
    fields |= {"roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0}

    response = operator.post(page_of(Portal, "change", denmark.pk), fields)

    assert response.status_code == 302, response.context["errors"]
    denmark.refresh_from_db()
    assert denmark.name_en == "PPI Kingdom"
    entry = AuditEntry.objects.get(action="portal.changed_by_operator")
    assert "name_en" in entry.detail["fields"]


def test_a_text_that_somebody_accepted_is_not_rewritten(operator, legal_texts, stranger) -> None:
    text = LegalText.objects.get(kind="terms", version="2")
    free = operator.get(page_of(LegalText, "change", text.pk)).text
    Acceptance.objects.create(user=stranger, text=text)
    fixed = operator.get(page_of(LegalText, "change", text.pk)).text

    assert 'name="text_en"' in free
    assert 'name="text_en"' not in fixed


@pytest.mark.parametrize("who", [None, "buyer_of_havneby", "moderator_of_denmark"])
def test_nobody_else_comes_in(request, as_user, denmark, who) -> None:
    browser = as_user(request.getfixturevalue(who) if who else None)

    response = browser.get(page_of(Portal, "changelist"), follow=True)

    assert "PPI Denmark</a></th>" not in response.text
    assert "changelist" not in response.text
