"""Two members at the same moment, with real transactions: one wins, and nothing is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from ppi.kernel.verdicts import Refused
from tenders import services
from tenders.choices import Phase, Status
from tenders.models import Opportunity
from tenders.services.correcting import correction_of
from tests.conftest import member, person
from tests.tenders.test_correcting import numbers_of, versions_of
from tests.tenders.written import draft, in_days, published, reloaded, submission_of

pytestmark = pytest.mark.django_db(transaction=True)
GONE = "It is not here any more: somebody published or discarded it meanwhile."


def at_once(*acts) -> list[str]:
    """Do all at the same moment; what each of them came to, in their order."""
    outcomes, start = [""] * len(acts), threading.Barrier(len(acts))

    def run(number: int, act) -> None:
        start.wait()
        try:
            act()
            outcomes[number] = "done"
        except Refused as refused:
            outcomes[number] = refused.sentence
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def colleague(havneby):
    return member(person("owner@havneby.example", "Another owner"), havneby)


@pytest.fixture
def call(transactional_db, facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def begun(call, buyer_of_havneby) -> Opportunity:
    begun = services.start_correction(call, by=buyer_of_havneby)
    return services.edit(begun, by=buyer_of_havneby, known="Sensors.", correction_reason="Late.")


def test_the_same_correction_sent_twice_at_once_makes_one_version(
    call, begun, buyer_of_havneby, colleague
) -> None:
    outcomes = at_once(
        lambda: services.submit(begun, by=buyer_of_havneby),
        lambda: services.submit(begun, by=colleague),
    )

    assert sorted(outcomes) == [GONE, "done"]
    assert (numbers_of(call), reloaded(call).known) == ([1, 2], "Sensors.")


def test_two_who_begin_a_correction_at_once_write_the_same(
    call, buyer_of_havneby, colleague
) -> None:
    outcomes = at_once(
        lambda: services.start_correction(call, by=buyer_of_havneby),
        lambda: services.start_correction(call, by=colleague),
    )

    assert outcomes == ["done", "done"]
    assert Opportunity.objects.everywhere("a test").filter(corrects=call).count() == 1


def test_a_correction_sent_and_discarded_at_once_is_one_of_the_two(
    call, begun, buyer_of_havneby, colleague
) -> None:
    sent, discarded = at_once(
        lambda: services.submit(begun, by=buyer_of_havneby),
        lambda: services.discard_correction(begun, by=colleague),
    )

    assert sorted([sent, discarded]) == [GONE, "done"]
    assert numbers_of(call) == ([1, 2] if sent == "done" else [1])
    assert correction_of(call) is None


def test_corrected_and_withdrawn_at_once_it_is_withdrawn_and_no_text_is_lost(
    call, begun, buyer_of_havneby, colleague
) -> None:
    corrected, withdrawn = at_once(
        lambda: services.submit(begun, by=buyer_of_havneby),
        lambda: services.withdraw(call, "No money.", by=colleague),
    )

    assert withdrawn == "done"
    assert reloaded(call).status == Status.WITHDRAWN
    if corrected == "done":
        assert (numbers_of(call), reloaded(call).known) == ([1, 2], "Sensors.")
    else:
        assert corrected == "Only what is public can be corrected."
        assert (numbers_of(call), correction_of(call).known) == ([1], "Sensors.")


def test_corrected_and_cancelled_at_once_both_are_kept(
    call, begun, buyer_of_havneby, colleague
) -> None:
    outcomes = at_once(
        lambda: services.submit(begun, by=buyer_of_havneby),
        lambda: services.end(call, Phase.CANCELLED, "No money.", by=colleague),
    )

    assert outcomes == ["done", "done"]
    now = reloaded(call)
    assert (now.known, now.ended, now.ended_reason) == ("Sensors.", "cancelled", "No money.")
    last = versions_of(call)[-1]
    assert (numbers_of(call), last.content["known"], last.content["ended"]) == (
        [1, 2, 3], "Sensors.", "cancelled",
    )  # fmt: skip


def test_two_who_tell_the_result_at_once_write_the_same(call, buyer_of_havneby, colleague) -> None:
    Opportunity.objects.everywhere("time passes").filter(pk=call.pk).update(deadline=in_days(-1))

    outcomes = at_once(
        lambda: services.start_result(call, by=buyer_of_havneby),
        lambda: services.start_result(call, by=colleague),
    )

    assert outcomes == ["done", "done"]
    assert Opportunity.objects.concluding(call).count() == 1


def test_ended_without_a_contract_and_awarded_at_once_it_is_one_of_the_two(
    call, havneby, buyer_of_havneby, colleague, moderator_of_denmark
) -> None:
    from ppi.moderation import services as moderation

    result = draft(havneby, buyer_of_havneby, kind="result", winner_name="Lampa", deadline=None)
    result = services.edit(result, by=buyer_of_havneby, concludes=call)
    Opportunity.objects.everywhere("time passes").filter(pk=call.pk).update(deadline=in_days(-1))
    services.submit(reloaded(result), by=buyer_of_havneby)
    submission = submission_of(result)

    awarded, ended = at_once(
        lambda: moderation.publish(submission, by=moderator_of_denmark),
        lambda: services.end(call, Phase.UNSUCCESSFUL, "No tender.", by=colleague),
    )

    assert sorted([awarded, ended])[1] == "done"
    assert numbers_of(call) == [1, 2]
    if awarded == "done":
        assert (reloaded(call).ended, reloaded(result).status) == ("awarded", Status.PUBLISHED)
        assert ended == "It is «awarded» and cannot become «ended without a contract»."
    else:
        assert (reloaded(call).ended, reloaded(result).status) == ("unsuccessful", Status.IN_REVIEW)
        assert awarded == "Its call is «ended without a contract» and cannot become «awarded»."
