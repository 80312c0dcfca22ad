"""A removal that the moderators take back."""

from __future__ import annotations

import pytest

from ppi.kernel.audit import trail
from ppi.moderation import pages, services
from ppi.moderation.choices import ReportState
from ppi.moderation.models import Report
from tests.ppi.moderation.reading import fresh
from tests.ppi.moderation.test_moderation_services import filed, refusal

pytestmark = pytest.mark.django_db


def test_what_was_removed_comes_back_for_every_report_about_it(
    shared_case, denmark, moderator_of_denmark
) -> None:
    first, second = filed(shared_case, denmark), filed(shared_case, denmark)
    services.settle(first, remove=True, reason="Wrong.", by=moderator_of_denmark)
    removed = Report.objects.moderated_by(denmark).last_removals()
    assert list(removed) == [fresh(second)]

    services.put_back(first, "The figure was right.", by=moderator_of_denmark)

    assert fresh(shared_case).status == "published"
    for report in (fresh(first), fresh(second)):
        assert (report.state, report.answer, report.put_back_reason, report.put_back_by) == (
            ReportState.PUT_BACK, "Wrong.", "The figure was right.", moderator_of_denmark,
        )  # fmt: skip
        assert trail(report)[0].detail == {"reason": "The figure was right."}
    assert pages.last_word_on(shared_case) is None
    assert not removed.all().exists()


def test_it_is_put_back_once_by_its_own_moderators_and_with_a_reason(
    shared_case, denmark, moderator_of_denmark, moderator_of_latvia, stranger
) -> None:
    report = filed(shared_case, denmark)
    not_removed = refusal(services.put_back, report, "No.", by=moderator_of_denmark)
    assert not_removed.sentence == "It is not removed any more."
    services.settle(report, remove=True, reason="Wrong.", by=moderator_of_denmark)

    for who in (moderator_of_latvia, stranger):
        refused = refusal(services.put_back, report, "No.", by=who)
        assert refused.sentence == "Only moderators of this portal may do that."
    assert refusal(services.put_back, report, " ", by=moderator_of_denmark).field == "reason"
    assert fresh(shared_case).status == "removed"
    services.put_back(report, "It was right.", by=moderator_of_denmark)
    assert refusal(services.put_back, report, "Again.", by=moderator_of_denmark)
