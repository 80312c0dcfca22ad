"""What is public has exactly one entry; what is not, has none."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from ppi.kernel.models import Job
from ppi.library.models import Page
from ppi.organisations import services as organisations
from ppi.search import services, tasks
from ppi.search.learning import learn
from ppi.search.models import Entry
from ppi.search.registry import indexable
from ppi.translations import services as translations
from profiles import products, revisions
from profiles import services as profiles
from profiles.models import Product, Profile
from tenders import services as tenders
from tenders.choices import Kind, Status
from tenders.models import Opportunity
from tests.ppi.organisations.acting import rename
from tests.ppi.search.published import course, entries, opportunity, page, titles
from tests.profiles.written import YES_TO_ALL, reloaded

PROFILE = {
    "language": "lt",
    "headline": "Šviestuvai",
    "about": "Apie mus.",
    "cpv": ["34000000"],
    "nuts": ["LT"],
    "languages": ["lt"],
}


@pytest.fixture
def lamp(upes_ziburys, denmark) -> Product:
    profile = profiles.keep_profile(
        upes_ziburys,
        portal=denmark,
        products=[{"name": "Žingsnis", "problem": "Tamsu.", "language": "lt"}],
        **PROFILE,
    )
    return Product.objects.of(profile).get()


def test_publishing_indexes_and_withdrawing_removes(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    draft = tenders.start(
        havneby, by=buyer_of_havneby, kind=Kind.PLANNED, title="Quiet asphalt", language="en"
    )
    facts = {"need": "Noise.", "cpv": ["45000000"], "contract": "works", "strategic": ["none"]}
    tenders.edit(draft, by=buyer_of_havneby, **facts)
    tenders.submit(draft, by=buyer_of_havneby)
    run_jobs()
    assert titles(denmark, "asphalt") == []

    row = Opportunity.objects.everywhere("the test's own").get(pk=draft.pk)
    tenders.publish(row, by=moderator_of_denmark)
    run_jobs()
    [entry] = Entry.objects.published(denmark).found("asphalt", "en")
    assert entry.url.endswith(f"/opportunities/{draft.slug}/")

    tenders.withdraw(row, "We found another way.", by=buyer_of_havneby)
    run_jobs()
    assert entries() == []


def test_a_profile_and_its_products_come_and_go_together(
    denmark, lamp, seller_of_upenai, run_jobs
) -> None:
    run_jobs()
    assert titles(denmark, "tamsu", "lt") == ["Žingsnis"]
    assert titles(denmark, "šviestuvas", "lt") == ["Upės žiburys"]

    profiles.hide(lamp.profile, by=seller_of_upenai)
    run_jobs()
    assert entries() == []


def test_a_product_that_is_hidden_or_deleted_leaves(
    denmark, lamp, seller_of_upenai, moderator_of_denmark, run_jobs
) -> None:
    products.edit(lamp, by=seller_of_upenai, is_draft=True)
    run_jobs()
    assert [row[1] for row in entries()] == ["Upės žiburys"]

    products.take_self_test(lamp, YES_TO_ALL, by=seller_of_upenai)
    products.submit(lamp, by=seller_of_upenai)
    products.publish(reloaded(lamp), by=moderator_of_denmark)
    run_jobs()
    assert len(entries()) == 2

    products.delete(lamp, by=seller_of_upenai)
    run_jobs()
    assert [row[1] for row in entries()] == ["Upės žiburys"]


def test_a_changed_text_is_found_by_its_new_words_only(
    denmark, lamp, seller_of_upenai, moderator_of_denmark, run_jobs
) -> None:
    profile = lamp.profile
    profiles.edit(profile, by=seller_of_upenai, headline="Tylus asfaltas")
    run_jobs()
    assert titles(denmark, "asfaltas", "lt") == []

    revisions.submit(profile, by=seller_of_upenai)
    revisions.publish(revisions.open_revision(profile), by=moderator_of_denmark)
    run_jobs()

    assert titles(denmark, "asfaltas", "lt") == ["Upės žiburys"]
    assert titles(denmark, "šviestuvai", "lt") == []


def test_a_suspended_company_leaves_the_index(
    denmark, lamp, upes_ziburys, moderator_of_denmark, run_jobs
) -> None:
    run_jobs()
    organisations.reject(upes_ziburys, "Closed.", by=moderator_of_denmark)
    run_jobs()

    assert entries() == []


def test_a_suspended_buyers_needs_leave_the_index_and_come_back_when_it_is_restored(
    denmark, havneby, jarvikunta, moderator_of_denmark, run_jobs
) -> None:
    opportunity(havneby, "Lamps")
    opportunity(havneby, "Canary draft", status=Status.DRAFT)
    opportunity(jarvikunta, "Of another buyer")
    before = entries()

    organisations.reject(havneby, "Closed.", by=moderator_of_denmark)
    run_jobs()
    assert [row[1] for row in entries()] == ["Of another buyer"]

    organisations.verify(havneby, by=moderator_of_denmark)
    run_jobs()
    assert sorted(row[1] for row in entries()) == ["Lamps", "Of another buyer"]
    assert sorted(entries()) == sorted(before)


def test_a_suspension_told_twice_leaves_the_same_index(
    havneby, moderator_of_denmark, run_jobs
) -> None:
    opportunity(havneby, "Lamps")
    organisations.reject(havneby, "Closed.", by=moderator_of_denmark)
    for _time in range(2):
        tasks.reindex_all_of(model="tenders.Opportunity", path="organisation", pk=havneby.pk)
        run_jobs()

    assert entries() == []


def test_many_needs_of_one_buyer_are_looked_at_in_batches(havneby, monkeypatch, run_jobs) -> None:
    monkeypatch.setattr(services, "BATCH", 2)
    ids = [opportunity(havneby, f"Lamp {number}").pk for number in range(5)]

    tasks.reindex_all_of(model="tenders.Opportunity", path="organisation", pk=havneby.pk)

    promised = Job.objects.filter(task="ppi.search.tasks.reindex").order_by("pk")
    assert [row.arguments["ids"] for row in promised] == [ids[:2], ids[2:4], ids[4:]]


def test_a_translation_is_found_as_soon_as_it_is_kept(denmark, havneby, run_jobs) -> None:
    row = opportunity(havneby, "Quiet asphalt")
    translations.keep(row, "title", "da", "Støjsvag asfalt")
    assert titles(denmark, "støjsvag", "da") == []

    run_jobs()
    assert titles(denmark, "støjsvag", "da") == ["Quiet asphalt"]


def test_a_translation_of_what_is_not_public_or_not_searched_adds_nothing(
    havneby, run_jobs
) -> None:
    draft = opportunity(havneby, "Canary", status=Status.DRAFT)
    translations.keep(draft, "title", "da", "Kanariefugl")
    translations.keep(havneby, "about", "da", "Om os")

    run_jobs()

    assert entries() == []
    assert not Job.objects.filter(done_at=None).exists()


def test_every_room_names_the_events_upon_which_it_is_looked_at(db) -> None:
    """A room that forgot one would be found by words that it holds no more."""
    heard = {
        model._meta.label: {path: [event.name for event in events] for path, events in by.items()}
        for model, entry in indexable
        if (by := entry.moved_by)
    }
    room = {"published", "changed", "withdrawn"}
    for label, paths in heard.items():
        own = {name.partition(".")[2] for name in paths.get("profile", paths["pk"])}
        assert room <= own, label
        assert all(
            "organisations.suspended" in names
            for path, names in paths.items()
            if path.endswith("organisation")
        )
    assert set(heard) == {model._meta.label for model, _entry in indexable}


def test_a_renamed_buyer_is_found_by_its_new_name(
    denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    opportunity(havneby, "Lamps")
    rename(havneby, "Nyhavn Kommune", by=buyer_of_havneby, moderator=moderator_of_denmark)
    run_jobs()

    assert titles(denmark, "Nyhavn") == ["Lamps"]
    assert titles(denmark, "Havneby") == []


def test_rebuilding_twice_gives_the_same_index(denmark, havneby, lamp, run_jobs) -> None:
    opportunity(havneby, "Lamps")
    opportunity(havneby, "Draft", status=Status.DRAFT)
    page(denmark, title_en="Guide", title_da="Vejledning", body_en="Text.")
    course(denmark, "Course", "Lesson.")
    run_jobs()
    before = entries()

    call_command("reindex", verbosity=0)
    once = entries()
    call_command("reindex", verbosity=0)

    assert [row[1] for row in before] == [row[1] for row in once]
    assert len(before) == 5
    assert before == once == entries()


def test_rebuilding_makes_what_is_missing_and_removes_what_should_not_be_there(
    denmark, havneby
) -> None:
    stale, missing = opportunity(havneby, "Canary"), opportunity(havneby, "Missing")
    rows = Opportunity.objects.everywhere("past the services, as a lost job would leave it")
    rows.filter(pk=stale.pk).update(status=Status.REMOVED)
    Entry.objects.everywhere("lost").filter(object_id=missing.pk).delete()
    assert [row[1] for row in entries()] == ["Canary"]

    counts = services.rebuild()

    assert [row[1] for row in entries()] == ["Missing"]
    assert counts["tenders.Opportunity"] == 1


def test_indexing_many_needs_as_many_queries_as_indexing_few(
    facts, havneby, django_assert_num_queries
) -> None:
    ids = [opportunity(havneby, f"Lamp {n}", cpv=["34000000"]).pk for n in range(12)]

    # Lock, what was found, rows, translations, labels and their vectors, parts of compounds, put,
    # and the removal of what is gone.
    with transaction.atomic():
        for some in (ids[:2], ids):
            with django_assert_num_queries(12):
                services.reindex(Opportunity, some)


@pytest.mark.django_db(transaction=True)
def test_a_slow_run_does_not_put_back_what_a_later_one_removed(havneby) -> None:
    row = opportunity(havneby, "Canary")
    Entry.objects.everywhere("start without it").delete()
    held, removed = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            services.reindex(Opportunity, [row.pk])
            held.set()
            removed.wait(timeout=1)
        connection.close()

    run = threading.Thread(target=slow)
    run.start()
    held.wait(timeout=10)
    rows = Opportunity.objects.everywhere("withdrawn meanwhile")
    rows.filter(pk=row.pk).update(status=Status.WITHDRAWN)
    services.reindex(Opportunity, [row.pk])
    removed.set()
    run.join()

    assert entries() == []


def test_a_profile_without_a_headline_is_not_searched(upes_ziburys, denmark) -> None:
    profile = profiles.keep_profile(upes_ziburys, portal=denmark, **(PROFILE | {"headline": ""}))

    services.reindex(Profile, [profile.pk])

    assert entries() == []


def test_a_rebuild_finds_by_the_same_words_as_one_change(facts, havneby) -> None:
    ids = [
        opportunity(havneby, title, cpv=["34000000", "71000000"], language="da").pk
        for title in ("Gadebelysning ved havnen", "Styring af gadebelysningen")
    ]

    def vectors() -> dict[int, str]:
        entries = Entry.objects.everywhere("as the database writes them").order_by("object_id")
        found = entries.filter(object_id__in=ids).annotate(written=Cast("vector", TextField()))
        return dict(found.values_list("object_id", "written"))

    learn("da")
    for pk in ids:
        services.reindex(Opportunity, [pk])
    one_by_one = vectors()
    services.rebuild()

    assert vectors() == one_by_one
    assert all("'transport" in vector for vector in one_by_one.values())


def announced(model: str) -> list[dict]:
    """What was told of entries of this model, without the moment."""
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    told = [job.arguments["ids"] for job in jobs if job.arguments["event"] == "search.indexed"]
    return [{name: ids for name, ids in each.items() if ids and name not in ("at", "model")}
            for each in told if each["model"] == model]  # fmt: skip


def test_a_translation_is_told_apart_from_a_change(havneby, run_jobs) -> None:
    row = opportunity(havneby, "Quiet asphalt")
    run_jobs()
    Job.objects.all().delete()
    translations.keep(row, "title", "da", "Støjsvag asfalt")
    run_jobs()
    assert announced("tenders.Opportunity") == [{"translated": [row.pk]}]

    Opportunity.objects.everywhere("renamed").filter(pk=row.pk).update(title="Silent asphalt")
    translations.keep(row, "title", "de", "Flüsterasphalt")
    run_jobs()
    assert announced("tenders.Opportunity")[1:] == [{"changed": [row.pk]}]


def test_what_an_upgrade_makes_otherwise_has_not_changed(havneby, denmark, run_jobs) -> None:
    same, moved = opportunity(havneby, "Lamps"), page(denmark, title_en="Guide")
    outdated = Entry.objects.everywhere("as an older version made it")
    outdated.update(make=services.MAKE - 1, summary="made otherwise")
    Page.objects.everywhere("saved since").get(pk=moved.pk).save()
    Job.objects.all().delete()

    assert services.refresh() == 2

    assert announced("tenders.Opportunity") == []
    assert announced("library.Page") == [{"changed": [moved.pk]}]
    assert set(outdated.values_list("make", "summary")) == {(services.MAKE, "")}
    assert same.title in titles(denmark, "lamps")


def test_what_has_no_words_any_more_leaves_and_is_not_made_anew_for_ever(
    denmark, havneby, run_jobs
) -> None:
    mute = page(denmark, title_en="Guide")
    Page.objects.everywhere("emptied").filter(pk=mute.pk).update(title_en="")
    Entry.objects.everywhere("as an older version made it").update(make=services.MAKE - 1)
    Job.objects.all().delete()

    assert services.refresh() == 1

    assert (services.refresh(), entries()) == (0, [])
    assert announced("library.Page") == [{"removed": [[mute.pk, "Guide"]]}]


def test_only_what_the_index_has_not_read_yet_is_behind(havneby, buyer_of_havneby) -> None:
    read, changed, missing, gone = (opportunity(havneby, f"Lamp {n}") for n in range(4))
    rows = Opportunity.objects.everywhere("past the services")
    later = timezone.now() + timedelta(minutes=1)
    rows.filter(pk=changed.pk).update(published_at=later)
    rows.filter(pk=gone.pk).update(status=Status.REMOVED)
    Entry.objects.everywhere("lost").filter(object_id=missing.pk).delete()

    ids = [read.pk, changed.pk, missing.pk, gone.pk]
    assert services.behind(Opportunity, ids) == ids[1:]
