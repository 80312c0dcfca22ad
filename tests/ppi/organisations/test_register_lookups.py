"""What registers elsewhere say of a number: nothing is asked unless an operator wants it."""

from __future__ import annotations

import pytest

from ppi.kernel.models import Job
from ppi.moderation.models import Submission
from ppi.organisations import lookups, tasks
from ppi.organisations.lookups import Known, Unanswered
from ppi.organisations.models import RegisterEntry

pytestmark = pytest.mark.django_db

HERE = "tests.ppi.organisations.test_register_lookups"


def a_register(country: str, number: str) -> Known | None:
    """Stands for a national register: an operator may name any function."""
    return Known("Vestby Vaerft ApS", "Havnen 1") if number == "12345674" else None


def asked() -> list[str]:
    return [job.task for job in Job.objects.filter(task__endswith="look_up")]


def test_nothing_is_asked_unless_an_operator_says_where(newcomer, run_jobs) -> None:
    run_jobs()

    assert asked() == []
    assert lookups.lookup_for("DK") is None


def test_the_moderators_read_what_the_register_of_the_country_says(
    settings, as_user, newcomer, denmark, moderator_of_denmark, run_jobs
) -> None:
    settings.PPI_REGISTER_LOOKUPS = {"DK": f"{HERE}.a_register"}
    run_jobs()
    [waiting] = Submission.objects.moderated_by(denmark).waiting()
    page = as_user(moderator_of_denmark).get(f"/p/dk/en/moderation/{waiting.pk}/").text

    assert "12345674 is Vestby Vaerft ApS." in page
    assert "Havnen 1" in page


def test_a_number_that_the_register_does_not_know_is_said_and_asked_once(
    settings, newcomer
) -> None:
    settings.PPI_REGISTER_LOOKUPS = {"*": f"{HERE}.a_register"}
    newcomer.registration_number = "13585628"
    newcomer.save()
    tasks.look_up(organisation_id=newcomer.pk)
    tasks.look_up(organisation_id=newcomer.pk)

    entry = RegisterEntry.objects.managed_by(newcomer).get()
    assert (entry.number, entry.is_known, entry.name) == ("13585628", False, "")


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"valid": True, "name": "VESTBY  A/S", "address": "Havnen 1\n9999 Vestby"},
         Known("VESTBY A/S", "Havnen 1 9999 Vestby")),
        ({"valid": True, "name": "---", "address": "---"}, Known("", "")),
        ({"valid": False, "name": "---"}, None),
    ],
)  # fmt: skip
def test_what_vies_answers_is_understood(said, known) -> None:
    assert lookups.understood(said) == known


@pytest.mark.parametrize("said", [{}, [], {"errorWrappers": [{"error": "MS_UNAVAILABLE"}]}])
def test_what_vies_does_not_answer_is_asked_again(said) -> None:
    with pytest.raises(Unanswered):
        lookups.understood(said)
