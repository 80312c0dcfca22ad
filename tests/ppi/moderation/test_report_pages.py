"""The page on which anybody reports, and the pages on which moderators answer."""

import pytest
from django.core.signing import dumps
from django.utils import timezone

from cases.models import Case
from ppi.moderation import services
from ppi.moderation.choices import ReportKind
from ppi.moderation.models import Report
from ppi.organisations.choices import Status
from ppi.organisations.models import Organisation
from ppi.portals import robots
from ppi.portals.models import Portal
from tests.ppi.moderation.reading import HERE, fresh, listed

pytestmark = pytest.mark.django_db

# --- Reporting


@pytest.fixture
def answers() -> dict:
    shown = dumps(timezone.now().timestamp() - 60, salt=robots.SALT)
    return {"kind": "wrong", "text": "The price is wrong.", "email": "", "started": shown}


def address_of(subject, portal: str = "dk") -> str:
    return f"/p/{portal}/en/moderation/report/{subject._meta.label_lower}/{subject.pk}/"


def test_anybody_reports_what_they_can_read(client, shared_case, answers, denmark) -> None:
    page = client.get(f"/p/dk/en/cases/{shared_case.slug}/")
    response = client.post(address_of(shared_case), answers | {"email": "me@home.example"})

    assert f'href="{address_of(shared_case)}"' in page.text
    assert response["Location"] == "/p/dk/en/moderation/report/thanks/"
    report = Report.objects.moderated_by(denmark).get()
    assert (report.subject, report.kind, report.text, report.email, report.reported_by) == (
        shared_case,
        ReportKind.WRONG,
        "The price is wrong.",
        "me@home.example",
        None,
    )


def test_an_organisations_page_carries_the_link_too(
    client, as_user, havneby, buyer_of_havneby
) -> None:
    public = client.get("/p/dk/en/organisations/havneby/").text
    Organisation.objects.everywhere("the test").update(status=Status.SUSPENDED)
    own = as_user(buyer_of_havneby).get("/p/dk/en/organisations/havneby/").text

    assert f'href="{address_of(havneby)}"' in public
    assert address_of(havneby) not in own


def test_html_in_a_report_is_refused_and_stays_as_it_was_typed(
    client, shared_case, answers, denmark
) -> None:
    evil = "See <img src=x onerror=alert(1)>"
    page = client.post(address_of(shared_case), answers | {"text": evil}).text

    assert "This looks like HTML." in page
    assert "See &lt;img src=x onerror=alert(1)&gt;</textarea>" in page
    assert not Report.objects.moderated_by(denmark).exists()


def test_who_is_signed_in_is_named(as_user, shared_case, answers, denmark, stranger) -> None:
    as_user(stranger).post(address_of(shared_case), answers)

    assert Report.objects.moderated_by(denmark).get().reported_by == stranger


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_the_reader_may_not_see_cannot_be_reported(
    client, shared_case, newcomer, latvia, answers, method
) -> None:
    draft = Case.objects.create(
        slug="draft", organisation=None, portal=shared_case.portal, language="en", title_en="Secret"
    )
    addresses = [
        address_of(draft),
        address_of(newcomer),
        address_of(shared_case).replace(str(shared_case.pk), "999999999"),
        "/p/dk/en/moderation/report/accounts.user/1/",
        "/p/dk/en/moderation/report/organisations.joinrequest/1/",
        "/p/dk/en/moderation/report/nonsense/1/",
    ]
    Portal.objects.filter(pk=latvia.pk).update(shows_network=False)
    addresses.append(address_of(shared_case, "lv"))

    for address in addresses:
        response = getattr(client, method)(address, answers)
        assert response.status_code == 404, address
        assert "Secret" not in response.text
    assert not Report.objects.everywhere("the test").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": ""}, "This field is required."),
        ({"kind": "boring"}, "Select a valid choice."),
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 2001}, "Ensure this value has at most 2000 characters"),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"website": "https://spam.example"}, "A field that people do not see was filled in."),
        ({"started": "forged"}, "This form was open too long."),
    ],
)
def test_a_wrong_report_is_refused_and_keeps_what_was_typed(
    client, shared_case, answers, change, sentence
) -> None:
    response = client.post(address_of(shared_case), answers | change)

    assert response.status_code == 200
    assert sentence in response.text
    assert change.get("text", "The price is wrong.") in response.text
    assert not Report.objects.everywhere("the test").exists()


def test_one_address_does_not_flood_the_moderators(client, shared_case, answers) -> None:
    for _number in range(5):
        client.post(address_of(shared_case), answers)
    sixth = client.post(address_of(shared_case), answers)

    assert "You have sent several reports." in sixth.text
    assert "The price is wrong." in sixth.text
    assert Report.objects.everywhere("the test").count() == 5


# --- Answering a report


@pytest.fixture
def report(shared_case, denmark, stranger) -> Report:
    return services.report(
        shared_case, denmark, kind="illegal", text="<i>Copied</i> from us", by=stranger
    )


def test_the_moderator_sees_what_was_reported_and_why(
    as_user, report, moderator_of_denmark
) -> None:
    page = as_user(moderator_of_denmark).get(f"{HERE}reports/").text

    assert listed(page) == ["→ Light only where somebody walks"]
    assert "It breaks the law or the terms of use" in page
    assert "&lt;i&gt;Copied&lt;/i&gt; from us" in page
    assert "The stranger" in page


def test_a_removal_is_told_on_the_authors_page(
    as_user, client, report, shared_case, buyer_of_havneby, moderator_of_denmark
) -> None:
    response = as_user(moderator_of_denmark).post(
        f"{HERE}reports/{report.pk}/settle/",
        {"decision": "remove", "reason": "The text is copied."},
        follow=True,
    )

    assert "No open report" in response.text
    assert client.get(f"/p/dk/en/cases/{shared_case.slug}/").status_code == 404
    own = as_user(buyer_of_havneby).get(f"/p/dk/en/cases/{shared_case.slug}/").text
    assert "The text is copied." in own


def test_an_answer_needs_a_reason(as_user, report, shared_case, moderator_of_denmark) -> None:
    for decision in ("keep", "remove"):
        response = as_user(moderator_of_denmark).post(
            f"{HERE}reports/{report.pk}/settle/", {"decision": decision, "reason": " "}
        )
        assert response.status_code == 422
        assert "Write the reason. Its author reads it." in response.text
    assert fresh(report).state == "open"
    assert fresh(shared_case).status == "published"


@pytest.mark.parametrize("decision", [{}, {"decision": ""}, {"decision": "publish"}])
def test_a_decision_that_is_no_button_of_the_reports_answers_nothing(
    as_user, report, shared_case, moderator_of_denmark, decision
) -> None:
    response = as_user(moderator_of_denmark).post(
        f"{HERE}reports/{report.pk}/settle/", {"reason": "A long reason."} | decision
    )

    assert response.status_code == 422
    assert "Nothing was decided. Press one of the buttons." in response.text
    assert "A long reason." in response.text
    assert fresh(report).state == "open"
    assert fresh(shared_case).status == "published"


def test_what_is_kept_stays_and_the_answer_can_be_read_later(
    as_user, client, report, shared_case, moderator_of_denmark
) -> None:
    browser = as_user(moderator_of_denmark)
    browser.post(
        f"{HERE}reports/{report.pk}/settle/", {"decision": "keep", "reason": "It is their own."}
    )

    assert client.get(f"/p/dk/en/cases/{shared_case.slug}/").status_code == 200
    assert "It is their own." in browser.get(f"{HERE}reports/{report.pk}/").text


# --- Putting back


@pytest.fixture
def removed(report, shared_case, moderator_of_denmark) -> Report:
    services.settle(report, remove=True, reason="It is copied.", by=moderator_of_denmark)
    return fresh(report)


def test_moderators_find_what_is_removed_and_put_it_back_with_a_reason(
    as_user, client, removed, shared_case, moderator_of_denmark, moderator_of_latvia
) -> None:
    browser, address = as_user(moderator_of_denmark), f"{HERE}reports/{removed.pk}/"
    listed_here = browser.get(f"{HERE}removed/").text
    assert f'href="{address}"' in listed_here
    assert "It is copied." in listed_here
    assert "Put it back" in browser.get(address).text
    elsewhere = as_user(moderator_of_latvia).get("/p/lv/en/moderation/removed/").text
    assert "Nothing is removed" in elsewhere

    refused = browser.post(f"{address}put-back/", {"reason": " "})
    assert (refused.status_code, fresh(shared_case).status) == (422, "removed")
    done = browser.post(f"{address}put-back/", {"reason": "It is their own."}, follow=True)

    assert "It is public again." in done.text
    assert "Nothing is removed" in done.text
    assert client.get(f"/p/dk/en/cases/{shared_case.slug}/").status_code == 200
    later = browser.get(address).text
    assert "It is copied." in later
    assert "It is their own." in later
    assert "Put it back" not in later


def test_the_removed_page_itself_leads_moderators_there_and_not_its_authors(
    as_user, removed, shared_case, moderator_of_denmark, buyer_of_havneby
) -> None:
    page, link = f"/p/dk/en/cases/{shared_case.slug}/", f"{HERE}reports/{removed.pk}/"

    assert f'href="{link}"' in as_user(moderator_of_denmark).get(page).text
    own = as_user(buyer_of_havneby).get(page).text
    assert "It is copied." in own
    assert link not in own
