"""What newly satisfies a saved search is written down once, for those whom it is news."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ppi.kernel.models import Job
from ppi.matching import tasks
from ppi.matching.interests import hits as finding
from ppi.matching.models import Hit
from ppi.matching.reverse import shares
from ppi.moderation.registry import authors_of
from ppi.organisations import services as organisations
from ppi.search import services as search
from ppi.search.models import Entry
from ppi.translations import services as translations
from tenders import services as tenders
from tenders.models import Opportunity, Version
from tests.conftest import member
from tests.ppi.matching.interests.conftest import hits
from tests.ppi.search.published import opportunity
from tests.tenders.written import reloaded

TITLE = "Light only where somebody walks"

pytestmark = pytest.mark.django_db


def announced() -> list[list[int]]:
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    told = [job.arguments for job in jobs]
    return [one["ids"]["hit_ids"] for one in told if one["event"] == "matching.found"]


def test_a_new_need_is_found_for_the_searches_that_it_satisfies_and_for_no_other(
    call, saved, stranger, seller_of_upenai, latvia, run_jobs
) -> None:
    saved(stranger, "q=lamps&country=DK", "Lamps")
    saved(stranger, "q=lamps+-street", "No streets")
    saved(stranger, "subject=34928", "Street furniture", portal=latvia)
    saved(seller_of_upenai, "q=gadelamper", "In other words")
    saved(seller_of_upenai, "buyer=havneby", "Havneby")
    call()
    run_jobs()

    assert hits() == [("Lamps", TITLE), ("Street furniture", TITLE), ("Havneby", TITLE)]
    every = Hit.objects.everywhere("all").order_by("search")
    assert announced() == [[hit.pk for hit in every]]


def test_running_it_again_finds_nothing_twice(call, saved, stranger, run_jobs) -> None:
    saved(stranger, "q=lamps", "Lamps")
    need = call()
    run_jobs()

    tasks.find_for_searches("tenders.Opportunity", new=[need.pk], changed=[])

    assert hits() == [("Lamps", TITLE)]
    assert len(announced()) == 1


def test_who_published_it_is_not_alerted_of_it(call, saved, buyer_of_havneby, run_jobs) -> None:
    saved(buyer_of_havneby, "q=lamps", "My own")
    call()
    run_jobs()

    assert hits() == []


def test_what_stood_there_when_the_search_was_saved_is_no_news_until_it_changes(
    call, saved, stranger, buyer_of_havneby, run_jobs
) -> None:
    need = call()
    run_jobs()
    saved(stranger, "q=lamps", "Lamps")
    run_jobs()
    assert hits() == []

    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        draft = tenders.start_correction(reloaded(need), by=buyer_of_havneby)
        tenders.edit(draft, by=buyer_of_havneby, correction_reason="More.", months=3, need="Lamps!")
        tenders.submit(reloaded(draft), by=buyer_of_havneby)
        run_jobs()
    assert hits() == [("Lamps", TITLE)]


def test_a_change_that_brings_it_into_a_search_is_found(
    call, saved, stranger, buyer_of_havneby, run_jobs
) -> None:
    saved(stranger, "q=bridges", "Bridges")
    need = call()
    run_jobs()
    assert hits() == []

    draft = tenders.start_correction(reloaded(need), by=buyer_of_havneby)
    tenders.edit(draft, by=buyer_of_havneby, correction_reason="x", need="Lamps on bridges.")
    tenders.submit(reloaded(draft), by=buyer_of_havneby)
    run_jobs()
    assert hits() == [("Bridges", TITLE)]


def test_a_year_of_old_notices_alerts_nobody(havneby, saved, stranger, run_jobs) -> None:
    saved(stranger, "buyer=havneby", "Havneby")
    now = timezone.now()
    old = {"published_at": now - timedelta(days=200)}
    opportunity(havneby, "Long over", deadline=now - timedelta(days=150), **old)
    opportunity(havneby, "Still open", deadline=now + timedelta(days=5), **old)
    opportunity(havneby, "Its result", kind="result", published_at=now)
    run_jobs()

    assert hits() == [("Havneby", "Still open"), ("Havneby", "Its result")]


def test_nothing_is_announced_where_the_public_finds_the_same(call, run_jobs) -> None:
    need = call()
    run_jobs()
    Job.objects.all().delete()
    Opportunity.objects.everywhere("saved anew").get(pk=need.pk).save()
    search.reindex(Opportunity, [need.pk])

    assert Job.objects.count() == 0
    assert Entry.objects.everywhere("all").count() == 1


def test_hits_come_in_batches(call, saved, stranger, run_jobs, monkeypatch) -> None:
    monkeypatch.setattr(finding, "BATCH", 2)
    for word in ("lamps", "street", "walks"):
        saved(stranger, f"q={word}", word)
    call()
    run_jobs()

    assert [len(batch) for batch in announced()] == [2, 1]


def test_what_was_found_stays_found_when_a_later_part_fails(
    call, saved, stranger, run_jobs, monkeypatch
) -> None:
    """Each part is written for itself: a run that is cut off has not worked in vain."""
    for word in ("lamps", "street", "walks"):
        saved(stranger, f"q={word}", word)
    need = call()
    search.reindex(Opportunity, [need.pk])
    monkeypatch.setattr(finding, "MOST_WRITTEN", 2)
    write, calls = finding._write, []

    def cut_off(*parts):
        calls.append(parts)
        if len(calls) == 2:
            raise ConnectionError
        return write(*parts)

    monkeypatch.setattr(finding, "_write", cut_off)
    with pytest.raises(ConnectionError):
        finding.find(Opportunity, new=[need.pk])
    assert [name for name, _thing in hits()] == ["lamps", "street"]

    monkeypatch.setattr(finding, "_write", write)
    finding.find(Opportunity, new=[need.pk])
    assert [name for name, _thing in hits()] == ["lamps", "street", "walks"]
    assert [len(batch) for batch in announced()] == [2, 1]


def test_a_translation_is_found_by_searches_saved_since_publication(
    call, saved, stranger, seller_of_upenai, run_jobs
) -> None:
    need = call()
    run_jobs()
    saved(stranger, "q=gatuljus", "In Swedish", language="sv")
    saved(stranger, "buyer=havneby", "Havneby")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        translations.keep(need, "title", "sv", "Gatuljus bara där någon går")
        run_jobs()

    assert hits() == [("In Swedish", TITLE)]


def test_what_was_found_in_its_own_words_is_no_news_because_it_was_translated(
    call, saved, stranger, run_jobs
) -> None:
    need = call()
    run_jobs()
    saved(stranger, "q=lamps", "In English")
    saved(stranger, "q=34928510", "By its code")
    saved(stranger, "q=lamps+or+gatuljus", "In either")
    saved(stranger, "q=gatuljus+-lamps", "In Swedish alone")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        translations.keep(need, "title", "sv", "Gatuljus bara där någon går")
        run_jobs()

    assert hits() == []


def test_who_published_a_version_wrote_it_too(
    call, saved, denmark, havneby, stranger, buyer_of_havneby, run_jobs
) -> None:
    need = call()
    member(stranger, havneby)
    version = Version.objects.everywhere("the test's own").get(opportunity=need)
    version.published_by = stranger
    version.save()
    saved(stranger, "q=lamps", "Lamps")
    run_jobs()

    assert authors_of(need) == sorted([buyer_of_havneby, stranger], key=lambda user: user.pk)
    assert hits() == []


def test_what_a_suspended_buyer_published_is_found_by_nobody(
    call, saved, stranger, havneby, moderator_of_denmark, run_jobs
) -> None:
    saved(stranger, "q=lamps", "Lamps")
    call()
    organisations.reject(havneby, "Not a city.", by=moderator_of_denmark)
    run_jobs()

    assert hits() == []


def test_counting_keys_anew_keeps_every_search_found(call, saved, stranger, run_jobs) -> None:
    saved(stranger, "q=lamps&kind=opportunity", "Lamps")
    call()
    run_jobs()
    tasks.keep_searches_quick()
    run_jobs()
    assert shares.KeyShare.objects.count() == 0  # one entry is not enough to call a key common

    call(title="More lamps")
    run_jobs()
    assert hits() == [("Lamps", TITLE), ("Lamps", "More lamps")]
