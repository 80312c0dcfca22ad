"""What helps with a need, and who has the same one: said on the pages of both."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from ppi.kernel.models import Job
from ppi.library.models import Page
from ppi.matching import gists, relating, tasks
from ppi.matching.models import Gist, Link, Stem
from ppi.matching.texts import stems_of
from ppi.organisations.choices import Kind
from ppi.portals.choices import Module
from ppi.search import services as index
from ppi.search.models import Entry
from tenders import services as tenders
from tenders.models import Opportunity
from tests.ppi.matching.companies import company, profiled
from tests.ppi.search.published import page
from tests.tenders.written import published

NEED = "/p/dk/en/opportunities/{}/"
ABOUT_LAMPS = {
    "title_en": "Street lamps with sensors",
    "summary_en": "How towns let street lamps burn only where somebody walks.",
    "body_en": "Street lamps that burn all night waste energy. Sensors dim each lamp.",
}

ABOUT_BREAD = {"headline": "Bread", "about": "Rolls for schools.", "cpv": ["15810000"]}


@pytest.fixture
def counted(facts) -> None:
    """These words are rare, as they would be among thousands of texts."""
    [stems] = stems_of([("en", " ".join(ABOUT_LAMPS.values()))])
    Stem.objects.bulk_create(Stem(text=stem, texts=2, rarity=0.9) for stem in stems)


@pytest.fixture
def need(counted, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return related(published(havneby, buyer_of_havneby, moderator_of_denmark))


@pytest.fixture
def elsewhere(need, jarvikunta, buyer_of_jarvikunta, moderator_of_latvia) -> Opportunity:
    row = published(
        jarvikunta, buyer_of_jarvikunta, moderator_of_latvia,
        title="Lamps of the village", cpv=["34928500"], nuts=["FI197"],
    )  # fmt: skip
    return related(row)


def related(row):
    """As its jobs do a moment after it was published or changed."""
    index.reindex(type(row), [row.pk])
    tasks.relate(model=row._meta.label, ids=[row.pk])
    return row


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def beside(row, portal) -> list[str]:
    return [link.other.title for link in Link.objects.published(portal).beside(row)]


def test_the_same_need_of_another_buyer_stands_on_both_pages(
    need, elsewhere, denmark, latvia, as_user
) -> None:
    assert beside(need, denmark) == ["Lamps of the village"]
    assert beside(elsewhere, latvia) == ["Light only where somebody walks"]

    shown = words(as_user(None).get(NEED.format(need.slug)))

    assert "The same need elsewhere" in shown
    assert "Lamps of the village" in shown
    assert "same subject: Vehicles and transport equipment (CPV 349285)" in shown


def test_publishing_leads_to_links_by_itself(
    facts, havneby, buyer_of_havneby, jarvikunta, buyer_of_jarvikunta,
    moderator_of_denmark, moderator_of_latvia, denmark, run_jobs,
) -> None:  # fmt: skip
    here = published(havneby, buyer_of_havneby, moderator_of_denmark)
    there = published(jarvikunta, buyer_of_jarvikunta, moderator_of_latvia, title="Lamps there")
    run_jobs()

    assert beside(here, denmark) == ["Lamps there"]
    assert beside(there, denmark) == [here.title]


def test_a_buyers_own_needs_are_not_the_same_need_elsewhere(
    need, havneby, buyer_of_havneby, moderator_of_denmark, denmark
) -> None:
    related(published(havneby, buyer_of_havneby, moderator_of_denmark, title="Once more"))

    assert beside(need, denmark) == []


def test_a_guide_helps_with_the_need_and_shows_whom_it_helps(need, denmark, as_user) -> None:
    guide = related(page(denmark, **ABOUT_LAMPS))
    related(page(denmark, title_en="Minutes", body_en="Who writes the minutes of a council?"))

    assert beside(need, denmark) == ["Street lamps with sensors"]
    shown = words(as_user(None).get(NEED.format(need.slug)))
    assert "What helps with this Guide Street lamps with sensors" in shown
    assert "text close to yours: somebody, " in shown
    there = words(as_user(None).get(f"/p/dk/en/library/{guide.slug}/"))
    assert "Needs like this" in there
    assert need.title in there


def test_a_call_for_funding_is_told_from_a_guide(need, denmark, as_user) -> None:
    for number in range(3):
        related(page(denmark, **ABOUT_LAMPS | {"title_en": f"Lamps {number}"}))
    related(page(denmark, kind="funding", **ABOUT_LAMPS | {"title_en": "Money for lamps"}))

    shown = words(as_user(None).get(NEED.format(need.slug)))

    assert shown.count("Guide Lamps") == 3
    assert "Funding Money for lamps" in shown
    assert "Guide Money for lamps" not in shown


def test_what_an_older_version_indexed_is_called_as_it_was(need, denmark, as_user) -> None:
    related(page(denmark, kind="funding", **ABOUT_LAMPS | {"title_en": "Money for lamps"}))
    Entry.objects.everywhere("as it was").filter(title="Money for lamps").update(facts={})

    assert "Guide Money for lamps" in words(as_user(None).get(NEED.format(need.slug)))


def test_an_intermediary_can_advise_and_a_company_does_not_stand_there(
    need, denmark, as_user
) -> None:
    for name, kind in (("light-cluster", Kind.INTERMEDIARY), ("light-maker", Kind.SUPPLIER)):
        related(profiled(company(name, denmark, kind=kind)))

    assert beside(need, denmark) == ["Light cluster"]
    shown = words(as_user(None).get(NEED.format(need.slug)))
    assert "Who can advise Intermediary Light cluster" in shown
    assert "same subject: Vehicles and transport equipment (CPV 3492851)" in shown
    assert "What helps with this" not in shown
    assert "Light maker" not in shown


def test_a_need_finds_the_adviser_who_was_here_before(
    counted, denmark, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    related(profiled(company("light-cluster", denmark, kind=Kind.INTERMEDIARY)))
    related(profiled(company("bread", denmark, kind=Kind.INTERMEDIARY), **ABOUT_BREAD))
    related(profiled(company("light-maker", denmark)))

    need = related(published(havneby, buyer_of_havneby, moderator_of_denmark))

    assert beside(need, denmark) == ["Light cluster"]


def test_a_portal_without_profiles_names_no_adviser(need, denmark) -> None:
    related(profiled(company("light-cluster", denmark, kind=Kind.INTERMEDIARY)))
    assert beside(need, denmark) == ["Light cluster"]

    denmark.modules = [one for one in Module.values if one != Module.PROFILES]

    assert beside(need, denmark) == []


def test_a_guide_with_the_same_common_words_helps_with_nothing(need, denmark) -> None:
    Stem.objects.update(rarity=0.3)
    related(page(denmark, **ABOUT_LAMPS))

    assert beside(need, denmark) == []


def test_what_a_portal_does_not_show_stands_beside_nothing_there(
    need, elsewhere, denmark, jarvikunta, latvia
) -> None:
    assert beside(need, denmark) == ["Lamps of the village"]

    denmark.shows_network = False
    denmark.save()

    assert beside(need, denmark) == []


def test_what_was_taken_off_leaves_every_page(
    need, elsewhere, denmark, buyer_of_jarvikunta, run_jobs
) -> None:
    tenders.withdraw(elsewhere, "We found another way.", by=buyer_of_jarvikunta)
    run_jobs()

    assert beside(need, denmark) == []
    assert not Link.objects.everywhere("a test").filter(other__title=elsewhere.title).exists()


def test_what_changed_is_related_anew(need, elsewhere, denmark) -> None:
    elsewhere.cpv, elsewhere.title, elsewhere.need = ["15810000"], "Bread", "Rolls for schools."
    elsewhere.outcome = ""
    elsewhere.save()
    related(elsewhere)

    assert beside(need, denmark) == []
    assert beside(elsewhere, denmark) == []


def test_the_clock_relates_what_was_published_before_anybody_related(
    need, elsewhere, denmark, run_jobs
) -> None:
    """As after an upgrade: the entries are there, and nothing was read of them."""
    Gist.objects.everywhere("a test").all().delete()
    Link.objects.everywhere("a test").all().delete()
    Job.objects.all().delete()
    tasks.count_all_words()
    run_jobs()

    assert beside(need, denmark) == ["Lamps of the village"]
    assert list(gists.missing()) == []


def test_relating_twice_leaves_one_link_each_way(need, elsewhere) -> None:
    related(need)
    related(elsewhere)

    pairs = Link.objects.everywhere("a test").values_list("entry__title", "other__title")
    assert sorted(pairs) == [
        ("Lamps of the village", "Light only where somebody walks"),
        ("Light only where somebody walks", "Lamps of the village"),
    ]


def test_the_best_few_of_each_kind_are_kept_and_fewer_shown(
    need, denmark, as_user, monkeypatch
) -> None:
    monkeypatch.setattr(relating, "MOST_KEPT", 5)
    for number in range(7):
        texts = ABOUT_LAMPS | {"title_en": f"Street lamps with sensors {number}"}
        gists.refresh(Page, [page(denmark, **texts).pk])
    related(need)

    assert len(beside(need, denmark)) == 5
    assert words(as_user(None).get(NEED.format(need.slug))).count("Guide Street lamps") == 3


def test_the_pages_queries_do_not_grow_with_the_links(need, denmark, as_user) -> None:
    def queries_with(number: int) -> int:
        for _ in range(number):
            related(page(denmark, **ABOUT_LAMPS))
        with CaptureQueriesContext(connection) as queries:
            assert "What helps" in words(as_user(None).get(NEED.format(need.slug)))
        return len(queries)

    queries_with(1)
    few, many = queries_with(1), queries_with(8)

    assert many == few
