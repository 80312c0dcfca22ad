"""The life of an opportunity, and who may move it on."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.organisations.choices import Status as OrganisationStatus
from tenders import judging, services
from tenders.choices import Status
from tenders.models import Opportunity, Version
from tests.tenders.written import (
    NEED,
    draft,
    in_days,
    published,
    reloaded,
    submission_of,
    submitted,
)


def trail(opportunity: Opportunity) -> list[tuple[str, str]]:
    entries = reversed(audit.trail(opportunity))
    return [(entry.action, entry.actor.name if entry.actor else "") for entry in entries]


def announced() -> list[tuple[str, dict]]:
    rows = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    told = [(row.arguments["event"], row.arguments["ids"]) for row in rows]
    return [(event, ids) for event, ids in told if event.startswith("tenders.")]


def versions(opportunity: Opportunity) -> list[Version]:
    return list(Version.objects.everywhere("a test").filter(opportunity=opportunity))


# Its life ----------------------------------------------------------------------------------------


def test_from_draft_over_a_return_to_public_and_withdrawn(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = draft(havneby, buyer_of_havneby)
    services.submit(opportunity, by=buyer_of_havneby)
    assert reloaded(opportunity).status == Status.IN_REVIEW

    moderation.send_back(submission_of(opportunity), "How many lamps?", by=moderator_of_denmark)
    assert reloaded(opportunity).status == Status.RETURNED
    services.edit(opportunity, by=buyer_of_havneby, known="Sensors exist.")
    services.submit(opportunity, by=buyer_of_havneby)
    assert announced() == []

    moderation.publish(submission_of(opportunity), by=moderator_of_denmark)
    public = reloaded(opportunity)
    assert (public.status, public.known, public.is_public) == (
        Status.PUBLISHED,
        "Sensors exist.",
        True,
    )
    services.withdraw(opportunity, "We found another way.", by=buyer_of_havneby)

    assert reloaded(opportunity).status == Status.WITHDRAWN
    ids = {"opportunity_id": opportunity.pk}
    assert announced() == [("tenders.published", ids), ("tenders.withdrawn", ids)]
    buyer, moderator = buyer_of_havneby.name, moderator_of_denmark.name
    assert trail(opportunity) == [
        ("opportunity.started", buyer),
        ("opportunity.edited", buyer),
        ("opportunity.submitted", buyer),
        ("opportunity.returned", moderator),
        ("opportunity.edited", buyer),
        ("opportunity.submitted", buyer),
        ("opportunity.published", moderator),
        ("opportunity.withdrawn", buyer),
    ]


def test_a_new_draft_stands_where_its_buyer_is_at_home(facts, havneby, buyer_of_havneby) -> None:
    opportunity = services.start(
        havneby, by=buyer_of_havneby, kind="planned", title="Lys på Ærø Havn", language="da"
    )

    kept = reloaded(opportunity)
    assert (kept.portal, kept.country, kept.nuts, kept.status, kept.created_by) == (
        havneby.portal, "DK", ["DK050"], Status.DRAFT, buyer_of_havneby
    )  # fmt: skip
    assert kept.slug.startswith("lys-pa-aero-havn-")
    assert kept.purchase.ocid == f"ocds-ppi000-{kept.purchase_id}"


def test_two_drafts_of_one_title_have_different_addresses_that_cannot_be_guessed(
    havneby, buyer_of_havneby
) -> None:
    facts = {"kind": "call", "title": "Light", "language": "en"}
    one, two = (services.start(havneby, by=buyer_of_havneby, **facts) for _ in range(2))

    assert one.slug != two.slug
    assert {len(slug.removeprefix("light-")) for slug in (one.slug, two.slug)} == {8}


@pytest.mark.parametrize("title", ["???", "漢字", "x" * 200, "-" * 50])
def test_every_title_makes_an_address(havneby, buyer_of_havneby, title) -> None:
    opportunity = services.start(
        havneby, by=buyer_of_havneby, kind="call", title=title, language="en"
    )

    assert 10 <= len(reloaded(opportunity).slug) <= 140


def test_stages_of_one_purchase_share_its_open_contracting_id(havneby, buyer_of_havneby) -> None:
    facts = {"title": "Light", "language": "en", "by": buyer_of_havneby}
    plan = services.start(havneby, kind="planned", **facts)
    call = services.start(havneby, kind="call", purchase=plan.purchase, **facts)

    assert reloaded(call).purchase.ocid == reloaded(plan).purchase.ocid


def test_a_publication_keeps_what_was_published(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)

    [version] = versions(opportunity)
    assert (version.number, version.dispatched_at) == (1, opportunity.published_at)
    content = {name: version.content[name] for name in ("title", "cpv", "value", "deadline")}
    assert content == {
        "title": NEED["title"],
        "cpv": NEED["cpv"],
        "value": "90000.00",
        "deadline": opportunity.deadline.isoformat(),
    }


def test_taken_back_from_the_moderators_it_can_be_changed_and_they_cannot_decide(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = submitted(havneby, buyer_of_havneby)
    submission = submission_of(opportunity)

    services.take_back(opportunity, by=buyer_of_havneby)

    assert reloaded(opportunity).status == Status.DRAFT
    assert trail(opportunity)[-1] == ("opportunity.taken_back", buyer_of_havneby.name)
    services.edit(opportunity, by=buyer_of_havneby, title="Light on the pier")
    with pytest.raises(Refused):
        moderation.publish(submission, by=moderator_of_denmark)
    assert reloaded(opportunity).status == Status.DRAFT
    assert announced() == []


def test_removed_after_a_report_it_says_why_and_can_be_published_again(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)

    services.remove(opportunity, "It names a person.", by=moderator_of_denmark)

    assert reloaded(opportunity).status == Status.REMOVED
    entry = audit.trail(opportunity)[0]
    assert (entry.action, entry.detail) == (
        "opportunity.removed", {"reason": "It names a person."}
    )  # fmt: skip
    with pytest.raises(Refused, match="Only what is public can be withdrawn"):
        services.withdraw(opportunity, "We found another way.", by=buyer_of_havneby)


# What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"need": ""}, "Still missing: need."),
        ({"cpv": []}, "Still missing: subject."),
        ({"contract": ""}, "Still missing: contract."),
        ({"deadline": None}, "Still missing: deadline."),
        ({"strategic": []}, "Still missing: what you want to reach."),
        (
            {"need": "", "cpv": [], "contract": "", "deadline": None},
            "Still missing: need, subject, contract, deadline.",
        ),
    ],
)
def test_an_incomplete_draft_is_not_sent_and_says_what_is_missing(
    havneby, buyer_of_havneby, facts, sentence
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, **facts)

    with pytest.raises(Refused) as refused:
        services.submit(opportunity, by=buyer_of_havneby)

    assert refused.value.sentence == sentence
    assert reloaded(opportunity).status == Status.DRAFT
    assert submission_of(opportunity) is None
    assert trail(opportunity)[-1][0] == "opportunity.edited"


@pytest.mark.parametrize("facts", [{"kind": "planned"}, {"kind": "result", "winner_name": "Lampa"}])
def test_a_kind_that_asks_for_no_answer_needs_no_deadline(havneby, buyer_of_havneby, facts) -> None:
    opportunity = draft(havneby, buyer_of_havneby, deadline=None, **facts)

    services.submit(opportunity, by=buyer_of_havneby)

    assert reloaded(opportunity).status == Status.IN_REVIEW


def test_a_deadline_that_passed_meanwhile_is_refused_at_its_field(
    havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, deadline=in_days(2))

    with time_machine.travel(in_days(2)), pytest.raises(Refused) as refused:
        services.submit(opportunity, by=buyer_of_havneby)

    assert (refused.value.sentence, refused.value.field) == (
        "The deadline has passed. Choose a later one.",
        "deadline",
    )
    assert reloaded(opportunity).status == Status.DRAFT


@pytest.mark.parametrize("verb", ["edit", "submit"])
def test_what_is_with_the_moderators_or_public_cannot_be_changed(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, verb
) -> None:
    def change(opportunity) -> None:
        if verb == "edit":
            services.edit(opportunity, by=buyer_of_havneby, title="Changed")
        else:
            services.submit(opportunity, by=buyer_of_havneby)

    waiting = submitted(havneby, buyer_of_havneby)
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    for opportunity, status in ((waiting, "with the moderators"), (public, "published")):
        # The caller's copy may be older than the row: the row decides.
        opportunity.status = Status.DRAFT
        with pytest.raises(Refused, match=f"It is «{status}» and cannot be changed now."):
            change(opportunity)
        assert reloaded(opportunity).title == NEED["title"]
    assert len(versions(public)) == 1


def test_a_draft_cannot_be_published_past_the_queue(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = draft(havneby, buyer_of_havneby)

    with pytest.raises(Refused, match="It is «draft» and cannot become «published»."):
        services.publish(opportunity, by=moderator_of_denmark)

    assert (reloaded(opportunity).status, versions(opportunity)) == (Status.DRAFT, [])
    assert announced() == []


def test_a_body_that_is_not_verified_yet_is_not_published(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = submitted(havneby, buyer_of_havneby)
    havneby.status = OrganisationStatus.PENDING
    havneby.save()

    with pytest.raises(Refused, match="Verify the organisation first"):
        moderation.publish(submission_of(opportunity), by=moderator_of_denmark)
    assert reloaded(opportunity).status == Status.IN_REVIEW

    moderation.send_back(submission_of(opportunity), "Who are you?", by=moderator_of_denmark)
    assert reloaded(opportunity).status == Status.RETURNED


def test_a_suspended_body_posts_nothing(facts, havneby, buyer_of_havneby) -> None:
    opportunity = draft(havneby, buyer_of_havneby)
    havneby.status = OrganisationStatus.SUSPENDED
    havneby.save()

    with pytest.raises(Refused, match="Havneby Kommune is suspended"):
        services.start(havneby, by=buyer_of_havneby, kind="call", title="T", language="en")
    with pytest.raises(Refused, match="Havneby Kommune is suspended"):
        services.submit(opportunity, by=buyer_of_havneby)


def test_a_return_without_a_reason_is_refused(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity = submitted(havneby, buyer_of_havneby)

    with pytest.raises(Refused) as refused:
        moderation.send_back(submission_of(opportunity), " \n", by=moderator_of_denmark)

    assert refused.value.field == "reason"
    assert reloaded(opportunity).status == Status.IN_REVIEW


# Above or below ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("buyer_type", "value", "currency", "verdict"),
    [
        ("sub-central", "215999.99", "EUR", "below"),
        ("sub-central", "216000", "EUR", "above"),
        ("central", "139999.99", "EUR", "below"),
        ("central", "140000", "EUR", "above"),
        ("utility", "431999.99", "EUR", "below"),
        ("utility", "432000", "EUR", "above"),
        ("sub-central", "0", "EUR", "below"),
    ],
)
def test_the_verdict_is_kept_with_the_draft(
    facts, havneby, buyer_of_havneby, buyer_type, value, currency, verdict
) -> None:
    havneby.buyer_type = buyer_type
    havneby.save()

    opportunity = draft(
        havneby, buyer_of_havneby, value=Decimal(value), currency=currency, contract="supplies"
    )

    assert reloaded(opportunity).threshold == verdict
    shown = judging.verdict_of(reloaded(opportunity))
    assert shown.verdict == verdict
    assert shown.regulation in shown.sentence


@pytest.mark.parametrize("absent", [{"value": None}, {"contract": ""}])
def test_there_is_no_verdict_while_there_is_nothing_to_say(
    facts, havneby, buyer_of_havneby, absent
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, **absent)

    assert judging.verdict_of(opportunity) is None
    assert reloaded(opportunity).threshold == ""


def test_the_day_of_publication_decides(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    """217,000 € was below 221,000 € in 2025, and is above 216,000 € in 2026."""
    december, january = (datetime(y, m, 10, tzinfo=UTC) for y, m in ((2025, 12), (2026, 1)))
    with time_machine.travel(december):
        opportunity = submitted(
            havneby,
            buyer_of_havneby,
            value=Decimal(217_000),
            deadline=datetime(2026, 6, 1, tzinfo=UTC),
        )
        assert opportunity.threshold == "below"
    with time_machine.travel(january):
        moderation.publish(submission_of(opportunity), by=moderator_of_denmark)

    assert reloaded(opportunity).threshold == "above"
