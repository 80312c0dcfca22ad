import pytest

from ppi.portals.models import LegalText

pytestmark = pytest.mark.django_db


def test_the_version_in_force_is_shown_and_no_other(client, legal_texts) -> None:
    page = client.get("/p/dk/en/portal/legal/terms/").text

    assert "terms 2" in page
    assert "Version 2" in page
    assert "terms 1" not in page
    assert "terms 3" not in page


def test_a_text_in_another_language_than_the_page_says_so(client, legal_texts) -> None:
    page = client.get("/p/dk/da/portal/legal/privacy/").text

    assert '<div class="prose" lang="en"' in page
    assert "English" in page
    own = LegalText.objects.get(kind="privacy")
    own.text_da = "# Privatliv"
    own.save()
    page = client.get("/p/dk/da/portal/legal/privacy/").text
    assert '<div class="prose" lang="da"' in page
    assert "Privatliv" in page


def test_a_text_that_is_missing_says_whom_to_ask(client, denmark) -> None:
    response = client.get("/p/dk/en/portal/legal/imprint/")

    assert response.status_code == 200
    assert "Not written yet" in response.text


def test_a_kind_that_does_not_exist_is_not_found(client, denmark) -> None:
    assert client.get("/p/dk/en/portal/legal/cookies/").status_code == 404


def test_another_portals_terms_are_not_shown(client, legal_texts, latvia) -> None:
    page = client.get("/p/lv/en/portal/legal/terms/").text

    assert "terms 2" not in page
    assert "Not written yet" in page


def test_markup_in_a_text_does_nothing(client, denmark, legal_texts) -> None:
    LegalText.objects.filter(kind="terms").update(
        text_en="<script>alert(1)</script> [a](javascript:alert(1)) **bold**"
    )

    page = client.get("/p/dk/en/portal/legal/terms/").text

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>bold</strong>" in page
