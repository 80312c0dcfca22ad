"""Two at the same moment, with real transactions: one decides, the other reads that it is done."""

from __future__ import annotations

import pytest

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.organisations import claims
from ppi.organisations.choices import Role
from ppi.organisations.models import JoinRequest
from tests.conftest import organisation, person
from tests.ppi.organisations.acting import roles_in
from tests.ppi.organisations.test_organisation_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The register names them."
DECIDED = "Another moderator has decided this already."
# Each waits for the other only where they meet halfway; so several times.
ROUNDS = 8


def claimed(body, who) -> JoinRequest:
    made = claims.claim(body, by=who)
    moderation.submit(made, by=who)
    return made


def accept(made: JoinRequest, by) -> None:
    moderation.publish(Submission.objects.last_about(made), by=by, reason=WHY)


def test_two_claims_to_one_organisation_are_accepted_at_once_and_one_of_them_is(
    transactional_db, denmark, moderator_of_denmark
) -> None:
    people = [person("a@x.example", "A"), person("b@x.example", "B")]
    for number in range(ROUNDS // 2):
        body = organisation(f"b{number}", f"Body {number}", denmark, country="DK")
        first, second = (claimed(body, who) for who in people)
        outcomes = at_once(
            lambda first=first: accept(first, moderator_of_denmark),
            lambda second=second: accept(second, moderator_of_denmark),
        )

        assert sorted(outcomes) == [DECIDED, "done"]
        assert list(roles_in(body).values()) == [Role.OWNER]


def test_a_claim_is_accepted_and_withdrawn_at_once(
    transactional_db, denmark, moderator_of_denmark
) -> None:
    for number in range(ROUNDS):
        who = person(f"a{number}@x.example", "A")
        body = organisation(f"b{number}", f"Body {number}", denmark, country="DK")
        made = claimed(body, who)
        outcomes = at_once(
            lambda made=made: accept(made, moderator_of_denmark),
            lambda made=made, who=who: claims.take_back(made, by=who),
        )

        assert sorted(outcomes) in (
            ["This request has been decided already.", "done"], [DECIDED, "done"]
        )  # fmt: skip
