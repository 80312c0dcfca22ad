"""The moderators' queue: what waits, and what becomes of it."""

import re

import pytest

from ppi.moderation import services
from ppi.moderation.models import Submission
from ppi.organisations.choices import Status
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from tests.ppi.moderation.reading import HERE, fresh, listed

pytestmark = pytest.mark.django_db


def second(name: str, portal: Portal, status: str = Status.PENDING) -> Submission:
    made = Organisation.objects.create(
        slug=name.lower(), name=name, kind="supplier", country="DK", portal=portal, status=status
    )
    return services.submit(made, by=None)


# --- The queue


def test_what_waits_the_longest_stands_open_as_the_public_would_see_it(
    as_user, submission, denmark, latvia, moderator_of_denmark
) -> None:
    second("Later", denmark)
    second("Elsewhere", latvia)

    page = as_user(moderator_of_denmark).get(HERE).text

    assert listed(page) == ["→ Vestby Værft", "Later"]
    preview = page[page.index("data-preview") :]
    assert "12345674" in preview
    assert "stranger@elsewhere.example" in preview
    assert "Elsewhere" not in page.replace("elsewhere.example", "")
    assert re.search(r'value="publish"[^>]*>\s*Verify\s*</button>', page)


def test_publishing_opens_the_next_one_by_itself(
    as_user, submission, newcomer, denmark, moderator_of_denmark
) -> None:
    following = second("Later", denmark)
    browser = as_user(moderator_of_denmark)

    response = browser.post(f"{HERE}{submission.pk}/decide/", {"decision": "publish"})

    assert response["Location"] == f"{HERE}{following.pk}/"
    page = browser.get(response["Location"]).text
    assert listed(page) == ["→ Later"]
    assert "Done: Vestby Værft." in page
    assert fresh(newcomer).status == Status.VERIFIED


def test_after_the_last_one_the_page_says_that_nothing_waits(
    as_user, submission, moderator_of_denmark
) -> None:
    response = as_user(moderator_of_denmark).post(
        f"{HERE}{submission.pk}/decide/", {"decision": "publish"}, follow=True
    )

    assert "Nothing waits" in response.text


def test_returning_without_a_reason_is_refused_at_the_field(
    as_user, submission, newcomer, moderator_of_denmark
) -> None:
    response = as_user(moderator_of_denmark).post(
        f"{HERE}{submission.pk}/decide/", {"decision": "return", "reason": ""}
    )

    assert response.status_code == 422
    assert 'id="id_reason_error"' in response.text
    assert "Write the reason. Its author reads it." in response.text
    assert fresh(newcomer).status == Status.PENDING


@pytest.mark.parametrize("decision", [{}, {"decision": ""}, {"decision": "keep"}])
def test_a_decision_that_is_no_button_of_the_queue_decides_nothing(
    as_user, submission, newcomer, moderator_of_denmark, decision
) -> None:
    response = as_user(moderator_of_denmark).post(
        f"{HERE}{submission.pk}/decide/", {"reason": "A long reason."} | decision
    )

    assert response.status_code == 422
    assert "Nothing was decided. Press one of the buttons." in response.text
    assert "A long reason." in response.text
    assert fresh(newcomer).status == Status.PENDING
    assert fresh(submission).decided_at is None


def test_a_typed_reason_stays_when_the_decision_is_refused(
    as_user, submission, moderator_of_denmark
) -> None:
    services.publish(submission, by=moderator_of_denmark)
    response = as_user(moderator_of_denmark).post(
        f"{HERE}{submission.pk}/decide/", {"decision": "return", "reason": "A long reason."}
    )

    assert response.status_code == 422
    assert "Another moderator has decided this already." in response.text
    assert "A long reason." in response.text
    assert 'value="publish"' not in response.text


def test_a_reason_that_is_too_long_is_refused_and_kept(
    as_user, submission, moderator_of_denmark
) -> None:
    response = as_user(moderator_of_denmark).post(
        f"{HERE}{submission.pk}/decide/", {"decision": "return", "reason": "z" * 2001}
    )

    assert "Ensure this value has at most 2000 characters" in response.text
    assert "z" * 2001 in response.text
    assert fresh(submission).decided_at is None


def test_returning_with_a_reason_tells_it_to_the_author(
    as_user, submission, newcomer, stranger, moderator_of_denmark
) -> None:
    reason = "The number is <10 digits & another's."
    as_user(moderator_of_denmark).post(
        f"{HERE}{submission.pk}/decide/", {"decision": "return", "reason": reason}
    )

    board = as_user(stranger).get(f"/p/dk/en/organisations/{newcomer.slug}/board/").text

    assert "The number is &lt;10 digits &amp; another&#x27;s." in board


@pytest.mark.parametrize("who", [None, "stranger", "moderator_of_latvia"])
@pytest.mark.parametrize(
    "path", ["", "{}/", "{}/decide/", "history/", "reports/", "reports/{}/", "reports/{}/settle/"]
)
def test_the_pages_are_for_this_portals_moderators(
    request, as_user, submission, newcomer, shared_case, denmark, who, path
) -> None:
    report = services.report(shared_case, denmark, kind="spam", text="Advertising")
    person = request.getfixturevalue(who) if who else None
    browser = as_user(person)
    address = HERE + path.format(report.pk if "reports" in path else submission.pk)

    response = browser.post(address, {"decision": "publish", "reason": "x"})

    assert response.status_code in (302, 403, 405)
    assert "Vestby" not in response.text
    assert fresh(newcomer).status == Status.PENDING
    assert fresh(report).state == "open"
    if person is not None:
        assert browser.get(address).status_code in (403, 405)


def test_a_submission_of_another_portal_is_not_found_here(
    as_user, submission, latvia, moderator_of_latvia
) -> None:
    there = as_user(moderator_of_latvia).get(f"/p/lv/en/moderation/{submission.pk}/")

    assert there.status_code == 404
    assert "Vestby" not in there.text


def test_the_keys_are_documented_can_be_switched_off_and_need_no_inline_script(
    as_user, submission, moderator_of_denmark
) -> None:
    page = as_user(moderator_of_denmark).get(HERE).text

    for key in "prjk":
        assert f"<kbd>{key}</kbd>" in page
    assert re.search(r'<input[^>]+type="checkbox"[^>]+data-keys-on', page)
    assert 'src="/static/ppi/js/moderation.js" type="module"' in page
    assert re.search(r'<textarea[^>]+name="reason"[^>]*data-key="r"', page, re.DOTALL)
    assert re.search(r'value="publish"[^>]*data-key="p"', page)


def test_what_was_decided_stays_with_its_reason_and_is_shown_with_the_thing(
    as_user, submission, newcomer, stranger, moderator_of_denmark, run_jobs
) -> None:
    from ppi.organisations import services as organisations

    services.send_back(submission, "The number is wrong.", by=moderator_of_denmark)
    organisations.ask_again(newcomer, by=stranger)
    run_jobs()
    browser = as_user(moderator_of_denmark)

    history, queue = browser.get(f"{HERE}history/").text, browser.get(HERE).text

    for page in (history, queue):
        assert "The number is wrong." in page
        assert "The moderator of PPI Denmark" in page
    assert "Decided before" in queue


def test_the_queue_asks_the_database_as_often_for_ten_things_as_for_two(
    as_user, submission, denmark, moderator_of_denmark, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_user(moderator_of_denmark)
    second("Another", denmark)
    browser.get(HERE)
    with CaptureQueriesContext(connection) as few:
        browser.get(HERE)
    for number in range(8):
        second(f"More-{number}", denmark)
    with CaptureQueriesContext(connection) as many:
        browser.get(HERE)

    assert len(many) == len(few)


def test_what_is_gone_does_not_break_the_queue(
    as_user, submission, newcomer, moderator_of_denmark
) -> None:
    newcomer.delete()

    page = as_user(moderator_of_denmark).get(HERE)

    assert page.status_code == 200
    assert "It is not here any more." in page.text
