"""The pages of organisations as each reader sees them."""

import pytest

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.organisations import changes, services
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from tests.ppi.organisations.reading import error_at, titles

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"


def now(organisation) -> Organisation:
    return Organisation.objects.everywhere("the test").get(pk=organisation.pk)


# --- My organisations


def test_my_list_shows_roles_invitations_and_requests_and_nobody_elses(
    as_user, havneby, jarvikunta, upes_ziburys, buyer_of_havneby, buyer_of_jarvikunta
) -> None:
    services.invite(jarvikunta, buyer_of_havneby.email, Role.EDITOR, by=buyer_of_jarvikunta)
    services.request_to_join(upes_ziburys, "", by=buyer_of_havneby)

    page = as_user(buyer_of_havneby).get(HERE).text

    assert titles(page) == ["Järvikunta", "Havneby Kommune", "Upės žiburys"]
    assert "You are owner" in page
    assert "as editor" in page
    assert "not answered yet" in page
    assert titles(as_user(buyer_of_jarvikunta).get(HERE).text) == ["Järvikunta"]


def test_somebody_new_is_told_what_to_do(as_user, denmark, stranger) -> None:
    page = as_user(stranger).get(HERE).text

    assert "You belong to no organisation yet" in page
    assert f'href="{HERE}new/"' in page


# --- A new one


@pytest.fixture
def answers() -> dict:
    return {
        "name": "Vestby Kommune",
        "buyer_type": "sub-central",
        "country": "DK",
        "registration_number": "12 34 56 74",
        "nuts": ["DK050"],
        "website": "https://vestby.example",
        "about": "A town by the sea.",
    }


def test_the_kind_is_asked_first_each_with_its_explanation(as_user, denmark, stranger) -> None:
    page = as_user(stranger).get(f"{HERE}new/").text

    for kind in Kind:
        assert f'href="{HERE}new/?kind={kind.value}"' in page
    assert "A municipality, region, state body" in page


def test_only_a_buyer_is_asked_what_kind_of_buyer(as_user, facts, denmark, stranger) -> None:
    browser = as_user(stranger)

    assert 'name="buyer_type"' in browser.get(f"{HERE}new/?kind=buyer").text
    assert "which EU thresholds apply" in browser.get(f"{HERE}new/?kind=buyer").text
    assert 'name="buyer_type"' not in browser.get(f"{HERE}new/?kind=supplier").text
    assert "What is your organisation?" in browser.get(f"{HERE}new/?kind=castle").text


def test_the_form_speaks_the_readers_language(as_user, facts, denmark, stranger) -> None:
    browser = as_user(stranger)

    pages = {
        lang: browser.get(f"/p/dk/{lang}/organisations/new/?kind=buyer").text
        for lang in ("da", "en")
    }

    assert "Regional or local authority: A municipality" in pages["en"]
    assert "Regional or local authority: A municipality" not in pages["da"]


def test_a_person_creates_an_organisation_and_stands_on_its_board(
    as_user, facts, denmark, stranger, answers
) -> None:
    response = as_user(stranger).post(f"{HERE}new/?kind=buyer", answers)

    assert response["Location"] == f"{HERE}vestby-kommune/board/"
    made = Organisation.objects.of_member(stranger, Role.OWNER).get()
    kept = {name: getattr(made, name) for name in answers}
    assert kept == answers | {"registration_number": "12345674", "nuts": "DK050"}
    assert (made.kind, made.portal, made.language, made.status) == (
        "buyer",
        denmark,
        "en",
        Status.PENDING,
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("name", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("buyer_type", "", "This field is required."),
        (
            "buyer_type",
            "royal",
            "Select a valid choice. royal is not one of the available choices.",
        ),
        ("country", "FR", "Select a valid choice. FR is not one of the available choices."),
        (
            "registration_number",
            "12345675",
            "«12345675» cannot be right. A CVR looks like this: 12345674.",
        ),
        ("nuts", ["LT024"], "This region lies in another country."),
        ("nuts", ["XX999"], None),
        ("website", "javascript:alert(1)", "Enter a valid URL."),
        ("about", "x" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    as_user, facts, denmark, stranger, answers, field, value, sentence
) -> None:
    response = as_user(stranger).post(f"{HERE}new/?kind=buyer", answers | {field: value})

    assert response.status_code == 200
    said = error_at(response.text, field)
    assert said == sentence if sentence else said
    if field != "website":
        assert "https://vestby.example" in response.text
    assert not Organisation.objects.everywhere("the test").exists()


def test_a_number_that_is_here_already_is_refused_with_a_way_out(
    as_user, facts, newcomer, learner_of_metsalinn, moderator_of_denmark, answers
) -> None:
    services.verify(newcomer, by=moderator_of_denmark)
    response = as_user(learner_of_metsalinn).post(f"{HERE}new/?kind=buyer", answers)

    assert "An organisation with this number is here already." in response.text
    assert Organisation.objects.everywhere("the test").count() == 1


def test_looking_for_a_region_without_javascript_takes_nothing_yet(
    as_user, facts, denmark, stranger, answers
) -> None:
    response = as_user(stranger).post(
        f"{HERE}new/?kind=buyer",
        answers | {"nuts": [], "nuts_search": "Nordjylland", "find": "nuts", "name": ""},
    )

    assert "DK050" in response.text
    assert error_at(response.text, "name") == ""
    assert not Organisation.objects.everywhere("the test").exists()


# --- The public page


def test_a_verified_one_is_seen_by_everybody_in_every_portal_that_shows_the_network(
    client, havneby, latvia
) -> None:
    here = client.get(f"{HERE}havneby/")
    there = client.get("/p/lv/en/organisations/havneby/")
    Portal.objects.filter(pk=latvia.pk).update(shows_network=False)
    hidden = client.get("/p/lv/en/organisations/havneby/")

    assert "Havneby Kommune" in here.text
    assert "Regional or local authority" in here.text
    assert there.status_code == 200
    assert hidden.status_code == 404
    assert "Havneby" not in hidden.text


@pytest.mark.parametrize("status", [Status.PENDING, Status.REJECTED, Status.SUSPENDED])
def test_any_other_answers_like_one_that_does_not_exist_but_to_its_own_people(
    client, as_user, havneby, buyer_of_havneby, moderator_of_denmark, moderator_of_latvia, status
) -> None:
    Organisation.objects.everywhere("the test").update(status=status)
    missing = client.get(f"{HERE}nowhere/")

    for who in (None, moderator_of_latvia):
        page = as_user(who).get(f"{HERE}havneby/")
        assert page.status_code == 404
        assert "Havneby" not in page.text.replace("/havneby/", "").replace("%2Fhavneby%2F", "")
    assert missing.status_code == 404
    for who in (buyer_of_havneby, moderator_of_denmark):
        assert "Havneby Kommune" in as_user(who).get(f"{HERE}havneby/").text


def test_a_former_address_redirects_for_good_and_tells_nothing_of_what_is_hidden(
    client, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.update(havneby, by=buyer_of_havneby, name="Nyhavn Kommune")
    changes.decide(changes.waiting_of(havneby), True, by=moderator_of_denmark)
    moved = client.get(f"{HERE}havneby/")
    Organisation.objects.everywhere("the test").update(status=Status.SUSPENDED)
    hidden = client.get(f"{HERE}havneby/")

    assert (moved.status_code, moved["Location"]) == (301, f"{HERE}nyhavn-kommune/")
    assert hidden.status_code == 404


def test_markup_in_what_members_write_is_shown_as_text(client, havneby, buyer_of_havneby) -> None:
    services.update(
        havneby, by=buyer_of_havneby, about="<script>alert(1)</script>\n\nA second paragraph"
    )

    page = client.get(f"{HERE}havneby/").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<p>A second paragraph</p>" in page


# --- Changing


def test_a_verified_one_is_not_asked_again_for_what_was_verified(
    as_user, facts, havneby, buyer_of_havneby
) -> None:
    browser = as_user(buyer_of_havneby)
    page = browser.get(f"{HERE}havneby/edit/").text
    response = browser.post(
        f"{HERE}havneby/edit/",
        {
            "name": havneby.name,
            "buyer_type": havneby.buyer_type,
            "country": "SE",
            "about": "New",
        },
    )

    assert 'name="country"' not in page
    assert 'name="registration_number"' not in page
    assert response["Location"] == f"{HERE}havneby/board/"
    changed = now(havneby)
    assert (changed.country, changed.about, changed.nuts) == ("DK", "New", "")


def test_nobody_but_owners_opens_the_form(
    as_user, havneby, buyer_of_havneby, reader_of_havneby, stranger
) -> None:
    refused = as_user(reader_of_havneby).get(f"{HERE}havneby/edit/")

    assert refused.status_code == 403
    assert "Only owners of Havneby Kommune may do that." in refused.text
    assert as_user(stranger).get(f"{HERE}havneby/edit/").status_code == 404


def test_a_rejected_one_reads_the_reason_and_asks_again(
    as_user, newcomer, stranger, moderator_of_denmark, run_jobs
) -> None:
    run_jobs()
    waiting = Submission.objects.moderated_by(newcomer.portal).waiting()
    moderation.send_back(waiting.get(), "The number is another's.", by=moderator_of_denmark)
    browser = as_user(stranger)
    board = browser.get(f"{HERE}{newcomer.slug}/board/").text
    browser.post(f"{HERE}{newcomer.slug}/ask-again/")
    run_jobs()

    assert "The number is another&#x27;s." in board
    assert now(newcomer).status == Status.PENDING
    assert waiting.count() == 1
