"""Valkey stops, or hangs, while an opportunity is being published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ppi.accounts.models import User
from ppi.embedded.valkey import Valkey
from ppi.kernel.models import Job
from ppi.matching.models import Match
from ppi.moderation.models import Submission
from ppi.notifications.models import Delivery
from tests.drills import market
from tests.drills.platform import Platform, decision_on, queue_of
from tests.drills.waiting import eventually

pytestmark = pytest.mark.timeout(240)

COMPANIES = 5
# The promise, and what a reader bears.
BACK_SECONDS, PATIENCE_SECONDS = 90, 4


@pytest.fixture
def valkey(own_valkey: Valkey) -> Iterator[Valkey]:
    yield own_valkey
    own_valkey.thaw()


@pytest.fixture
def sellers(platform, denmark) -> list[User]:
    return market.companies(denmark, COMPANIES)


@pytest.fixture
def submission(sellers, buyer_of_havneby, havneby) -> Submission:
    return market.submitted(buyer_of_havneby, havneby)


def told(platform: Platform) -> list[str]:
    return sorted(mail.to for mail in platform.mailbox.of_kind("Fits you"))


def all_done() -> bool:
    return not Job.objects.filter(done_at=None).exists()


def test_published_while_valkey_is_stopped_is_matched_and_mailed_when_it_is_back(
    platform: Platform, submission, sellers, moderator_of_denmark
) -> None:
    platform.processes.all()
    browser = platform.browser_of(moderator_of_denmark)
    token = browser.token(queue_of(submission))

    platform.valkey.stop()
    answer = browser.post(decision_on(submission), token, decision="publish")

    assert answer.status_code == 302
    assert market.status_of(submission) == "published"
    assert Match.objects.everywhere("a drill").count() == 0

    platform.valkey.start()
    wanted = sorted(person.email for person in sellers)
    eventually(lambda: told(platform) == wanted and all_done(), within=BACK_SECONDS)
    assert Match.objects.everywhere("a drill").count() == COMPANIES
    assert Delivery.objects.filter(kind="match", sent_at=None).count() == 0


def test_published_while_valkey_hangs_answers_in_time_and_is_matched_afterwards(
    platform: Platform, submission, sellers, moderator_of_denmark
) -> None:
    platform.processes.all()
    browser = platform.browser_of(moderator_of_denmark)
    token = browser.token(queue_of(submission))

    platform.valkey.freeze()
    answer = browser.post(
        decision_on(submission), token, decision="publish", timeout=PATIENCE_SECONDS
    )

    assert answer.status_code == 302
    assert market.status_of(submission) == "published"

    platform.valkey.thaw()
    wanted = sorted(person.email for person in sellers)
    eventually(lambda: told(platform) == wanted and all_done(), within=BACK_SECONDS)
    assert Match.objects.everywhere("a drill").count() == COMPANIES


COUNTED = {
    "/p/dk/en/account/login/": {"login": "somebody@havneby.example", "password": "wrong"},
    "/p/dk/en/account/password/reset/": {"email": "somebody@havneby.example"},
    "/p/dk/en/assistant/": {"question": "What is a market consultation?"},
}


def test_forms_that_are_counted_in_the_cache_answer_in_time_while_valkey_hangs(
    platform: Platform, denmark, stranger
) -> None:
    """Each asks it several times, and would wait a second for each."""
    platform.processes.web()
    browser = platform.browser_of(stranger)
    browser.session.cookies.clear()
    tokens = {path: browser.token(path) for path in COUNTED}

    platform.valkey.freeze()
    answers = {
        path: browser.post(path, tokens[path], timeout=PATIENCE_SECONDS, **fields).status_code
        for path, fields in COUNTED.items()
    }

    assert all(status in (200, 302) for status in answers.values()), answers
