"""Which opportunities a portal shows, and which can still be answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ppi.kernel.scoping import NoDoor
from tenders.choices import ANSWERABLE_PHASES, Kind, Phase, Status
from tenders.models import Opportunity, Purchase, Version
from tenders.querysets import answerable, open_until
from tests.tenders.written import draft, published, submitted

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def titles(rows) -> list[str]:
    return sorted(row.title for row in rows)


@pytest.fixture
def world(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, moderator_of_denmark,
    moderator_of_latvia,
) -> None:  # fmt: skip
    ours = havneby, buyer_of_havneby
    theirs = jarvikunta, buyer_of_jarvikunta
    draft(*ours, title="our draft")
    submitted(*ours, title="ours in review")
    published(*ours, moderator_of_denmark, title="ours")
    published(*ours, moderator_of_denmark, title="ours, kept at home", is_shared=False)
    draft(*theirs, title="their draft")
    published(*theirs, moderator_of_latvia, title="theirs")
    published(*theirs, moderator_of_latvia, title="theirs, kept at home", is_shared=False)


def test_a_portal_shows_its_own_and_what_others_share(world, denmark, latvia) -> None:
    assert titles(Opportunity.objects.published(denmark)) == [
        "ours",
        "ours, kept at home",
        "theirs",
    ]
    assert titles(Opportunity.objects.published(latvia)) == [
        "ours", "theirs", "theirs, kept at home"
    ]  # fmt: skip


def test_a_portal_that_shows_no_network_shows_only_its_own(world, denmark) -> None:
    denmark.shows_network = False

    assert titles(Opportunity.objects.published(denmark)) == ["ours", "ours, kept at home"]


def test_members_see_all_of_their_own_and_moderators_all_of_their_portal(
    world, denmark, havneby, jarvikunta
) -> None:
    of_havneby = ["our draft", "ours", "ours in review", "ours, kept at home"]

    assert titles(Opportunity.objects.managed_by(havneby)) == of_havneby
    assert titles(Opportunity.objects.moderated_by(denmark)) == of_havneby
    assert len(titles(Opportunity.objects.managed_by(havneby, jarvikunta))) == 7


def test_anywhere_shows_all_that_is_public_somewhere(world) -> None:
    assert titles(Opportunity.objects.published_anywhere()) == [
        "ours", "ours, kept at home", "theirs", "theirs, kept at home"
    ]  # fmt: skip


def test_purchases_and_versions_show_through_their_opportunities(world, denmark, havneby) -> None:
    def about(rows) -> list[str]:
        return sorted(row.opportunity.title for row in rows.select_related("opportunity"))

    assert about(Version.objects.moderated_by(denmark)) == ["ours", "ours, kept at home"]
    assert about(Version.objects.managed_by(havneby)) == ["ours", "ours, kept at home"]
    assert Purchase.objects.published_anywhere().count() == 4
    assert Purchase.objects.moderated_by(denmark).count() == 4


@pytest.mark.parametrize("model", [Opportunity, Purchase, Version])
def test_nothing_is_read_without_a_door(world, model) -> None:
    with pytest.raises(NoDoor):
        model.objects.all().exists()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("light", ["Light on the pier"]),
        ("PIER light", ["Light on the pier"]),
        ("light bakery", []),
        ("havneby", ["Bread for schools", "Light on the pier"]),
        ("hungry", ["Bread for schools"]),
        ("100%", []),
        ("_", []),
        ("'; DROP TABLE", []),
        ("", ["Bread for schools", "Light on the pier"]),
    ],
)
def test_every_word_is_looked_for_in_title_need_and_buyer(
    havneby, buyer_of_havneby, words, found
) -> None:
    draft(havneby, buyer_of_havneby, title="Light on the pier", need="Dark.")
    draft(havneby, buyer_of_havneby, title="Bread for schools", need="Hungry children.")

    assert titles(Opportunity.objects.managed_by(havneby).matching(words)) == found


@pytest.mark.parametrize(
    ("kind", "deadline", "is_open"),
    [
        (Kind.CALL, NOON + timedelta(seconds=1), True),
        (Kind.CALL, NOON, False),
        (Kind.CALL, NOON - timedelta(days=1), False),
        (Kind.CALL, None, False),
        (Kind.PLANNED, None, True),
        (Kind.PLANNED, NOON - timedelta(days=1), False),
        (Kind.RESULT, None, False),
    ],
)
def test_what_can_still_be_answered(havneby, buyer_of_havneby, kind, deadline, is_open) -> None:
    draft(havneby, buyer_of_havneby, kind=kind, deadline=deadline)

    assert Opportunity.objects.managed_by(havneby).open_at(NOON).exists() is is_open


@pytest.mark.parametrize(
    ("starts_on", "published_at", "is_open"),
    [
        (None, NOON - timedelta(days=364), True),
        (None, NOON - timedelta(days=366), False),
        (NOON.date() + timedelta(days=1), NOON - timedelta(days=2000), True),
        (NOON.date(), NOON - timedelta(days=1), False),
    ],
)
def test_a_planned_purchase_is_open_until_it_begins_or_for_a_year(
    havneby, buyer_of_havneby, starts_on, published_at, is_open
) -> None:
    planned = draft(havneby, buyer_of_havneby, kind=Kind.PLANNED, deadline=None)
    everything = Opportunity.objects.everywhere("a test")
    everything.update(starts_on=starts_on, published_at=published_at)
    planned.refresh_from_db()

    assert everything.open_at(NOON).exists() is is_open
    assert everything.filter(~answerable(NOON)).exists() is not is_open
    assert planned.phase_at(NOON) == (Phase.ANNOUNCED if is_open else Phase.LAPSED)
    assert (planned.phase_at(NOON) in ANSWERABLE_PHASES) is is_open


@pytest.mark.parametrize(
    ("said", "phase", "until"),
    [
        ({}, Phase.ADMITTING, datetime(2026, 11, 4, tzinfo=UTC)),
        ({"runs_until": NOON.date()}, Phase.ADMITTING, datetime(2026, 11, 3, tzinfo=UTC)),
        ({"runs_until": NOON.date() - timedelta(days=1)}, Phase.CLOSED, None),
        ({"runs_until": None}, Phase.ADMITTING, NOON + timedelta(days=1)),
        ({"runs_until": None, "published_at": NOON - timedelta(days=365)}, Phase.CLOSED, None),
        ({"technique": "framework"}, Phase.CLOSED, None),
        ({"ended": Phase.CLOSED}, Phase.CLOSED, None),
        ({"ended": Phase.CANCELLED}, Phase.CANCELLED, None),
        (
            {"deadline": NOON + timedelta(hours=1)},
            Phase.QUESTIONS,
            datetime(2026, 11, 4, tzinfo=UTC),
        ),
    ],
)
def test_a_dynamic_purchasing_system_is_open_for_as_long_as_it_runs(
    havneby, buyer_of_havneby, said, phase, until
) -> None:
    made = draft(havneby, buyer_of_havneby)
    everything = Opportunity.objects.everywhere("a test")
    facts = {
        "technique": "dps",
        "runs_until": NOON.date() + timedelta(days=1),
        "deadline": NOON - timedelta(days=30),
        "published_at": NOON - timedelta(days=364),
    } | said
    everything.update(ended_at=NOON if "ended" in said else None, **facts)
    made.refresh_from_db()

    assert made.phase_at(NOON) == phase
    assert everything.open_at(NOON).exists() is (phase in ANSWERABLE_PHASES)
    assert everything.filter(~answerable(NOON)).exists() is (phase not in ANSWERABLE_PHASES)
    found = open_until(made)
    assert (found if found and found > NOON else None) == until


def test_nobody_is_asked_how_a_system_ended_while_it_runs(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique="dps")
    own = Opportunity.objects.managed_by(havneby)
    own.update(deadline=NOON - timedelta(days=9), runs_until=NOON.date())

    assert not own.without_result(NOON).exists()
    assert list(own.without_result(NOON + timedelta(days=1))) == [made]


def test_the_statuses_that_are_public_are_one(facts, havneby, buyer_of_havneby, denmark) -> None:
    opportunity = draft(havneby, buyer_of_havneby)
    for status in Status:
        Opportunity.objects.everywhere("a test").filter(pk=opportunity.pk).update(
            status=status, published_at=NOON
        )
        assert Opportunity.objects.published(denmark).exists() is (status == Status.PUBLISHED)
