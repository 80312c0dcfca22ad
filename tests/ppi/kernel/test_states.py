"""Legal moves stand in a table, and only there."""

from __future__ import annotations

import itertools

import pytest

from ppi.kernel.verdicts import ALLOWED, Refused, Verdict, allow_if
from tenders.choices import MOVES, Status
from tenders.models import Opportunity


@pytest.mark.parametrize(("now", "wanted"), list(itertools.product(Status, Status)))
def test_exactly_the_moves_of_the_table_are_possible(now: Status, wanted: Status) -> None:
    opportunity = Opportunity(status=now)

    if wanted in MOVES.get(now, ()):
        assert opportunity.may_move_to(wanted)
        opportunity.move_to(wanted)
        assert opportunity.status == wanted
    else:
        assert not opportunity.may_move_to(wanted)
        with pytest.raises(Refused):
            opportunity.move_to(wanted)
        assert opportunity.status == now


def test_a_refused_move_names_both_states_in_words() -> None:
    with pytest.raises(Refused) as refused:
        Opportunity(status=Status.WITHDRAWN).move_to(Status.PUBLISHED)

    assert refused.value.sentence == "It is «withdrawn» and cannot become «published»."


def test_an_unknown_state_of_an_old_row_can_become_nothing() -> None:
    with pytest.raises(Refused, match="It is «sunk» and cannot become «published»."):
        Opportunity(status="sunk").move_to(Status.PUBLISHED)


def test_a_verdict_is_true_without_a_reason_and_false_with_one() -> None:
    assert bool(ALLOWED) is True
    assert bool(Verdict("Sign in first.")) is False
    assert allow_if(True, "No.") is ALLOWED
    assert allow_if(False, "No.") == Verdict("No.")


def test_a_refusal_carries_its_sentence_and_its_field() -> None:
    ALLOWED.or_refuse()
    with pytest.raises(Refused) as refused:
        Verdict("Only owners may do that.").or_refuse()
    assert (refused.value.sentence, refused.value.field) == ("Only owners may do that.", None)
    assert str(refused.value) == "Only owners may do that."
    assert Refused("Too late.", field="deadline").field == "deadline"
