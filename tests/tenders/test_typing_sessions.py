"""A session that ended in mid-form, or a token too old, costs nothing that was typed."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenders import services
from tests.ppi.kernel.test_kept import sign_in
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.test_typing import BROUGHT_BACK, TYPED, opened, page_of
from tests.tenders.written import reloaded


def test_a_session_that_ended_in_mid_form_costs_nothing_that_was_typed(
    begun, buyer_of_havneby
) -> None:
    browser = Client()
    to_sign_in = browser.post(page_of(begun), TYPED)["Location"]
    back = sign_in(browser, buyer_of_havneby, to_sign_in)

    first, again = Page(browser.get(back)), Page(browser.get(back))

    assert back == page_of(begun)
    assert "Here is what you had typed. Nothing was sent yet." in first.text
    for page in (first, again):
        assert (page.value("need"), page.errors("need")) == ("It is dark wh", "")
        assert BROUGHT_BACK in page.text
    assert reloaded(begun).need == ""


def test_nor_with_a_second_step_nor_on_a_page_of_rows(begun, buyer_of_havneby) -> None:
    services.edit(begun, by=buyer_of_havneby, kind="call")
    totp.TOTP.activate(buyer_of_havneby, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(buyer_of_havneby).get_unused_codes()
    browser = Client()
    lots = {"lots-0-number": "1", "lots-0-title": "Quay", "lots-4-number": "", "lots-4-title": "X"}
    to_sign_in = browser.post(page_of(begun, "lots"), lots)["Location"]
    second_step = sign_in(browser, buyer_of_havneby, to_sign_in)

    back = browser.post(second_step, {"code": codes[0]})["Location"]

    page = Page(browser.get(back))
    assert {name: page.value(name) for name in lots} == lots


def test_files_are_to_be_chosen_again_and_the_page_says_so(begun, buyer_of_havneby) -> None:
    browser = Client()
    file = SimpleUploadedFile("plan.txt", b"plan")
    fields = {"official_url": "https://a.example", "files": file}
    to_sign_in = browser.post(page_of(begun, "documents"), fields)["Location"]

    page = browser.get(sign_in(browser, buyer_of_havneby, to_sign_in))

    said = [str(message) for message in get_messages(page.wsgi_request)]
    assert said[-1] == "Here is what you had typed. Choose your files again, then send the form."
    assert Page(page).value("official_url") == "https://a.example"


def test_a_token_that_is_too_old_costs_nothing_either(begun, buyer_of_havneby) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    browser.force_login(buyer_of_havneby, backend="django.contrib.auth.backends.ModelBackend")

    refused = browser.post(page_of(begun), TYPED)

    assert refused.status_code == 403
    assert Page(refused).value("need") == "It is dark wh"
    assert opened(browser, begun).value("need") == "It is dark wh"


def test_the_verdict_asked_for_while_typing_moves_nobody_to_the_sign_in(begun, client) -> None:
    answer = client.post(
        f"{ROOM}{begun.slug}/judged/value/", {"value": "1"}, headers={"hx-request": "true"}
    )

    assert (answer.status_code, "HX-Redirect" in answer, answer.content) == (204, False, b"")
    assert "kept" not in client.session
