"""The main job, from a procurer who signs up to a company that hears of the need."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LINK = re.compile(r"http://localhost:\d+\S+")
NEED = "On the paths by the fjord the light burns all night, or not at all."


def test_a_need_travels_from_the_procurer_to_the_company_it_fits(visitor, tmp_path) -> None:
    procurer, moderator = visitor(), visitor()
    moderator.signs_in("moderator@ppi-danmark.example")

    sign_up(procurer, "new.buyer@klitby.example")
    found_organisation(procurer)
    the_moderator_accepts(moderator, "Klitby Kommune")

    write_the_need(procurer, tmp_path)
    the_moderator_returns(moderator, "Light where somebody walks", "Say how you would measure it.")
    the_procurer_mends_it(procurer)
    the_moderator_accepts(moderator, "Light where somebody walks")

    the_company_hears_of_it(visitor(width=390, height=844))


def sign_up(procurer, email: str) -> None:
    procurer.opens("/p/dk/en/account/signup/")
    procurer.fills("Your name", "The buyer of Klitby")
    procurer.fills("E-mail address", email)
    procurer.page.locator("[name=password1]").fill("a sentence nobody guesses 42")
    procurer.page.locator("[name=accept]").check()
    procurer.clicks("Create account")

    mail = procurer.reads_mail(email, "onfirm")
    procurer.opens(LINK.search(mail)[0])
    procurer.clicks("Yes, confirm")
    if "login" in procurer.page.url:
        procurer.signs_in(email, password="a sentence nobody guesses 42")
    procurer.opens("/p/dk/en/")
    procurer.sees("Create or join your organisation")


def found_organisation(procurer) -> None:
    procurer.opens("/p/dk/en/opportunities/new/")
    procurer.sees("First: who buys?")
    procurer.opens("/p/dk/en/organisations/new/?kind=buyer")
    procurer.fills("Name", "Klitby Kommune")
    procurer.page.locator("[name=buyer_type][value=sub-central]").check()
    procurer.page.locator("[name=country]").select_option("DK")
    procurer.page.locator("[name=nuts_search]").fill("DK050")
    procurer.clicks("Create organisation")
    procurer.sees("Klitby Kommune")


def the_moderator_accepts(moderator, title: str) -> None:
    moderator.waits_for("/p/dk/en/moderation/", title)
    moderator.follows(title)
    moderator.sees(title)
    moderator.page.locator("button[value=publish]").click()
    moderator.does_not_see(title)
    moderator.looks()


def the_moderator_returns(moderator, title: str, reason: str) -> None:
    moderator.waits_for("/p/dk/en/moderation/", title)
    moderator.follows(title)
    moderator.clicks("Return with this reason")
    moderator.page.locator("[name=reason][aria-invalid=true]").fill(reason)
    moderator.clicks("Return with this reason")
    moderator.does_not_see(title)


def write_the_need(procurer, tmp_path) -> None:
    procurer.opens("/p/dk/en/opportunities/new/")
    procurer.page.get_by_text("I know what I want to announce").click()
    procurer.page.locator("[name=kind][value=challenge]").check()
    procurer.fills("What do you need, in one line?", "Light where somebody walks")
    procurer.clicks("Save and continue")

    procurer.fills("What is the problem?", NEED)
    procurer.clicks("Save and continue")
    procurer.fills("Who has the problem, and how many are they?", "Everybody who walks there.")
    procurer.clicks("Save and continue")
    procurer.clicks("Save and continue")
    procurer.clicks("Save and continue")
    procurer.page.locator("[name=novelty][value=unknown]").check()
    procurer.page.locator("[name=innovation][value=prod-innov]").check()
    procurer.page.locator("[name=strategic][value=inn-pur]").check()
    procurer.clicks("Save and continue")

    see_the_verdict(procurer)
    set_a_deadline(procurer)
    procurer.page.locator("[name=accepted_languages][value=lt]").check()
    procurer.clicks("Save and continue")
    procurer.page.locator("[name=way][value=own]").check()
    procurer.clicks("Save and continue")

    choose_subject_and_place(procurer)
    procurer.clicks("Save and continue")
    attach(procurer, tmp_path)
    procurer.sees(NEED)
    procurer.clicks("Send to the moderators")
    procurer.sees("Sent to the moderators")


def choose_subject_and_place(procurer) -> None:
    procurer.page.locator("[name=cpv_search]").fill("99999999")
    procurer.clicks("Save and continue")
    procurer.sees("There is no CPV code 99999999.")

    procurer.page.locator("[name=cpv_search]").fill("34928500")
    procurer.clicks("Save and continue")


def see_the_verdict(procurer) -> None:
    """The verdict stands there before anything is sent, and follows what is typed."""
    procurer.page.locator("[name=contract][value=supplies]").check()
    procurer.page.locator("[name=currency]").select_option("EUR")
    procurer.page.locator("[name=value]").press_sequentially("215999")
    procurer.sees("below the EU threshold of 216,000")
    procurer.sees("2025/2152")
    procurer.page.locator("[name=value]").fill("-1")
    procurer.clicks("Save and continue")
    procurer.sees("A value cannot be negative.")
    procurer.page.locator("[name=value]").fill("216000")
    procurer.sees("reaches the EU threshold of 216,000")
    procurer.clicks("Save and continue")


def set_a_deadline(procurer) -> None:
    procurer.page.locator("[name=deadline_0]").fill("2020-01-01")
    procurer.page.locator("[name=deadline_1]").fill("12:00")
    procurer.clicks("Save and continue")
    procurer.sees("This lies in the past.")
    procurer.page.locator("[name=deadline_0]").fill("2031-06-03")
    procurer.clicks("Save and continue")


def attach(procurer, tmp_path) -> None:
    wrong, right = tmp_path / "map.pdf", tmp_path / "paths.pdf"
    wrong.write_bytes(b"GIF89a, and no PDF at all")
    right.write_bytes(b"%PDF-1.7\n%a small map of the paths\n%%EOF\n")
    procurer.page.locator("[name=files]").set_input_files(wrong)
    procurer.clicks("Save and continue")
    procurer.sees("is not what its name says")

    procurer.page.locator("[name=files]").set_input_files(right)
    procurer.clicks("Save and continue")
    procurer.sees("paths.pdf")
    procurer.clicks("Save and continue")


def the_procurer_mends_it(procurer) -> None:
    mail = procurer.reads_mail("new.buyer@klitby.example", "Returned to you")
    assert "Say how you would measure it." in mail

    procurer.opens(LINK.search(mail)[0])
    procurer.sees("Say how you would measure it.")
    procurer.follows("Go on writing")
    procurer.page.get_by_text("All pages of this form").click()
    procurer.follows("What would be better")
    procurer.fills("What would be better, and how would you measure it?", "kWh a kilometre")
    procurer.clicks("Save and continue")
    procurer.follows("Check")
    procurer.clicks("Send to the moderators")


def the_company_hears_of_it(seller) -> None:
    """On a phone: the mail in Lithuanian, its link, and the desk that says why it fits."""
    mail = seller.reads_mail("seller@upes-ziburys.example", "Light where somebody walks")
    link = LINK.search(mail)[0]
    assert "/lt/" in link

    seller.opens(link)
    seller.sees(NEED)
    seller.signs_in("seller@upes-ziburys.example")
    seller.opens("/p/dk/en/for-you/")
    seller.sees("Light where somebody walks")
    seller.sees("same subject")
    seller.follows("Light where somebody walks")
    seller.sees("paths.pdf")
