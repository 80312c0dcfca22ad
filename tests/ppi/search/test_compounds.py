"""Compound words are found by their parts, and parts by the compound; what is none stays whole."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from django.core.management import call_command

from ppi.kernel.models import Job
from ppi.search import learning, lexicon, services, tasks
from ppi.search.lists import Results
from ppi.search.models import Entry, Word
from ppi.taxonomy.models import CpvCode
from tests.ppi.search.published import opportunity, page, titles

pytestmark = pytest.mark.django_db

# Words as labels hold them; what comes from them is tested, not they themselves.
LABELS = {
    "da": "gade vej belysning skole mad affald indsamling hospital senge legeplads udstyr arbejde "
    "tøj land syning ring projekt sundhed ydelser formation vedlige holdelse kvalitet sikring "
    "kvalitetssikring system over vågning",
    "de": "straße beleuchtung schule buch krankenhaus bett müll abfuhr abfall entsorgung "
    "kind garten wirt schaft sorgung formation",
    "et": "tänav valgustus kool toit jääde jäätme vedu haigla voodi lumi lume tõrje prügi "
    "korral ettevõte võte",
    "fi": "katu valaistus koulu ruoka jäte huolto sairaala sänky terveys terveyden tie ihminen "
    "oikeus hankinta anta",
    "nb": "gate vei belysning skole mat avfall innsamling sykehus senger brann bil land syning",
    "sv": "gata väg belysning skola mat avfall hantering sjukhus sängar arbete kläder land hund",
}
COMPOUNDS = {
    "da": {
        "gadebelysning": "gade belysning",
        "gadebelysningen": "gade belysning",
        "affaldsindsamling": "affald indsamling",
        "hospitalssenge": "hospital senge",
        "legepladsudstyr": "legeplads udstyr",
        "sundhedsydelser": "sundhed ydelser",
        "vejbelysning": "vej belysning",
        "systemkvalitetssikring": "system kvalitetssikring kvalitet sikring",
    },
    "de": {
        "straßenbeleuchtung": "strasse beleuchtung",
        "krankenhausbett": "krankenhaus bett",
        "müllabfuhr": "müll abfuhr",
        "abfallentsorgung": "abfall entsorgung",
        "kindergarten": "kind garten",
    },
    "et": {
        "tänavavalgustus": "tänav valgustus",
        "koolitoit": "kool toit",
        "jäätmevedu": "jäätme vedu",
        "haiglavoodi": "haigla voodi",
        "lumetõrje": "lume tõrje",
        "prügivedu": "prügi vedu",
    },
    "fi": {
        "katuvalaistus": "katu valaistus",
        "kouluruoka": "koulu ruoka",
        "jätehuolto": "jäte huolto",
        "sairaalasänky": "sairaala sänky",
        "terveydenhuolto": "terveyden huolto",
        "ihmisoikeus": "ihminen oikeus",
    },
    "nb": {
        "gatebelysning": "gate belysning",
        "veibelysning": "vei belysning",
        "avfallsinnsamling": "avfall innsamling",
        "sykehussenger": "sykehus senger",
        "brannbil": "brann bil",
    },
    "sv": {
        "gatubelysning": "gata belysning",
        "vägbelysning": "väg belysning",
        "avfallshantering": "avfall hantering",
        "sjukhussängar": "sjukhus sängar",
        "arbetskläder": "arbet kläder",
    },
}
WHOLE = {
    "da": ["landskab", "forsyning", "projektering", "information", "belysning", "overvågning"],
    "de": ["wirtschaft", "versorgung", "information", "beleuchtung", "unterhaltung"],
    "et": ["korraldus", "ettevõte", "valgustus", "teenused", "haridus"],
    "fi": ["hankinta", "valaistus", "palvelut", "kehittäminen", "yhteistyö"],
    "nb": ["landskap", "forsyning", "belysning", "utvikling", "vedlikehold"],
    "sv": ["landskap", "underhåll", "belysning", "utveckling", "försörjning"],
}


@pytest.fixture
def learnt():
    """The labels of as many codes as make a short word a frequent one."""
    for number in range(8):
        code = f"9{number}000000"
        CpvCode.objects.create(code=code, **{f"label_{k}": v for k, v in LABELS.items()})
    for language in LABELS:
        learning.learn(language)


@pytest.mark.parametrize("language", COMPOUNDS)
def test_a_compound_has_the_parts_that_are_words(learnt, language) -> None:
    words = COMPOUNDS[language]

    found = lexicon.parts((language, word.casefold()) for word in words)

    assert {word: " ".join(found.get((language, word.casefold()), ())) for word in words} == words


@pytest.mark.parametrize("language", WHOLE)
def test_what_only_looks_like_a_compound_stays_whole(learnt, language) -> None:
    found = lexicon.parts((language, word) for word in WHOLE[language])

    assert found == {}


FOUND = [
    ("da", "Ny gadebelysning", "belysning"),
    ("da", "Ny gadebelysning", "gader"),
    ("da", "Belysning af gader", "gadebelysning"),
    ("da", "Belysning af gader", "gadebelysningen"),
    ("de", "Neue Straßenbeleuchtung", "Beleuchtung"),
    ("de", "Beleuchtung für Straßen", "Straßenbeleuchtung"),
    ("et", "Uus tänavavalgustus", "valgustus"),
    ("fi", "Uusi katuvalaistus", "valaistus"),
    ("nb", "Ny gatebelysning", "belysning"),
    ("nb", "Belysning av gater", "gatebelysning"),
    ("sv", "Ny gatubelysning", "belysning"),
    ("sv", "Belysning av en gata", "gatubelysning"),
]


@pytest.mark.parametrize(("language", "text", "words"), FOUND)
def test_parts_find_the_compound_and_the_compound_its_parts(
    learnt, denmark, havneby, language, text, words
) -> None:
    opportunity(havneby, text, language=language)
    opportunity(havneby, "Landskab, Landschaft, landskap, maisema, maastik", language=language)

    assert titles(denmark, words, language) == [text]


def test_a_whole_word_counts_more_than_a_part(learnt, denmark, havneby, rf) -> None:
    opportunity(havneby, "Belysning", language="da")
    opportunity(havneby, "Gadebelysning", language="da")
    request = rf.get("/?q=belysning")
    request.portal = denmark

    assert [row.title for row in Results(request).rows] == ["Belysning", "Gadebelysning"]


def test_a_phrase_is_not_taken_apart(learnt, denmark, havneby) -> None:
    opportunity(havneby, "Belysning af gader", language="da")

    assert titles(denmark, '"gadebelysning"', "da") == []
    assert titles(denmark, "gadebelysning -gader", "da") == []


def test_without_a_lexicon_words_stay_whole(denmark, havneby) -> None:
    opportunity(havneby, "Ny gadebelysning", language="da")

    assert titles(denmark, "gadebelysning", "da") == ["Ny gadebelysning"]
    assert titles(denmark, "belysning", "da") == []


def test_words_are_learnt_from_labels_and_from_what_two_texts_say(denmark, havneby) -> None:
    CpvCode.objects.create(code="34000000", label_da="Belysning og transport")
    page(denmark, title_en="Lamps here", title_da="Gadelamper her")
    opportunity(havneby, "Gadelamper til parken", language="da")
    opportunity(havneby, "Gadelmaper, stavet forkert", language="da")

    assert learning.learn("da") == 3
    assert learning.learn("da") == 3

    known = Word.objects.order_by("word").values_list("language", "word", "stem", "number")
    assert list(known) == [
        ("da", "belysning", "belysning", 1),
        ("da", "gadelamper", "gadelamp", 2),
        ("da", "transport", "transport", 1),
    ]


def test_a_word_that_nobody_uses_any_more_is_forgotten(havneby) -> None:
    label = CpvCode.objects.create(code="34000000", label_da="Belysning")
    learning.learn("da")
    label.delete()

    assert learning.learn("da") == 0


def test_one_batch_is_taken_apart_with_the_queries_of_one_word(
    learnt, django_assert_num_queries
) -> None:
    with django_assert_num_queries(4):
        lexicon.parts([("da", "gadebelysning"), ("da", "landskabet")])
    with django_assert_num_queries(4):
        lexicon.parts(
            (code, word) for code in COMPOUNDS for word in [*COMPOUNDS[code], *WHOLE[code]]
        )


def test_what_an_older_version_made_is_made_anew_by_jobs(
    learnt, havneby, denmark, run_jobs
) -> None:
    opportunity(havneby, "Ny gadebelysning", language="da")
    everything = Entry.objects.everywhere("the test ages it")
    everything.update(make=services.MAKE - 1, vector=None)
    assert titles(denmark, "belysning", "da") == []

    tasks.refresh.later()
    run_jobs()

    assert titles(denmark, "belysning", "da") == ["Ny gadebelysning"]
    assert services.refresh() == 0


def test_an_upgrade_promises_only_what_is_lacking(learnt, havneby) -> None:
    opportunity(havneby, "Lamps")
    Job.objects.all().delete()

    call_command("reindex", "--outdated")
    assert not Job.objects.exists()

    Entry.objects.everywhere("the test ages it").update(make=0)
    call_command("reindex", "--outdated")
    assert Counter(Job.objects.values_list("task", flat=True)) == {
        "ppi.search.tasks.learn": len(settings.LANGUAGES),
        "ppi.search.tasks.refresh": 1,
    }
