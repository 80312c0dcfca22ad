"""New and small companies are not buried: what docs/fairness.md promises, one test a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ppi.matching import answering, gists, scoring, services, texts
from ppi.matching.choices import Answer
from ppi.matching.interests import stars
from ppi.matching.models import Gist, Match
from ppi.matching.scoring import Side
from profiles.models import Profile
from tests.ppi.matching.companies import LAMPS, company, employee, profiled
from tests.ppi.matching.test_scoring import NEED, OFFER, SIDES
from tests.tenders.written import published

LONG = {"about": f"{LAMPS['about']} {'We also paint benches and mow lawns. ' * 120}"}


@pytest.fixture
def need(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


def scores(need) -> dict[str, int]:
    return {m.profile.organisation.slug: m.score for m in services.match(need)}


def test_a_company_of_ten_years_and_one_of_today_score_the_same(need, denmark) -> None:
    old, new = profiled(company("old", denmark)), profiled(company("new", denmark))
    years_ago = timezone.now() - timedelta(days=3650)
    rows = Profile.objects.everywhere("a test")
    rows.filter(pk=old.pk).update(published_at=years_ago, created_at=years_ago, founded=1950)
    rows.filter(pk=new.pk).update(founded=2026)

    found = scores(need)

    assert found["old"] == found["new"] > 0


def test_what_is_starred_answered_and_matched_often_scores_the_same(need, denmark) -> None:
    known, unknown = company("known", denmark), company("unknown", denmark)
    profiled(known)
    profiled(unknown)
    who = employee("anna@known.example", known, "owner")
    services.match(need)
    own = Match.objects.managed_by(known).select_related("profile__organisation", "opportunity")
    answering.answer(own.get(), Answer.RELEVANT, by=who)
    stars.star(need, by=who)

    found = scores(need)

    assert found["known"] == found["unknown"] > 0


def test_a_small_company_scores_as_a_large_one_and_never_less_than_a_silent_one(
    need, denmark
) -> None:
    for size in ("micro", "small", "medium", "large", ""):
        profiled(company(f"size-{size or 'unsaid'}", denmark), size=size)

    found = scores(need)

    assert found["size-micro"] == found["size-small"] == found["size-medium"]
    assert found["size-micro"] >= found["size-large"] == found["size-unsaid"] > 0


def test_writing_ten_times_as_much_gains_nothing(need, denmark) -> None:
    profiled(company("short", denmark))
    profiled(company("long", denmark), **LONG)

    found = scores(need)

    assert found["long"] == found["short"]


def test_what_stands_beyond_the_compared_beginning_is_not_read(need, denmark) -> None:
    filler = "We paint benches. " * (texts.COMPARED_LENGTH // 10)
    profile = profiled(company("long", denmark), about=f"{filler} Tramways.")

    gist = gists.of_objects(Profile, [profile.pk])[profile.pk]

    assert "benches" in gist.words
    assert "tramways" not in gist.words


def test_a_hundred_codes_say_no_more_than_twenty() -> None:
    others = [f"{number}000000" for number in range(10, 30)]
    stuffed = replace(OFFER, cpv=(*others, "34928510"))

    assert scoring.shared_subject(NEED.cpv, stuffed.cpv) == ""
    assert scoring.shared_subject(NEED.cpv, ("34928510", *others)) == "3492851"


def test_more_shared_words_than_six_gain_nothing() -> None:
    words = {f"en:word{number}": f"word{number}" for number in range(40)}
    need = replace(NEED, stems=words)
    six = replace(OFFER, stems=dict(list(words.items())[:6]))

    many, few = (scoring.reasons(need, o) for o in (replace(OFFER, stems=words), six))

    assert scoring.score(many) == scoring.score(few)


@given(SIDES, SIDES, st.sampled_from(["micro", "small", "medium", "large"]))
def test_telling_ones_size_never_costs_a_point(need, offer, size) -> None:
    silent = scoring.score(scoring.reasons(need, replace(offer, size="")))
    told = scoring.score(scoring.reasons(need, replace(offer, size=size)))

    # A share may be rounded down by a point in each part.
    assert told >= silent - len(scoring.agreements_of(need, offer, {}))


def test_scoring_knows_nothing_by_which_a_company_could_be_old_large_or_known() -> None:
    assert set(Side.__dataclass_fields__) == {
        "cpv", "nuts", "country", "languages", "stems", "topics", "meaning", "value", "size",
        "is_new", "kinds",
    }  # fmt: skip
    assert {field.name for field in Gist._meta.get_fields()} == {
        "id", "entry", "stems", "words", "topics", "strengths", "nearest", "made_of",
    }  # fmt: skip


def test_nobody_is_cut_off_however_many_fit(need, denmark) -> None:
    for number in range(30):
        profiled(company(f"lamps-{number}", denmark))

    found = scores(need)

    assert len(found) == 30
    assert len(set(found.values())) == 1
