"""A text is read once: again only when it, or what is known of words, is another."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.matching import gists, tasks
from ppi.matching.models import Gist, Stem
from ppi.search import services as index
from profiles.models import Profile
from tests.ppi.matching.companies import company, profiled


@pytest.fixture
def lamps(facts, denmark) -> Profile:
    return profiled(company("lamps", denmark))


def is_read_by(work) -> bool:
    with CaptureQueriesContext(connection) as made:
        work()
    return any('INSERT INTO "matching_gist"' in query["sql"] for query in made.captured_queries)


def relate(profile: Profile) -> None:
    tasks.relate(model="profiles.Profile", ids=[profile.pk])


def change(profile: Profile, **facts) -> None:
    Profile.objects.everywhere("a test").filter(pk=profile.pk).update(**facts)
    index.reindex(Profile, [profile.pk])


def test_what_was_read_for_its_matches_is_not_read_again_for_its_links(lamps) -> None:
    assert not is_read_by(lambda: relate(lamps))
    assert not is_read_by(lambda: gists.refresh(Profile, [lamps.pk]))


@pytest.mark.parametrize(
    "facts", [{"about": "We make posts of steel."}, {"cpv": ["45000000"]}], ids=["text", "codes"]
)
def test_what_changed_is_read(lamps, facts) -> None:
    change(lamps, **facts)

    assert is_read_by(lambda: relate(lamps))
    assert not is_read_by(lambda: relate(lamps))


def test_when_words_were_counted_anew_texts_are_read_anew(lamps) -> None:
    Stem.objects.create(text="en:lamp", texts=3, rarity=0.9)

    assert is_read_by(lambda: relate(lamps))


def test_what_an_older_version_read_is_read(lamps) -> None:
    Gist.objects.everywhere("a test").update(made_of="")

    assert is_read_by(lambda: relate(lamps))
