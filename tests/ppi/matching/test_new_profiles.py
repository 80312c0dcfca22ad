"""A company that comes, or changes, is matched with the needs that are open already."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.kernel.models import Job
from ppi.matching import gists, keeping, services, tasks
from ppi.matching.models import Match
from ppi.organisations import services as organisations
from ppi.organisations.choices import Kind
from profiles import products
from profiles import services as profiles
from profiles.models import Profile
from tenders.choices import Status
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, employee, profiled
from tests.profiles.written import added, reloaded
from tests.tenders.written import published

BUILDERS = {"cpv": ["45000000"], "headline": "Builders", "about": "We build."}
LAMP = {"name": "Lamp", "problem": "Dark", "cpv": ["34928510"], "language": "en"}


@pytest.fixture
def publish(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    def one_more(title: str, **facts) -> Opportunity:
        """In the index too, as its job would put it there a moment later."""
        row = published(havneby, buyer_of_havneby, moderator_of_denmark, title=title, **facts)
        gists.refresh(Opportunity, [row.pk])
        return row

    return one_more


def fits(organisation) -> list[str]:
    rows = Match.objects.managed_by(organisation).order_by("opportunity__title")
    return list(rows.values_list("opportunity__title", flat=True))


def announced() -> list[dict]:
    told = Job.objects.filter(arguments__event="matching.profile_matched").order_by("pk")
    return [row.arguments["ids"] for row in told]


def become(opportunity: Opportunity, **facts) -> None:
    Opportunity.objects.everywhere("a test").filter(pk=opportunity.pk).update(**facts)


def test_a_new_company_is_matched_with_what_is_open_and_nothing_else(
    publish, denmark, run_jobs
) -> None:
    publish("Open light")
    publish("Planned light", kind="planned", deadline=None)
    publish("Open bread", cpv=["15810000"])
    yesterday = timezone.now() - timedelta(days=1)
    become(publish("Canary whose time is over"), deadline=yesterday)
    become(publish("Canary taken off"), status=Status.REMOVED)
    run_jobs()

    lamps = company("lamps", denmark)
    profile = profiled(lamps)
    run_jobs()

    assert fits(lamps) == ["Open light", "Planned light"]
    assert announced() == [{"profile_id": profile.pk}]


def test_the_reasons_are_the_same_from_either_side(publish, denmark) -> None:
    need, profile = publish("Light"), profiled(company("lamps", denmark))
    [of_need] = services.match(need)
    Match.objects.everywhere("from the other side now").delete()

    assert services.match_profile(profile, is_new=True) == 1

    [of_profile] = Match.objects.everywhere("a test")
    assert (of_profile.score, of_profile.reasons) == (of_need.score, of_need.reasons)


def test_a_company_in_another_portal_is_matched_with_what_that_portal_shows(
    publish, latvia, run_jobs
) -> None:
    publish("Shown everywhere")
    publish("Canary kept at home", is_shared=False)
    abroad, alone = company("abroad", latvia), company("alone", latvia)
    profiled(abroad)
    run_jobs()
    latvia.shows_network = False
    latvia.save()
    profiled(alone)
    run_jobs()

    assert fits(abroad) == ["Shown everywhere"]
    assert fits(alone) == []


def test_a_buyers_own_needs_do_not_fit_it(publish, havneby, run_jobs) -> None:
    publish("Light")
    profiled(havneby)
    run_jobs()

    assert fits(havneby) == []
    assert announced() == []


def test_a_changed_company_is_matched_and_nobody_is_told(
    publish, denmark, moderator_of_denmark, run_jobs
) -> None:
    builders = company("builders", denmark)
    profile = profiled(builders, **BUILDERS)
    owner = employee("owner@builders.example", builders, "owner")
    publish("Light")
    run_jobs()
    assert fits(builders) == []

    lamp = added(profile, by=owner, **LAMP)
    products.submit(lamp, by=owner)
    run_jobs()
    assert fits(builders) == []
    products.publish(reloaded(lamp), by=moderator_of_denmark)
    run_jobs()

    assert fits(builders) == ["Light"]
    assert announced() == []


def test_a_company_that_is_not_public_is_matched_with_nothing(publish, denmark, run_jobs) -> None:
    publish("Light")
    lamps = company("lamps", denmark)
    profile = profiled(lamps)
    profiles.hide(profile, by=employee("owner@lamps.example", lamps, "owner"))

    run_jobs()
    tasks.match_profile(profile_id=2**40, is_new=True)

    assert fits(lamps) == []


class Killed(BaseException):
    """As a process ends that is killed: nothing catches it."""


def test_killed_twice_on_the_way_every_match_exists_once(publish, denmark, monkeypatch) -> None:
    for number in range(5):
        publish(f"Light {number}")
    profile = profiled(company("lamps", denmark))
    write = keeping.write

    def before(*args, **options) -> None:
        raise Killed

    def after(*args, **options) -> None:
        write(*args, **options)
        raise Killed

    for moment in (before, after):
        monkeypatch.setattr(keeping, "write", moment)
        with pytest.raises(Killed):
            tasks.match_profile(profile_id=profile.pk, is_new=True)
        assert (fits(profile.organisation), announced()) == ([], [])
    monkeypatch.undo()
    for _time in range(2):
        tasks.match_profile(profile_id=profile.pk, is_new=True)

    assert fits(profile.organisation) == [f"Light {number}" for number in range(5)]


@pytest.mark.django_db(transaction=True)
def test_the_job_of_the_company_and_those_of_the_needs_at_once_leave_one_row_a_pair(
    publish, denmark
) -> None:
    needs = [publish(f"Light {number}") for number in range(4)]
    profile = profiled(company("lamps", denmark))
    gate, failures = threading.Barrier(5), []

    def work(match, **ids) -> None:
        try:
            gate.wait()
            match(**ids)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    runs = [(tasks.match_opportunity, {"opportunity_id": need.pk}) for need in needs]
    runs.append((tasks.match_profile, {"profile_id": profile.pk, "is_new": True}))
    workers = [threading.Thread(target=work, args=[run], kwargs=ids) for run, ids in runs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert fits(profile.organisation) == [f"Light {number}" for number in range(4)]


def test_of_many_needs_the_newest_are_matched_and_stand_in_their_order(
    publish, denmark, monkeypatch
) -> None:
    monkeypatch.setattr(services, "MOST_OPEN_NEEDS", 5)
    for number in range(7):
        publish(f"Light {number}")
    # Two of one moment are told apart by their keys.
    rows = Opportunity.objects.everywhere("a test")
    rows.filter(title__in=["Light 4", "Light 5"]).update(published_at=timezone.now())

    profile = profiled(company("lamps", denmark))
    services.match_profile(profile, is_new=True)

    assert fits(profile.organisation) == [f"Light {number}" for number in range(2, 7)]
    newest_first = Match.objects.everywhere("a test").order_by("-matched_at", "-pk")
    assert [match.opportunity.title[-1] for match in newest_first] == ["5", "4", "6", "3", "2"]


def test_the_number_of_queries_does_not_grow_with_the_needs(publish, denmark) -> None:
    profile = profiled(company("lamps", denmark), products=[LAMP])

    def queries_with(number: int) -> int:
        for _ in range(number):
            publish("Light")
        with CaptureQueriesContext(connection) as queries:
            services.match_profile(profile, is_new=True)
        return len(queries)

    few, many = queries_with(2), queries_with(10)

    assert many == few
    assert len(fits(profile.organisation)) == 12


class TestASuspension:
    """The buyer, or the company, has lost the portal's trust."""

    @pytest.fixture
    def lamps(self, denmark, publish, run_jobs):
        publish("Light")
        lamps = company("lamps", denmark)
        profiled(lamps)
        run_jobs()
        return lamps

    @pytest.fixture
    def anna(self, lamps):
        return employee("anna@lamps.example", lamps)

    @pytest.mark.parametrize("who", ["havneby", "lamps"])
    def test_hides_its_matches_until_it_is_restored(
        self, request, who, anna, moderator_of_denmark, run_jobs
    ) -> None:
        organisation = request.getfixturevalue(who)
        assert Match.objects.for_person(anna).count() == 1

        organisations.reject(organisation, "Closed.", by=moderator_of_denmark)
        assert Match.objects.for_person(anna).count() == 0

        organisations.verify(organisation, by=moderator_of_denmark)
        run_jobs()
        assert Match.objects.for_person(anna).count() == 1

    def test_restored_it_is_matched_with_who_came_meanwhile(
        self, lamps, denmark, havneby, moderator_of_denmark, run_jobs
    ) -> None:
        organisations.reject(havneby, "Closed.", by=moderator_of_denmark)
        late = company("late", denmark)
        profiled(late)
        run_jobs()
        assert fits(late) == []

        organisations.verify(havneby, by=moderator_of_denmark)
        run_jobs()
        assert fits(late) == ["Light"]


def test_no_need_fits_a_buyer_whose_profile_says_what_it_buys(publish, latvia, run_jobs) -> None:
    for kind in (Kind.BUYER, Kind.INTERMEDIARY):
        profiled(company(kind, latvia, kind=kind))
    publish("Light")
    run_jobs()

    assert [fits(profile.organisation) for profile in _profiles()] == [[], ["Light"]]


def _profiles():
    rows = Profile.objects.published_anywhere().select_related("organisation")
    return rows.order_by("organisation__kind")
