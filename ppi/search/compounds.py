"""Compound words taken apart: «gadebelysning» is «gade» and «belysning».

PostgreSQL's own dictionaries for this need files on the server. Here a word is taken apart where
both sides are words of their own in the lexicon (`ppi.search.lexicon`), joined directly or by a
linking element of the language. Pure rules; what is known comes from the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log

# What may stand between two parts, and, for modifiers that change, what ends them as words:
# «ihmisoikeus» comes from «ihminen».
LINKS: dict[str, tuple[tuple[str, str], ...]] = {
    "da": (("", ""), ("s", ""), ("e", ""), ("er", "")),
    "de": (("", ""), ("s", ""), ("es", ""), ("n", ""), ("en", ""), ("er", ""), ("e", "")),
    "et": (("", ""), ("a", ""), ("e", ""), ("i", ""), ("u", ""), ("se", "ne")),
    "fi": (("", ""), ("n", ""), ("en", ""), ("in", ""), ("s", "nen")),
    "nb": (("", ""), ("s", ""), ("e", "")),
    "sv": (("", ""), ("s", ""), ("e", ""), ("u", "a"), ("o", "a"), ("", "a")),
}
SHORTEST, LONGEST = 8, 40
SHORTEST_PART = 3
# A part of three letters must be a frequent word: nearly any three letters are one somewhere.
SHORT_PART, OFTEN = 3, 8
# Words, endings and beginnings that look like parts and are none: prepositions and the like that
# make verbs and nouns, and endings that happen to be words («-skab» is not a cupboard).
NOT_PARTS = {
    "da": (
        "af an bag bi fra for frem hen imod ind inden indt med mellem mod ned nær om op over på "
        "sam til uden ud under ved vider efter gen mis fore ning ninger ing inger hed heder skab "
        "skaber dom else elser lig lige ligt isk iske fuld bar løs løse ende ene ere eren en er "
        "som men der den det her hver ret rette alle andre anden eller ikke ring ringer"
    ),
    "de": (
        "ab an auf aus bei durch ein ent für gegen hinter hin her mit nach neben ober über um "
        "unter ver vor weg wieder zer zu zur zum zwischen ung ungen heit keit schaft schaften "
        "lich bar los lose sam ende enden igen iger liche lichen isch ische ischen tion der die "
        "das den dem und oder sich wie ist sind als auch alle andere nicht"
    ),
    "et": (
        "ala eel ette järel juurde kaas kokku läbi maha mine mise mist line lise lised ning "
        "peale sisse üle vahel välja vastu ühis kus mis see oma või ega ent aga seks sest tele "
        "dele dega tega iga üks mitte muu teine"
    ),
    "fi": (
        "ala yli esi jälki kanssa läpi muu muut sisä sisään sekä tai ulko vaan vasta ohi mukaan "
        "minen mista misen miseen misesta lla llä ssa ssä sta stä lle inen iset isten kaan kään "
        "kin jotka joka jos kun niin myös ovat olla alle alla teiden teitä"
    ),
    "nb": (
        "av an bak fra for fram hen imot inn inne innen med mellom mot ned om opp over på sam til "
        "uten ut under ved etter gjen mis ning ninger ing inger het heter skap skaper dom else "
        "elser lig lige isk iske full bar løs løse ende ene ere som men der den det her hver "
        "alle andre annen eller ikke ring ringer"
    ),
    "sv": (
        "av an bak från för fram hen in inne inom med mellan mot ned ner om på över sam till utan "
        "ut ute under vid efter åter miss ning ningar ing ingar het heter skap skaper dom else "
        "lig liga ligt isk iska full bar lös lösa ande ende are aren som men der den det här var "
        "varje alla andra annan eller inte upp ring ringar"
    ),
}
NO_PARTS = {language: frozenset(words.split()) for language, words in NOT_PARTS.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the lexicon: how often it stands there, and whether as a word or as a stem."""

    number: int
    is_word: bool = True


def is_long_enough(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST


def candidates(word: str, language: str) -> set[str]:
    """All that a lexicon must be asked for before the word can be taken apart."""
    found = set()
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        found.add(word[cut:])
        found.update(modifiers(word[:cut], language))
    return found


def modifiers(piece: str, language: str) -> Iterator[str]:
    """The words that a first part could be."""
    for link, ending in LINKS[language]:
        if piece.endswith(link) and len(piece) - len(link) >= SHORTEST_PART:
            yield piece.removesuffix(link) + ending


def split(word: str, language: str, known: Mapping[str, Known]) -> tuple[str, str] | None:
    """The two parts of a compound, as words of the lexicon; None for what is none.

    Of several ways the one whose rarer part is the most frequent; a longer second part decides
    between equals.
    """
    ways = [
        (min(weight(first, known), weight(last, known)), len(last), first, last)
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if is_part(last := word[cut:], language, known)
        for first in modifiers(word[:cut], language)
        if is_part(first, language, known)
    ]
    return max(ways)[2:] if ways else None


def is_part(text: str, language: str, known: Mapping[str, Known]) -> bool:
    if text in NO_PARTS[language] or text not in known:
        return False
    return len(text) > SHORT_PART or (known[text].is_word and known[text].number >= OFTEN)


def weight(part: str, known: Mapping[str, Known]) -> float:
    return log(1 + known[part].number) * len(part)
