"""After publication a buyer corrects: a draft of its own, and then the next numbered version."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ppi.documents.models import Document
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import services
from tenders.choices import Phase, Source, Status
from tenders.differences import differences_between
from tenders.models import Criterion, FormerSlug, Lot, Opportunity, Version
from tenders.services.correcting import correction_of
from tenders.snapshots import snapshot
from tests.conftest import member, person
from tests.tenders.test_services import announced
from tests.tenders.written import draft, in_days, published, reloaded

WHY = "The drawings were late."


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def correct(call, buyer_of_havneby):
    """Begin a correction with these facts, and a reason."""

    def correct(**facts) -> Opportunity:
        begun = services.start_correction(call, by=buyer_of_havneby)
        return services.edit(begun, by=buyer_of_havneby, **({"correction_reason": WHY} | facts))

    return correct


def versions_of(opportunity: Opportunity) -> list[Version]:
    rows = Version.objects.everywhere("a test").filter(opportunity=opportunity)
    return list(rows.order_by("number"))


def numbers_of(opportunity: Opportunity) -> list[int]:
    return [version.number for version in versions_of(opportunity)]


def last_deeds(opportunity: Opportunity, count: int) -> list[str]:
    return [entry.action for entry in audit.trail(opportunity)[:count]]


def test_a_correction_becomes_the_next_version_and_the_former_text_stays_readable(
    call, correct, buyer_of_havneby, denmark
) -> None:
    begun = correct(deadline=in_days(40), title="Light where somebody walks")
    services.replace_parts(begun, Lot, [{"number": 1, "title": "Lamps"}], by=buyer_of_havneby)
    shown = services.submit(begun, by=buyer_of_havneby)

    assert shown.pk == call.pk
    now = reloaded(call)
    assert (now.title, now.deadline, now.version, now.status, now.published_at) == (
        "Light where somebody walks",
        begun.deadline,
        2,
        Status.PUBLISHED,
        call.published_at,
    )
    first, second = versions_of(call)
    assert (first.content["title"], first.content["lots"]) == (call.title, [])
    assert second.content == snapshot(now)
    assert (second.number, second.reason, second.published_by) == (2, WHY, buyer_of_havneby)
    assert not Opportunity.objects.everywhere("a test").filter(pk=begun.pk).exists()
    assert list(Opportunity.objects.published(denmark)) == [now]
    assert last_deeds(call, 2) == ["opportunity.corrected", "opportunity.correction_started"]
    assert announced()[-1] == ("tenders.changed", {"opportunity_id": call.pk})
    assert FormerSlug.objects.get(slug=call.slug).opportunity_id == call.pk


def test_what_is_public_stays_as_it_is_while_a_correction_is_written(
    call, correct, buyer_of_havneby
) -> None:
    before = snapshot(call)
    begun = correct(title="Another", value=Decimal(1))
    services.replace_parts(begun, Lot, [{"number": 1, "title": "Lamps"}], by=buyer_of_havneby)
    services.attach(begun, SimpleUploadedFile("plan.txt", b"A plan."), by=buyer_of_havneby)

    assert snapshot(reloaded(call)) == before
    assert numbers_of(call) == [1]
    assert begun.status == Status.DRAFT


def test_a_second_colleague_finds_the_correction_that_was_begun(
    call, correct, havneby, buyer_of_havneby
) -> None:
    begun = correct(title="Another")
    colleague = member(person("editor@havneby.example", "Editor"), havneby, "editor")

    assert services.start_correction(call, by=colleague) == begun
    assert correction_of(call) == begun


def test_lots_criteria_and_files_go_along_and_come_back(
    call, buyer_of_havneby, moderator_of_denmark, havneby
) -> None:
    whole = draft(havneby, buyer_of_havneby, title="With parts")
    services.replace_parts(whole, Lot, [{"number": 1, "title": "Lamps"}], by=buyer_of_havneby)
    price = {"role": "award", "kind": "price", "name": "Price", "weight": Decimal(100)}
    services.replace_parts(whole, Criterion, [price], by=buyer_of_havneby)
    services.attach(whole, SimpleUploadedFile("plan.txt", b"A plan."), by=buyer_of_havneby)
    services.submit(whole, by=buyer_of_havneby)
    services.publish(reloaded(whole), by=moderator_of_denmark)

    begun = services.start_correction(whole, by=buyer_of_havneby)
    assert snapshot(begun) == snapshot(reloaded(whole))
    newer = SimpleUploadedFile("plan.txt", b"A better plan.")
    services.attach(begun, newer, by=buyer_of_havneby)
    services.edit(begun, by=buyer_of_havneby, correction_reason=WHY)
    services.submit(begun, by=buyer_of_havneby)

    [plan] = Document.objects.of(whole)
    assert (plan.file.read(), plan.number) == (b"A better plan.", 2)
    assert [lot.title for lot in Lot.objects.of(whole)] == ["Lamps"]
    assert [criterion.name for criterion in Criterion.objects.of(whole)] == ["Price"]


def test_with_four_eyes_a_correction_waits_for_another_owner(
    call, correct, havneby, buyer_of_havneby
) -> None:
    havneby.needs_approval = True
    havneby.save()
    owner = member(person("owner@havneby.example", "Owner"), havneby)
    begun = correct(title="Another")

    waiting = services.submit(begun, by=buyer_of_havneby)
    assert (waiting.pk, waiting.status) == (begun.pk, Status.IN_APPROVAL)
    assert reloaded(call).title == call.title

    services.approve(waiting, by=owner)
    assert (reloaded(call).title, numbers_of(call)) == ("Another", [1, 2])


def test_discarded_nothing_of_it_remains(call, correct, buyer_of_havneby) -> None:
    begun = correct(title="Another")

    assert services.discard_correction(begun, by=buyer_of_havneby) == call
    assert (reloaded(call).title, numbers_of(call), correction_of(call)) == (call.title, [1], None)
    assert last_deeds(call, 1) == ["opportunity.correction_discarded"]


def test_it_can_be_discarded_when_what_it_corrects_was_withdrawn(
    call, correct, buyer_of_havneby
) -> None:
    begun = correct(title="Another")
    services.withdraw(call, "We buy nothing.", by=buyer_of_havneby)

    with pytest.raises(Refused, match="Only what is public can be corrected"):
        services.submit(begun, by=buyer_of_havneby)
    services.discard_correction(begun, by=buyer_of_havneby)
    assert correction_of(call) is None


# Deadlines and ends ------------------------------------------------------------------------------


def test_a_passed_deadline_can_be_extended_and_it_is_open_again(
    call, correct, buyer_of_havneby
) -> None:
    with time_machine.travel(call.deadline + timedelta(hours=1)):
        assert reloaded(call).phase == Phase.CLOSED
        services.submit(correct(deadline=in_days(10)), by=buyer_of_havneby)

        assert reloaded(call).phase == Phase.QUESTIONS


def test_a_passed_deadline_may_stay_as_it_was(call, correct, buyer_of_havneby) -> None:
    with time_machine.travel(call.deadline + timedelta(hours=1)):
        services.submit(correct(known="Sensors exist."), by=buyer_of_havneby)

    assert (reloaded(call).known, reloaded(call).deadline) == ("Sensors exist.", call.deadline)


def test_a_deadline_that_passes_before_the_approval_is_refused_then(
    call, correct, havneby, buyer_of_havneby
) -> None:
    havneby.needs_approval = True
    havneby.save()
    owner = member(person("owner@havneby.example", "Owner"), havneby)
    waiting = services.submit(correct(deadline=in_days(2)), by=buyer_of_havneby)

    with time_machine.travel(in_days(3)), pytest.raises(Refused) as refused:
        services.approve(waiting, by=owner)

    assert (refused.value.sentence, refused.value.field) == (
        "The deadline has passed. Send it back with a reason: its author chooses a later one.",
        "deadline",
    )
    assert (reloaded(call).deadline, reloaded(waiting).status) == (
        call.deadline, Status.IN_APPROVAL,
    )  # fmt: skip


def test_what_was_closed_early_opens_again_with_a_new_deadline_only(
    call, correct, buyer_of_havneby
) -> None:
    services.end(call, Phase.CLOSED, "Enough answers.", by=buyer_of_havneby)
    services.submit(correct(known="Sensors exist."), by=buyer_of_havneby)
    still = reloaded(call)
    assert (still.known, still.ended, still.ended_reason) == (
        "Sensors exist.", Phase.CLOSED, "Enough answers.",
    )  # fmt: skip

    services.submit(correct(deadline=in_days(50)), by=buyer_of_havneby)
    opened = reloaded(call)
    assert (opened.phase, opened.ended, opened.ended_reason, opened.ended_at) == (
        Phase.QUESTIONS, "", "", None,
    )  # fmt: skip
    assert numbers_of(call) == [1, 2, 3, 4]


def test_who_cancels_while_a_colleague_corrects_has_the_last_word(
    call, correct, buyer_of_havneby
) -> None:
    begun = correct(known="Sensors exist.")
    services.end(call, Phase.CANCELLED, "No money.", by=buyer_of_havneby)
    services.submit(begun, by=buyer_of_havneby)

    now = reloaded(call)
    assert (now.known, now.ended, now.ended_reason) == (
        "Sensors exist.", Phase.CANCELLED, "No money.",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        services.submit(correct(deadline=in_days(50)), by=buyer_of_havneby)
    assert (refused.value.sentence, refused.value.field) == (
        "It has ended. Its deadline cannot be moved any more.", "deadline",
    )  # fmt: skip


# What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        ({}, "Nothing has been changed yet.", None),
        ({"title": "A", "correction_reason": ""}, "Still missing: why it is corrected.", None),
        (
            {"title": "Another", "correction_reason": " \n"},
            "Say in a sentence why it is corrected.",
            "correction_reason",
        ),
        (
            {"kind": "result", "winner_name": "Lampa"},
            "A result is a stage of its own. Tell it from the page of the call.",
            "kind",
        ),
        (
            {"kind": "planned", "deadline": None},
            "It is «open, questions welcome» and cannot become «announced».",
            None,
        ),
        ({"need": ""}, "Still missing: need.", None),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused_in_a_sentence(
    call, correct, buyer_of_havneby, facts, sentence, field
) -> None:
    begun = correct(**facts)

    with pytest.raises(Refused) as refused:
        services.submit(begun, by=buyer_of_havneby)

    assert (refused.value.sentence, refused.value.field) == (sentence, field)
    assert (snapshot(reloaded(call)), numbers_of(call)) == (snapshot(call), [1])
    assert reloaded(begun).status == Status.DRAFT


def test_a_new_deadline_in_the_past_is_refused(call, correct, buyer_of_havneby) -> None:
    with pytest.raises(Refused, match="The deadline has passed"):
        services.submit(correct(deadline=timezone.now() - timedelta(hours=1)), by=buyer_of_havneby)


def test_a_correction_of_where_it_is_shown_is_one_too(call, correct, buyer_of_havneby) -> None:
    services.submit(correct(is_shared=False), by=buyer_of_havneby)

    assert (reloaded(call).is_shared, numbers_of(call)) == (False, [1, 2])
    first, second = versions_of(call)
    told = differences_between(first.content, second.content)
    assert [change.sentence for change in told] == [
        "Shown in the other portals too: no instead of yes"
    ]


def test_the_same_file_under_another_number_is_no_change(call, correct, buyer_of_havneby) -> None:
    for content in (b"One plan.", b"Another plan."):
        begun = correct()
        services.attach(begun, SimpleUploadedFile("plan.txt", content), by=buyer_of_havneby)
        services.submit(begun, by=buyer_of_havneby)

    with pytest.raises(Refused, match="Nothing has been changed yet"):
        services.submit(correct(), by=buyer_of_havneby)


def test_a_notice_is_corrected_where_it_was_published(call, buyer_of_havneby) -> None:
    Opportunity.objects.everywhere("a test").update(source=Source.NOTICE)

    with pytest.raises(Refused, match="taken from an official notice"):
        services.start_correction(call, by=buyer_of_havneby)


def test_a_draft_needs_no_correction(facts, havneby, buyer_of_havneby) -> None:
    with pytest.raises(Refused, match="Only what is public can be corrected"):
        services.start_correction(draft(havneby, buyer_of_havneby), by=buyer_of_havneby)


def test_a_correction_is_published_once(call, correct, buyer_of_havneby) -> None:
    begun = correct(title="Another")
    services.submit(begun, by=buyer_of_havneby)

    for verb in (services.submit, services.publish_correction, services.discard_correction):
        with pytest.raises(Refused, match="It is not here any more"):
            verb(begun, by=buyer_of_havneby)
    assert numbers_of(call) == [1, 2]
