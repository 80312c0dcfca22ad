"""A company shows itself, a case is told and taken down, colleagues come in."""

import pytest
from playwright.sync_api import expect

from profiles import selftest
from tests.profiles.written import picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_company_tends_its_profile_and_what_it_is_building(visitor) -> None:
    seller, moderator, reader = visitor(), visitor(), visitor()
    seller.signs_in("seller@upes-ziburys.example")
    moderator.signs_in("moderator@ppi-lietuva.example", portal="lt")
    change_headline(seller, "Gatvės šviečia tada, kai kas nors eina")
    reader.opens("/p/dk/en/companies/upes-ziburys/")
    reader.does_not_see("Gatvės šviečia tada, kai kas nors eina")
    publishes(moderator, "UAB „Upės žiburys“", portal="lt")

    seller.opens("/p/dk/en/companies/my/profile/")
    seller.follows("Products")
    seller.follows("Add a product")
    seller.clicks("Save")
    expect(seller.page.locator("[data-error-summary]")).to_contain_text("Name")
    describe_product(seller)
    add_picture(seller)
    answer_self_test(seller)
    seller.clicks("Send to the moderators")
    seller.sees("It has waited for 1 minute.")
    publishes(moderator, "Žingsnių žibintas", portal="lt")

    reader.opens("/p/dk/en/companies/upes-ziburys/")
    reader.sees("Gatvės šviečia tada, kai kas nors eina")
    being_built = reader.page.locator("section", has_text="What they are building now").last
    expect(being_built).to_contain_text("Žingsnių žibintas")
    reader.follows("Žingsnių žibintas")
    reader.sees("Looks for a first public buyer")
    expect(reader.page.get_by_alt_text("Žibintas prie tako, naktį")).to_be_visible()


def change_headline(seller, headline: str) -> None:
    seller.opens("/p/dk/en/companies/my/profile/")
    seller.follows("About you")
    seller.fills("What do you do, in one sentence?", headline)
    seller.clicks("Save")
    seller.sees("Saved. What buyers see stays as it is until you send the change.")
    seller.follows("See what changes")
    seller.sees(headline)
    seller.clicks("Send to the moderators")
    seller.sees("The moderators are reading your change")


def describe_product(seller) -> None:
    seller.page.locator("[name=name]").fill("Žingsnių žibintas")
    seller.fills("Which problem does it solve?", "Takas šviečia tik ten, kur kas nors eina.")
    seller.page.locator("textarea[name=description]").fill("Jutiklis mato kūno šilumą.")
    seller.page.locator("[name=stage]").select_option("trl-6")
    seller.page.locator("[name=seeking_first_buyer]").check()
    seller.clicks("Save")


def add_picture(seller) -> None:
    seller.follows("Pictures and documents")
    shown = picture("zibintas.png", wide=64, high=48)
    upload = {"name": shown.name, "mimeType": "image/png", "buffer": shown.read()}
    seller.page.locator("[name=picture]").set_input_files(upload)
    seller.fills("What is to be seen on it?", "Žibintas prie tako, naktį")
    seller.clicks("Add", exact=True)
    seller.sees("Žibintas prie tako, naktį")
    seller.follows("Back to the product")


def answer_self_test(seller) -> None:
    seller.follows("Self-test")
    for question in selftest.QUESTIONS:
        answer = "no" if question.key == "tried" else "yes"
        seller.page.locator(f"[name={question.key}][value={answer}]").check()
    seller.clicks("Save")
    seller.sees("can be listed, with something left to do".capitalize())
    seller.follows("Back to the product")


def test_a_new_company_comes_from_its_number_to_a_product_that_buyers_find(visitor) -> None:
    seller, moderator, buyer = visitor(), visitor(), visitor()
    seller.opens("/p/dk/en/account/signup/")
    seller.signs_up("The seller of Mosevang", "seller@mosevang.example")
    found_company(seller)
    moderator.signs_in("moderator@ppi-danmark.example")
    publishes(moderator, "Mosevang Sensorer ApS")

    write_profile(seller)
    buyer.opens("/p/dk/en/companies/?q=mosevang")
    buyer.does_not_see("Mosevang Sensorer ApS")
    publishes(moderator, "Mosevang Sensorer ApS")
    find_it_by_region(buyer)


def found_company(seller) -> None:
    seller.opens("/p/dk/en/organisations/new/?kind=supplier")
    seller.fills("Name", "Mosevang Sensorer ApS")
    seller.page.locator("[name=country]").select_option("DK")
    seller.page.locator("[name=nuts_search]").fill("DK041")
    seller.page.locator("[name=registration_number]").fill("13585627")
    seller.clicks("Create organisation")
    seller.sees("«13585627» cannot be right.")
    seller.does_not_see("The moderators are looking at it")
    seller.page.locator("[name=registration_number]").fill("13 58 56 28")
    seller.clicks("Create organisation")
    seller.sees("The moderators are looking at it")


def publishes(moderator, title: str, portal: str = "dk") -> None:
    """The moderator reads it as the public would see it, and lets it through."""
    moderator.waits_for(f"/p/{portal}/en/moderation/", title)
    moderator.follows(title)
    moderator.looks()
    moderator.page.locator("button[value=publish]").click()
    moderator.sees(f"Done: {title}.")
    moderator.looks()


def write_profile(seller) -> None:
    seller.opens("/p/dk/en/companies/my/profile/")
    seller.sees("When the first three are done")
    seller.follows("About you")
    seller.fills("What do you do, in one sentence?", "Sensors that notice a wet street early")
    seller.page.locator("[name=about]").fill("We are four people in a barn and measure water.")
    seller.clicks("Save")

    seller.follows("Subjects and regions")
    seller.page.locator("[name=cpv_search]").fill("35125100")
    seller.page.locator("[name=nuts_search]").fill("DK041")
    seller.clicks("Save")
    seller.follows("Languages and portals")
    seller.page.locator("[name=languages][value=da]").check()
    seller.clicks("Save")
    tell_of_a_product(seller)
    seller.follows("Check and send")
    seller.sees("We are four people in a barn")
    seller.sees("Wet Street")
    seller.clicks("Send to the moderators")
    seller.sees("The moderators are reading it")


def tell_of_a_product(seller) -> None:
    """It goes to the moderators with the profile, once its self-test is answered."""
    seller.follows("Products")
    seller.follows("Add a product")
    seller.page.locator("[name=name]").fill("Wet Street")
    seller.fills("Which problem does it solve?", "Nobody knows that a street floods until it has.")
    seller.page.locator("[name=stage]").select_option("trl-8")
    seller.clicks("Save")
    seller.sees("It is shown as soon as the profile is.")
    answer_self_test(seller)
    seller.opens("/p/dk/en/companies/my/profile/")


def find_it_by_region(buyer) -> None:
    """Facets narrow at once; the regions of a country appear when it is chosen."""
    buyer.opens("/p/dk/en/companies/")
    delivers = buyer.page.get_by_role("group", name="Delivers in")
    delivers.get_by_label("Denmark").check()
    buyer.page.wait_for_url("**delivers=DK**")
    buyer.page.get_by_role("group", name="Region").get_by_label("Midtjylland").check()
    buyer.page.wait_for_url("**region=**")
    buyer.sees("Mosevang Sensorer ApS")
    buyer.looks()
    buyer.page.get_by_role("group", name="How far their products are").get_by_label(
        "Ready for a pilot"
    ).check()
    buyer.page.wait_for_url("**stage=pilot**")
    buyer.follows("Mosevang Sensorer ApS")
    buyer.sees("Sensors that notice a wet street early")
    buyer.sees("13585628")
    buyer.follows("Wet Street")
    buyer.sees("Nobody knows that a street floods until it has.")


TITLE = "Lamps that listen to the harbour"
RETURNED = "Say how many lamps there were before."
REMOVED = "The figures belong to another harbour."


def test_a_case_is_returned_mended_published_reported_and_removed(visitor) -> None:
    author, moderator, reader = visitor(), visitor(), visitor()
    author.signs_in("buyer@havneby.example")
    moderator.signs_in("moderator@ppi-danmark.example")
    tell_the_case(author)
    send_back(moderator)
    mend_the_case(author)
    publishes(moderator, TITLE)

    address = read_and_report(reader)
    remove(moderator)
    reader.finds_nothing_at(address)
    the_author_reads_why(author, address)


def tell_the_case(author) -> None:
    author.opens("/p/dk/en/cases/new/")
    author.page.locator("[name=title]").fill(TITLE)
    author.page.locator("[name=language]").select_option("en")
    author.clicks("Save and continue")
    author.fills("In one or two sentences", "The quay is dark until a boat comes in.")
    author.page.locator("[name=story]").fill("## Before\n\nEvery lamp burnt all night.")
    author.clicks("Save and continue")
    author.page.locator("[name=before]").fill("41 MWh")
    author.page.locator("[name=after]").fill("12 MWh")
    author.page.locator("[name=price]").fill("-5")
    author.clicks("Save and continue")
    author.sees("A price cannot be negative.")
    expect(author.page.locator("[name=before]")).to_have_value("41 MWh")
    author.page.locator("[name=price]").fill("88000")
    author.clicks("Save and continue")
    author.page.locator("[name=themes][value=harbours]").check()
    author.clicks("Save and continue")
    author.clicks("Save and continue")
    author.sees("Every lamp burnt all night.")
    author.clicks("Send to the moderators")
    author.sees("Sent to the moderators.")


def send_back(moderator) -> None:
    moderator.waits_for("/p/dk/en/moderation/", TITLE)
    moderator.follows(TITLE)
    moderator.page.locator("[name=reason]").fill(RETURNED)
    moderator.clicks("Return with this reason")
    moderator.sees(f"Done: {TITLE}.")


def mend_the_case(author) -> None:
    mail = author.reads_mail("buyer@havneby.example", TITLE)
    assert RETURNED in mail
    author.opens("/p/dk/en/cases/mine/")
    author.follows(TITLE)
    author.sees(RETURNED)
    author.follows("The numbers")
    author.fills("What does it count?", "a year, with 310 lamps")
    author.clicks("Save and continue")
    author.follows("Check and send")
    author.clicks("Send to the moderators")


def read_and_report(reader) -> str:
    """Found in the list by words and theme; returns its address."""
    reader.waits_for("/p/dk/en/cases/?q=harbour&theme=harbours", TITLE)
    reader.follows(TITLE)
    reader.sees("a year, with 310 lamps")
    address = reader.page.url.removeprefix(reader.site)
    reader.follows("Report this page")
    reader.page.locator("[name=kind]").first.check()
    reader.fills("What did you see?", "These are the figures of another harbour.")
    reader.clicks("Send report")
    reader.sees("A moderator reads your report and decides.")
    return address


def remove(moderator) -> None:
    moderator.opens("/p/dk/en/moderation/reports/")
    moderator.sees("These are the figures of another harbour.")
    moderator.clicks("Remove it")
    moderator.sees("Write the reason. Its author reads it.")
    moderator.page.locator("[name=reason]").fill(REMOVED)
    moderator.clicks("Remove it")
    moderator.sees("The report is answered.")


def the_author_reads_why(author, address: str) -> None:
    author.opens(address)
    author.sees("Removed by the moderators")
    author.sees(REMOVED)


def test_a_new_colleague_is_invited_and_another_asks_to_come_in(visitor) -> None:
    owner, colleague, other = visitor(), visitor(width=390, height=844), visitor()
    owner.signs_in("buyer@havneby.example")
    invite(owner, "colleague@havneby.example")
    accept_the_invitation(colleague, "colleague@havneby.example")

    other.signs_in("stranger@elsewhere.example")
    ask_to_join(other)
    let_in(owner)
    other.opens("/p/dk/en/organisations/")
    other.follows("Havneby Kommune")
    other.sees("The colleague of Havneby")


def invite(owner, email: str) -> None:
    owner.opens("/p/dk/en/organisations/havneby-kommune/board/")
    owner.fills("E-mail address", email)
    owner.page.locator("[name=role][value=editor]").check()
    owner.clicks("Send invitation")
    owner.sees("The invitation is on its way.")


def accept_the_invitation(colleague, email: str) -> None:
    """From the mail to the sign-up, and from the confirmed address back to the invitation."""
    colleague.reads_mail(email, "Havneby Kommune")
    colleague.page.locator("main a[href*='/invitation/']").first.click()
    colleague.sees("Bliv medlem af Havneby Kommune")
    colleague.clicks("Menu")
    colleague.page.locator("#site-menu summary", has_text="Dansk").click()
    colleague.follows("English")
    colleague.sees(f"The invitation is for {email}.")
    colleague.follows("Create an account")
    colleague.signs_up("The colleague of Havneby", email)
    colleague.clicks("Accept invitation")
    colleague.sees("Welcome to Havneby Kommune.")
    colleague.fits_the_screen()


def ask_to_join(other) -> None:
    other.opens("/p/dk/en/organisations/join/?q=havneby")
    other.follows("Ask to join Havneby Kommune")
    other.fills("Who are you there?", "I keep the streets swept.")
    other.clicks("Send request")
    other.sees("We have passed on your request.")


def let_in(owner) -> None:
    owner.reads_mail("buyer@havneby.example", "The stranger")
    owner.opens("/p/dk/en/organisations/havneby-kommune/board/")
    owner.sees("I keep the streets swept.")
    owner.clicks("Let The stranger in")
    owner.sees("They are in.")
