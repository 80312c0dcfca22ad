from __future__ import annotations

from ppi.kernel.verdicts import Verdict
from ppi.matching.models import Feedback, Match
from ppi.organisations.permissions import may_write_for


def may_answer(user, match: Match) -> Verdict:
    """Who writes for the company that was matched."""
    return may_write_for(user, match.profile.organisation)


def may_take_back(user, feedback: Feedback) -> Verdict:
    return may_write_for(user, feedback.organisation)
