"""Which profiles an opportunity is matched with, once each."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.kernel.models import Job
from ppi.matching import services, tasks
from ppi.matching.choices import USUAL_BAR
from ppi.matching.models import Match, Weights
from ppi.matching.reasons import Wording
from ppi.organisations.choices import Status as OrganisationStatus
from profiles import services as profiles
from profiles.choices import Status as ProfileStatus
from tenders import services as tenders
from tenders.models import Opportunity
from tests.ppi.matching.companies import LAMPS, company, profiled
from tests.tenders.written import published


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def unshared(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark, is_shared=False)


def matched(opportunity: Opportunity) -> list[str]:
    rows = Match.objects.everywhere("a test").filter(opportunity=opportunity)
    return sorted(rows.values_list("profile__organisation__slug", flat=True))


def announced() -> list[dict]:
    told = Job.objects.filter(arguments__event="matching.matched").order_by("pk")
    return [row.arguments["ids"] for row in told]


def test_a_match_holds_its_score_and_its_reasons(need, denmark) -> None:
    profile = profiled(company("lamps", denmark))

    [match] = services.match(need)

    assert (match.opportunity, match.profile) == (need, profile)
    assert match.reasons == [
        {"kind": "cpv", "digits": "3492851", "share": 39},
        {"kind": "nuts", "code": "DK050", "share": 22},
        {"kind": "words", "words": ["somebody", "street", "burn", "lamps"], "share": 13},
        {"kind": "language", "code": "en", "share": 11},
    ]
    assert match.score == sum(part["share"] for part in match.reasons) == match.rank
    assert announced() == [{"opportunity_id": need.pk}]


def test_matching_again_leaves_one_row_a_pair(need, denmark) -> None:
    profiled(company("lamps", denmark))
    profiled(company("lights", denmark))

    first = {match.pk for match in services.match(need)}
    second = {match.pk for match in services.match(need)}

    assert first == second
    assert matched(need) == ["lamps", "lights"]


def test_a_company_that_came_later_is_matched_the_next_time(need, denmark) -> None:
    profiled(company("lamps", denmark))
    services.match(need)
    profiled(company("late", denmark))

    services.match(need)

    assert matched(need) == ["lamps", "late"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_leave_one_row_a_pair(need, denmark) -> None:
    for number in range(10):
        profiled(company(f"lamps-{number}", denmark))
    gate, failures = threading.Barrier(4), []

    def work() -> None:
        try:
            gate.wait()
            services.match(need)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert matched(need) == [f"lamps-{number}" for number in range(10)]


def test_an_unshared_need_is_matched_in_its_own_portal_only(
    need, unshared, denmark, latvia
) -> None:
    profiled(company("at-home", denmark))
    profiled(company("abroad", latvia))

    services.match(need)
    services.match(unshared)

    assert matched(need) == ["abroad", "at-home"]
    assert matched(unshared) == ["at-home"]


def test_a_portal_that_shows_no_network_hears_of_no_foreign_need(need, denmark, latvia) -> None:
    latvia.shows_network = False
    latvia.save()
    profiled(company("at-home", denmark))
    profiled(company("alone", latvia))

    services.match(need)

    assert matched(need) == ["at-home"]


def test_the_buyer_itself_and_what_is_not_public_are_left_out(need, denmark, havneby) -> None:
    profiled(company("lamps", denmark))
    profiled(havneby)
    draft = profiled(company("draft", denmark))
    draft.status = ProfileStatus.DRAFT
    draft.save()
    suspended = company("suspended", denmark)
    profiled(suspended)
    suspended.status = OrganisationStatus.SUSPENDED
    suspended.save()

    services.match(need)

    assert matched(need) == ["lamps"]


def test_what_fits_nothing_is_neither_written_nor_announced(need, denmark) -> None:
    profiled(company("bakery", denmark), cpv=["15810000"], about="Bread", headline="Bread")

    assert list(services.match(need)) == []
    assert announced() == []


def test_a_public_product_counts_for_its_company_and_a_hidden_one_does_not(need, denmark) -> None:
    lamp = {"name": "Lamp", "problem": "Dark", "cpv": ["34928510"], "language": "en"}
    general = {"cpv": ["45000000"], "headline": "Builders", "about": "We build."}
    profiled(company("maker", denmark), products=[lamp], **general)
    hidden = profiled(company("hider", denmark), products=[lamp], **general)
    hidden.products.everywhere("a test").update(status="draft")

    services.match(need)

    assert matched(need) == ["maker"]


def test_a_code_inside_another_code_is_no_division_of_it(need, denmark) -> None:
    product = {"name": "Bread", "problem": "Hunger", "cpv": ["15348100"], "language": "en"}
    profiled(company("bakery", denmark), cpv=["15800000"], products=[product])

    assert list(services.match(need)) == []


def test_a_need_without_subjects_matches_nothing(facts, havneby, denmark, buyer_of_havneby) -> None:
    profiled(company("lamps", denmark))
    opportunity = tenders.start(
        havneby, by=buyer_of_havneby, title="Light", kind="planned", language="en"
    )

    assert list(services.match(opportunity)) == []


def test_a_job_about_what_is_not_public_any_more_does_nothing(
    need, denmark, buyer_of_havneby
) -> None:
    profiled(company("lamps", denmark))
    tenders.withdraw(need, "We found another way.", by=buyer_of_havneby)

    tasks.match_opportunity(opportunity_id=need.pk)
    tasks.match_opportunity(opportunity_id=2**40)

    assert matched(need) == []


def test_publishing_leads_to_matches_by_itself(denmark, need, run_jobs) -> None:
    profiled(company("lamps", denmark))

    run_jobs()

    assert matched(need) == ["lamps"]


def test_the_number_of_queries_does_not_grow_with_the_profiles(need, denmark) -> None:
    lamp = {"name": "Lamp", "problem": "Dark", "cpv": ["34928510"], "language": "en"}

    def queries_with(companies: range) -> int:
        for number in companies:
            profiled(company(f"lamps-{number}", denmark), products=[lamp])
        opportunity = Opportunity.objects.everywhere("a test").get(pk=need.pk)
        with CaptureQueriesContext(connection) as queries:
            services.match(opportunity)
        return len(queries)

    few = queries_with(range(2))
    many = queries_with(range(2, 40))

    assert len(matched(need)) == 40
    assert many <= few


def test_a_match_is_seen_by_the_matched_company_and_nobody_else(
    need, denmark, latvia, havneby, upes_ziburys, jarvikunta
) -> None:
    profiled(upes_ziburys)
    services.match(need)

    def seen(rows) -> list[str]:
        return [match.profile.organisation.slug for match in rows]

    assert seen(Match.objects.managed_by(upes_ziburys)) == ["upes-ziburys"]
    assert seen(Match.objects.managed_by(havneby, jarvikunta)) == []
    assert seen(Match.objects.published(denmark)) == []
    assert seen(Match.objects.published_anywhere()) == []
    assert seen(Match.objects.moderated_by(denmark)) == ["upes-ziburys"]
    assert seen(Match.objects.moderated_by(latvia)) == []


def test_what_is_worth_telling_is_said_by_each_companys_own_portal(need, denmark, latvia) -> None:
    for portal in (denmark, latvia):
        profiled(company(f"lamps-of-{portal.slug}", portal))
    score = services.match(need)[0].score

    def told() -> list[str]:
        rows = Match.objects.about(need).worth_telling().order_by("profile__portal__slug")
        return list(rows.values_list("profile__portal__slug", flat=True))

    assert told() == ["dk", "lv"]
    Weights.objects.create(portal=denmark, told_from=score)
    assert told() == ["dk", "lv"]
    Weights.objects.create(portal=latvia, told_from=score + 1)
    assert told() == ["dk"]
    Match.objects.about(need).update(score=USUAL_BAR - 1)
    Weights.objects.moderated_by(latvia).delete()
    assert told() == []


def test_a_need_that_changed_has_its_matches_changed(need, denmark, buyer_of_havneby) -> None:
    profiled(company("lamps", denmark))
    profiled(company("builders", denmark), cpv=["45000000", "45310000"], about="We wire houses.")
    [before] = services.match(need)

    need.cpv = ["45310000"]
    need.save()
    now = services.match(need)

    assert matched(need) == ["builders"]
    assert before.pk not in {match.pk for match in now}


def test_the_product_that_fits_best_is_named(need, denmark) -> None:
    products = [
        {"name": "Bench", "problem": "Tired legs", "cpv": ["39113600"], "language": "en"},
        {"name": "Lamp", "problem": "Street lamps burn all night", "cpv": ["34928510"],
         "language": "en"},
    ]  # fmt: skip
    general = {"cpv": ["45000000"], "headline": "Town makers", "about": "We build."}
    profiled(company("maker", denmark), products=products, **general)

    [match] = services.match(need)

    assert match.product.name == "Lamp"
    assert Wording([match]).sentence(match).startswith("your product «Lamp», same subject: ")


@pytest.mark.django_db(transaction=True)
def test_a_need_and_a_company_that_come_at_once_find_each_other(need, denmark) -> None:
    lamps = profiles.keep_profile(company("lamps", denmark), portal=denmark, language="en", **LAMPS)
    gate, failures = threading.Barrier(2), []

    def work(match, **ids) -> None:
        try:
            gate.wait()
            match(**ids)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    runs = [
        (tasks.match_opportunity, {"opportunity_id": need.pk}),
        (tasks.match_profile, {"profile_id": lamps.pk, "is_new": True}),
    ]
    workers = [threading.Thread(target=work, args=[run], kwargs=ids) for run, ids in runs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert matched(need) == ["lamps"]
