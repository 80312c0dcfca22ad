"""Whose word counts for an organisation: two claims to one, and one whose last owner leaves."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

KLITBJERG = "/p/dk/en/organisations/klitbjerg-kommune/"
OFFICE = "/p/dk/en/organisations/indkoebskontoret/"


def test_two_claim_a_buyer_from_a_notice_and_the_moderator_settles_it(visitor) -> None:
    broker, seller, moderator = visitor(), visitor(width=390), visitor()
    for person, email, proof in (
        (broker, "broker@nordvandsklyngen.example", "I sold them a pump."),
        (seller, "seller@stilletid.example", "The town hall names me on its page of staff."),
    ):
        person.signs_in(email)
        claims(person, proof)

    moderator.signs_in("moderator@ppi-danmark.example")
    moderator.waits_for("/p/dk/en/moderation/", "Klitbjerg Kommune")
    moderator.page.get_by_role("link", name="The seller of Stilletid").first.click()
    moderator.sees("A dispute")
    moderator.sees("I sold them a pump.")
    moderator.page.locator("[name=reason]").first.fill("The page of staff names one of the two.")
    moderator.page.locator("button[value=publish]").click()
    moderator.sees("Done:")

    seller.opens(f"{KLITBJERG}board/")
    expect(seller.page.locator("#members")).to_contain_text("Owner")
    broker.finds_nothing_at(f"{KLITBJERG}board/")
    told = broker.reads_mail("broker@nordvandsklyngen.example", "er afvist")
    assert "The page of staff names one of the two." in told


def claims(person, proof: str) -> None:
    person.opens(f"{KLITBJERG}claim/")
    person.fills("Who are you there?", "I buy for them")
    person.fills("How can the moderators see that you speak for it?", proof)
    person.clicks("Send claim")
    person.sees("The moderators have your claim.")


def test_the_last_owner_leaves_and_the_portal_makes_a_colleague_owner(visitor) -> None:
    head, agent, moderator = visitor(), visitor(javascript=False), visitor()
    head.signs_in("leder@indkoebskontoret.example")
    head.opens(f"{OFFICE}board/")
    head.page.get_by_text("Leave this organisation").click()
    head.ticks("I leave although nobody owns it then")
    head.clicks("Leave", exact=True)
    head.sees("You have left.")

    agent.signs_in("agent@indkoebskontoret.example")
    assert "har forladt" in agent.reads_mail("agent@indkoebskontoret.example", "Ingen ejer")
    agent.opens(f"{OFFICE}board/")
    agent.follows("Ask the moderators to make you owner")
    agent.fills("Who are you there?", "I write the tenders")
    agent.fills("How can the moderators see that you speak for it?", "Call the town hall.")
    agent.clicks("Send claim")

    moderator.signs_in("moderator@ppi-danmark.example")
    moderator.waits_for("/p/dk/en/moderation/", "The agent of Indkøbskontoret")
    moderator.follows("The agent of Indkøbskontoret")
    moderator.page.locator("button[value=publish]").click()
    moderator.sees("Done:")
    agent.opens(f"{OFFICE}board/")
    agent.sees("Invite a colleague")
