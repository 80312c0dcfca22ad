"""People for contact: shown by their own consent, with its date, and gone when it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from ppi.kernel import audit
from ppi.kernel.models import AuditEntry
from ppi.kernel.verdicts import Refused
from ppi.organisations import services as organisations
from ppi.organisations.choices import Role
from profiles import contacts
from profiles.models import Contact
from tests.conftest import member, person

PAGE = "/p/dk/en/companies/upes-ziburys/"
CARD = f"{PAGE}card.vcf"
DESK = f"{PAGE}edit/contacts/"
SAID = {
    "name": "Rūta Žemaitė",
    "position": "Pardavimai",
    "email": "ruta@upes-ziburys.example",
    "phone": "+370 600 00000",
}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def shown(ruta) -> Contact:
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False):
        return contacts.show(ruta, by=ruta.user, agreed=True, **SAID)


def test_whoever_agreed_is_shown_with_the_date_on_page_and_card(shown, as_user) -> None:
    page, card = text(as_user(None).get(PAGE)), as_user(None).get(CARD)

    for said in (*SAID.values(), "Shown with their consent of 4 March 2026."):
        assert said in page, said
    assert text(card) == CARD_OF_RUTA
    assert card["Content-Type"] == "text/vcard; charset=utf-8"
    assert card["Cache-Control"] == "no-store"
    assert card["Content-Disposition"] == 'attachment; filename="upes-ziburys.vcf"'


CARD_OF_RUTA = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Upės žiburys\r\n"
    "SOURCE:http://testserver/p/dk/en/companies/upes-ziburys/\r\n"
    "ORG:Upės žiburys\r\n"
    "NOTE:Gatvių šviestuvai\\, kurie šviečia tik tada\\, kai kas nors eina\r\n"
    "URL:http://testserver/p/dk/en/companies/upes-ziburys/\r\n"
    "LANG:lt\r\nX-COUNTRY:Lithuania\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nFN:Rūta Žemaitė\r\n"
    "SOURCE:http://testserver/p/dk/en/companies/upes-ziburys/\r\n"
    "ORG:Upės žiburys\r\nTITLE:Pardavimai\r\nEMAIL:ruta@upes-ziburys.example\r\n"
    "TEL:+370 600 00000\r\nEND:VCARD\r\n"
)


def is_nowhere(as_user) -> bool:
    seen = text(as_user(None).get(PAGE)) + text(as_user(None).get(CARD))
    return not any(said in seen for said in SAID.values())


def test_taken_back_it_is_gone_and_only_the_trail_knows_that_there_was_one(
    shown, ruta, upes_ziburys, as_user
) -> None:
    answer = as_user(ruta.user).post(f"{DESK}{shown.pk}/take-back/")

    assert (answer.status_code, answer["Location"]) == (302, DESK)
    assert is_nowhere(as_user)
    assert not Contact.objects.everywhere("the test looks").exists()
    newest = [entry.action for entry in audit.trail(upes_ziburys)[:2]]
    assert newest == ["contact.taken_back", "contact.agreed"]
    kept = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert not any(said in kept for said in SAID.values())


def test_it_goes_with_the_membership(shown, ruta, seller_of_upenai, as_user) -> None:
    organisations.leave(ruta, by=seller_of_upenai)

    assert is_nowhere(as_user)
    assert not Contact.objects.everywhere("the test looks").exists()


def test_it_is_erased_with_the_person(shown, ruta, as_user) -> None:
    ruta.user.delete()

    assert is_nowhere(as_user)
    assert not Contact.objects.everywhere("the test looks").exists()


def test_a_closed_account_is_not_shown(shown, ruta, as_user) -> None:
    ruta.user.is_active = False
    ruta.user.save()

    assert is_nowhere(as_user)


def test_nobody_agrees_for_somebody_else(ruta, seller_of_upenai, stranger) -> None:
    for other in (seller_of_upenai, stranger):
        with pytest.raises(Refused, match="Only this person can agree to be shown."):
            contacts.show(ruta, by=other, agreed=True, **SAID)
    with pytest.raises(Refused, match="Without your consent nothing is shown."):
        contacts.show(ruta, by=ruta.user, agreed=False, **SAID)
    assert not Contact.objects.everywhere("the test looks").exists()


def test_an_owner_may_take_a_colleague_off_and_a_reader_may_not(
    shown, ruta, upes_ziburys, seller_of_upenai, as_user
) -> None:
    other = member(person("third@private.example", "Third"), upes_ziburys, Role.READER)
    refused = as_user(other).post(f"{DESK}{shown.pk}/take-back/")
    assert refused.status_code == 403
    assert "Only owners and editors of Upės žiburys may do that." in text(refused)

    as_user(seller_of_upenai).post(f"{DESK}{shown.pk}/take-back/")
    assert is_nowhere(as_user)


def test_a_reader_agrees_on_the_page_and_what_was_read_is_kept_as_proof(
    ruta, as_user, upes_ziburys
) -> None:
    browser = as_user(ruta.user)
    before = text(browser.get(DESK))
    assert "I want everybody to see this name" in before
    assert "Without your consent nothing is shown." in text(browser.post(DESK, SAID))
    wrong = browser.post(DESK, SAID | {"phone": "call me", "agreed": "on"})
    assert "Write the number with digits" in text(wrong)

    assert browser.post(DESK, SAID | {"agreed": "on"})["Location"] == DESK
    [kept] = Contact.objects.managed_by(upes_ziburys)
    assert {name: getattr(kept, name) for name in SAID} == SAID
    assert kept.agreed_to.startswith("I want everybody to see this name")
    assert "Upės žiburys, in its vCard and through the API" in kept.agreed_to


def test_strangers_do_not_find_the_desk(shown, as_user, stranger, buyer_of_havneby) -> None:
    for who in (stranger, buyer_of_havneby):
        assert as_user(who).get(DESK).status_code == 404
        assert as_user(who).post(f"{DESK}{shown.pk}/take-back/").status_code == 404
    assert Contact.objects.everywhere("the test looks").count() == 1
