"""In which language a need is written: guessed from the buyer, said on the page, changed there."""

from __future__ import annotations

from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, reloaded


def chosen_language(response) -> str:
    [choice] = Page(response).tree.xpath("//select[@name='language']/option[@selected]/@value")
    return choice


def test_the_language_is_the_portals_until_the_buyer_wrote_in_another(
    browser, havneby, buyer_of_havneby
) -> None:
    havneby.portal.language = "da"
    havneby.portal.save()
    assert chosen_language(browser.get(f"{ROOM}new/")) == "da"

    draft(havneby, buyer_of_havneby, language="sv")

    assert chosen_language(browser.get(f"{ROOM}new/")) == "sv"
    unsaid = {"organisation": havneby.pk, "title": "Lys", "kind": "call"}
    browser.post(f"{ROOM}new/", unsaid)
    assert Opportunity.objects.managed_by(havneby).get(title="Lys").language == "sv"


def test_the_first_texts_say_their_language_and_it_can_be_changed_there(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, language="en")
    page = f"{ROOM}{opportunity.slug}/edit/problem/"
    assert chosen_language(browser.get(page)) == "en"

    browser.post(page, {"title": "Lys", "need": "Her er mørkt.", "language": "da"})
    assert reloaded(opportunity).language == "da"

    wrong = browser.post(page, {"title": "Lys", "need": "Mørkt.", "language": "tlh"})
    assert "Select a valid choice." in Page(wrong).errors("language")
    assert (reloaded(opportunity).language, reloaded(opportunity).need) == ("da", "Her er mørkt.")


def test_a_language_that_is_not_offered_stays_what_it_is(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, language="fr")
    page = f"{ROOM}{opportunity.slug}/edit/problem/"
    assert chosen_language(browser.get(page)) == "fr"

    browser.post(page, {"title": "Lumière", "need": "Il fait noir.", "language": "fr"})

    assert (reloaded(opportunity).language, reloaded(opportunity).title) == ("fr", "Lumière")
