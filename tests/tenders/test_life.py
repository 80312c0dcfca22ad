"""Any order of deeds by anybody at any time: only legal moves, and nothing lost.

A machine of hypothesis plays owners, an editor, moderators and an outsider over the real services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ppi.kernel.models import AuditEntry, Job
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.organisations.choices import Role
from ppi.organisations.models import Organisation
from tenders import services
from tenders.choices import EDITABLE, ENDINGS, MOVES, PHASE_MOVES, Phase, Status
from tenders.models import Opportunity, Version
from tenders.services.correcting import correction_of
from tenders.snapshots import snapshot
from tests.conftest import member, person
from tests.tenders.written import draft, in_days, reloaded, submission_of

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = ("owner", "other owner", "editor", "moderator", "outsider")
# Anybody tries anything, but more often those who may: a story should get somewhere.
people = st.sampled_from((*PEOPLE, "owner", "owner", "other owner"))
moderators = st.sampled_from((*PEOPLE, "moderator", "moderator", "moderator"))
insiders = st.sampled_from(PEOPLE[:3])


@dataclass(frozen=True)
class Cast:
    buyer: Organisation
    people: dict


@pytest.fixture
def cast(facts, havneby, buyer_of_havneby, moderator_of_denmark, stranger) -> Cast:
    other = member(person("other@havneby.example", "Other owner"), havneby)
    editor = member(person("editor@havneby.example", "Editor"), havneby, Role.EDITOR)
    everybody = (buyer_of_havneby, other, editor, moderator_of_denmark, stranger)
    return Cast(havneby, dict(zip(PEOPLE, everybody, strict=True)))


class Life(RuleBasedStateMachine):
    """One call, its corrections and its result, from the first draft on."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self.call = draft(self.cast.buyer, self.who("owner"), deadline=in_days(30))
        self.result: Opportunity | None = None
        self.expected = 0
        self.kept: dict[int, dict] = {}

    def teardown(self) -> None:
        Organisation.objects.everywhere("a test").update(needs_approval=False)
        self.clock.stop()

    def who(self, name: str):
        return self.cast.people[name]

    # What there is -------------------------------------------------------------------------------

    def rows(self) -> dict[int, dict]:
        everything = Opportunity.objects.everywhere("a test").filter(purchase=self.call.purchase)
        return {row["id"]: row for row in everything.values()}

    def versions(self) -> list[Version]:
        rows = Version.objects.everywhere("a test").filter(opportunity=self.call)
        return list(rows.order_by("number"))

    def everything(self) -> tuple:
        counts = AuditEntry.objects.count(), Job.objects.count()
        return self.rows(), [(v.number, v.content) for v in self.versions()], counts

    # How anything is tried -----------------------------------------------------------------------

    def tries(self, act: Callable, *arguments, makes_version: bool = False, **by) -> None:
        """Do it. Refused, it changed nothing; done, every move stands in a table and the trail."""
        self.now.shift(timedelta(minutes=1))
        before, phase = self.everything(), reloaded(self.call).phase
        public_text = snapshot(reloaded(self.call))
        try:
            act(*arguments, **by)
        except Refused:
            assert self.everything() == before
            return
        after = self.everything()
        self.moved_legally(before, after)
        now = reloaded(self.call)
        assert now.phase == phase or now.phase in PHASE_MOVES[phase] or not self.was_public(before)
        self.expected += makes_version and self.is_publication(before[0], after[0])
        if not makes_version and self.was_public(before):
            assert snapshot(now) == public_text

    def is_publication(self, before: dict[int, dict], after: dict[int, dict]) -> bool:
        """The draft came out, a correction took its place, or it ended: one version each."""
        was, now = before[self.call.pk], after[self.call.pk]
        came_out = (was["status"], now["status"]) == (Status.IN_REVIEW, Status.PUBLISHED)
        return came_out or bool(set(before) - set(after)) or was["ended"] != now["ended"]

    def was_public(self, before: tuple) -> bool:
        return before[0][self.call.pk]["status"] == Status.PUBLISHED

    def moved_legally(self, before: tuple, after: tuple) -> None:
        for pk, row in after[0].items():
            former = before[0].get(pk)
            if former and former["status"] != row["status"]:
                legal = {Status(row["status"])} & set(MOVES[former["status"]])
                assert legal or (former["status"], row["status"]) == THROUGH_REVIEW
        assert len(after[1]) - len(before[1]) in (0, 1)
        if after[:2] != before[:2]:
            assert after[2][0] > before[2][0], "moved without a trace"

    # The clock and the switch --------------------------------------------------------------------

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        before = reloaded(self.call).phase
        self.now.shift(timedelta(days=days))
        after = reloaded(self.call).phase
        assert after == before or after in PHASE_MOVES[before]

    @precondition(lambda self: reloaded(self.call).phase in (Phase.QUESTIONS, Phase.OPEN))
    @rule(is_told=st.booleans(), is_put_off=st.booleans())
    def the_deadline_comes(self, is_told: bool, is_put_off: bool) -> None:
        """The result follows; now and then companies get more time while it waits."""
        self.now.move_to(reloaded(self.call).deadline + timedelta(hours=1))
        if is_told:
            self.tells_the_result("owner")
            if is_put_off:
                self.corrects("owner", 20, "B")
            self.publishes_the_result("moderator")

    @rule(wanted=st.booleans())
    def four_eyes(self, wanted: bool) -> None:
        rows = Organisation.objects.everywhere("a test").filter(pk=self.cast.buyer.pk)
        rows.update(needs_approval=wanted)

    # The draft -----------------------------------------------------------------------------------

    @rule(by=people, days=st.integers(-2, 40))
    def edits(self, by: str, days: int) -> None:
        facts = {"deadline": in_days(days), "questions_until": in_days(days - 5)}
        self.tries(services.edit, self.call, by=self.who(by), **facts)

    @rule(by=people)
    def submits(self, by: str) -> None:
        self.tries(services.submit, self.call, by=self.who(by))

    @rule(by=people)
    def approves(self, by: str) -> None:
        self.tries(services.approve, self.call, by=self.who(by))

    @rule(by=people, reason=st.sampled_from(["", "Not yet."]))
    def declines(self, by: str, reason: str) -> None:
        self.tries(services.decline_approval, self.call, reason, by=self.who(by))

    @rule(by=people)
    def takes_back(self, by: str) -> None:
        self.tries(services.take_back, self.call, by=self.who(by))

    @rule(by=moderators, verb=st.sampled_from(["publish", "send_back"]))
    def decides(self, by: str, verb: str) -> None:
        submission = submission_of(self.call)
        if submission is None:
            return
        more = ("Not yet.",) if verb == "send_back" else ()
        deed = getattr(moderation, verb)
        self.tries(deed, submission, *more, by=self.who(by), makes_version=True)

    @initialize(how=st.sampled_from(["draft", "late", "out", "out", "put off", "told twice"]))
    def begins(self, how: str) -> None:
        """Some way along: what takes many deeds in one order would seldom be reached."""
        if how == "late":
            self.waits_too_long()
        elif how != "draft":
            self.goes_out()
        if how in ("put off", "told twice"):
            self.the_deadline_comes(is_told=True, is_put_off=how == "put off")
        if how == "told twice":
            self.another_result_is_told(is_back=False)

    @precondition(lambda self: reloaded(self.call).status in EDITABLE)
    @rule()
    def goes_out(self) -> None:
        """The straight way, so that stories get further than a draft."""
        self.edits("owner", 30)
        self.submits("owner")
        self.approves("other owner")
        self.decides("moderator", "publish")

    @precondition(lambda self: reloaded(self.call).status in EDITABLE)
    @rule()
    def waits_too_long(self) -> None:
        """Nobody looks at it before its deadline has passed."""
        self.edits("owner", 30)
        self.submits("owner")
        self.now.shift(timedelta(days=31))
        self.approves("other owner")
        self.decides("moderator", "publish")
        self.decides("moderator", "send_back")

    # What is public ------------------------------------------------------------------------------

    @rule(by=people)
    def begins_a_correction(self, by: str) -> None:
        self.tries(services.start_correction, self.call, by=self.who(by))

    @rule(by=people, days=st.integers(-2, 40) | st.none(), title=st.sampled_from("ABC"))
    def writes_the_correction(self, by: str, days: int | None, title: str) -> None:
        if begun := correction_of(self.call):
            facts = {"title": title, "correction_reason": "Late."}
            facts |= {} if days is None else {"deadline": in_days(days)}
            self.tries(services.edit, begun, by=self.who(by), **facts)

    @rule(by=people, verb=st.sampled_from(["submit", "approve", "publish_correction"]))
    def sends_the_correction(self, by: str, verb: str) -> None:
        if begun := correction_of(self.call):
            self.tries(getattr(services, verb), begun, by=self.who(by), makes_version=True)

    @rule(by=insiders, days=st.integers(1, 40), title=st.sampled_from("ABC"))
    def corrects(self, by: str, days: int, title: str) -> None:
        self.begins_a_correction(by)
        self.writes_the_correction(by, days, title)
        self.sends_the_correction(by, "submit")
        self.sends_the_correction("other owner", "approve")

    @rule(by=people)
    def discards_the_correction(self, by: str) -> None:
        if begun := correction_of(self.call):
            self.tries(services.discard_correction, begun, by=self.who(by))

    @rule(by=people, phase=st.sampled_from(Phase), reason=st.sampled_from(["So it is.", ""]))
    def ends(self, by: str, phase: Phase, reason: str) -> None:
        deed = services.end
        self.tries(deed, self.call, phase, reason, by=self.who(by), makes_version=True)

    @rule(by=moderators)
    def removes(self, by: str) -> None:
        self.tries(services.remove, self.call, "So it is.", by=self.who(by))

    @rule(by=people, once_in_a_while=st.integers(0, 9))
    def withdraws(self, by: str, once_in_a_while: int) -> None:
        """Nothing comes after it, so it comes seldom."""
        if once_in_a_while == 7:
            self.tries(services.withdraw, self.call, "So it is.", by=self.who(by))

    @rule(by=moderators)
    def restores(self, by: str) -> None:
        self.tries(services.restore, self.call, by=self.who(by))

    @rule(by=insiders)
    def tells_the_result(self, by: str) -> None:
        def tell() -> None:
            self.result = services.start_result(self.call, by=self.who(by))
            if self.result.status in EDITABLE:
                services.edit(self.result, by=self.who(by), winner_name="Lampa")
                services.submit(self.result, by=self.who(by))

        self.tries(tell)

    @rule(by=moderators)
    def publishes_the_result(self, by: str) -> None:
        if self.result and (submission := submission_of(reloaded(self.result))):
            self.tries(moderation.publish, submission, by=self.who(by), makes_version=True)

    @rule(by=insiders)
    def withdraws_the_result(self, by: str) -> None:
        if self.result:
            deed = services.withdraw
            self.tries(deed, self.result, "So it is.", by=self.who(by), makes_version=True)

    @rule(by=moderators)
    def removes_the_result(self, by: str) -> None:
        if self.result:
            deed = services.remove
            self.tries(deed, self.result, "So it is.", by=self.who(by), makes_version=True)

    @rule(by=moderators, first=st.booleans())
    def restores_a_result(self, by: str, first: bool) -> None:
        """The one that was told first, or last."""
        told = Opportunity.objects.concluding(self.call).order_by("pk")
        if row := told.first() if first else told.last():
            self.tries(services.restore, row, by=self.who(by), makes_version=True)

    @precondition(lambda self: reloaded(self.call).phase == Phase.AWARDED)
    @rule(is_back=st.booleans())
    def another_result_is_told(self, is_back: bool) -> None:
        """The moderators remove the first, and may put it back while the next one waits."""
        self.removes_the_result("moderator")
        self.tells_the_result("owner")
        if is_back:
            self.restores_a_result("moderator", first=True)
        self.publishes_the_result("moderator")
        self.restores_a_result("moderator", first=True)

    # What always holds ---------------------------------------------------------------------------

    @invariant()
    def what_is_public_has_a_day_and_a_kind_and_is_no_correction(self) -> None:
        for row in self.rows().values():
            if row["status"] == Status.PUBLISHED:
                assert (bool(row["published_at"]), bool(row["kind"])) == (True, True)
                assert row["corrects_id"] is None

    @invariant()
    def what_comes_out_by_publication_has_its_deadline_ahead(self) -> None:
        for first in self.versions()[:1]:
            assert datetime.fromisoformat(first.content["deadline"]) > first.dispatched_at

    @invariant()
    def a_call_is_awarded_by_the_one_result_of_it_that_is_public(self) -> None:
        told = [row for row in self.rows().values() if row["concludes_id"] == self.call.pk]
        public = [row for row in told if row["status"] == Status.PUBLISHED]
        assert len(public) == (reloaded(self.call).ended == Phase.AWARDED)

    @invariant()
    def versions_are_numbered_kept_and_the_last_is_what_is_public(self) -> None:
        versions = self.versions()
        assert [version.number for version in versions] == list(range(1, self.expected + 1))
        for version in versions:
            assert self.kept.setdefault(version.number, version.content) == version.content
        if versions:
            assert reloaded(self.call).version == versions[-1].number
            assert versions[-1].content == snapshot(reloaded(self.call))

    @invariant()
    def what_has_ended_says_when_and_cannot_be_answered(self) -> None:
        ended = [pk for pk, row in self.rows().items() if row["ended"]]
        for pk in ended:
            row = self.rows()[pk]
            assert row["ended"] in ENDINGS
            assert row["ended_at"] is not None
        rows = Opportunity.objects.everywhere("a test").filter(pk__in=ended)
        assert not rows.open_at(timezone.now()).exists()


# An approval that hands on in one deed: out of approval, into review.
THROUGH_REVIEW = (Status.IN_APPROVAL, Status.IN_REVIEW)


def play(cast: Cast, *, examples: int, steps: int, fixed: bool) -> None:
    Life.cast = cast
    rules = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=fixed,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=rules)


def test_any_order_of_deeds_keeps_to_the_tables(cast) -> None:
    play(cast, examples=8, steps=30, fixed=True)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_many_orders_of_deeds_keep_to_the_tables(cast) -> None:
    play(cast, examples=100, steps=60, fixed=False)
