"""How well a need and an offer fit: pure arithmetic, part by part.

Each part says how far the two agree, from 0 to 1, or nothing where one side is silent: then the
part is left out of the sum, so that what a company does not tell is never held against it. The
score is the weighted mean of the parts that speak, in points of a hundred; the share of each part
is kept as a reason. Nothing in here knows how old, large, often seen or talkative a company is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from ppi.matching.choices import USUAL_WEIGHTS, Part
from ppi.taxonomy import cpv, nuts

# A shared division (two digits) is as wide as "transport equipment": the texts must agree too.
GROUP_DIGITS, FINEST_DIGITS = 3, 8
# Two texts of the same thing point to largely the same labels; from here on they count as one.
SAME_TOPIC = 0.4
# Below, texts share what all texts share; a shared division allows for a little less.
CLOSE_TOPIC, CLOSE_TOPIC_IN_DIVISION = 0.06, 0.03
# So many shared words, were each as rare as a word can be, say all that words can say.
ENOUGH_WORDS = 3.0
FEWEST_WORDS = 0.5
# A word that stands in both texts and has not been counted may be any word: six of them are not
# enough to say that two texts belong together.
UNCOUNTED = 0.6
# More words or codes of one side than these make no better match: a long profile gains nothing.
MOST_WORDS, MOST_CODES = 6, 20
MOST_WORDS_TOLD = 4
# Half of the turnover that bounds each class (Recommendation 2003/361/EC): a buyer may ask for a
# turnover of twice the contract's value (Directive 2014/24/EU, article 58(3)).
LARGEST_VALUE = {"micro": 1_000_000, "small": 5_000_000, "medium": 25_000_000}


# Thousands of these are made for one need, and nobody changes them: to be frozen would cost a
# fifth of the time that matching takes.
@dataclass(slots=True)
class Side:
    """What one side of a match says of itself; what it does not say is left empty.

    `stems`: its words by their stems with the language before them. `topics`: a vector of length 1.
    `is_new`: the need asks for what does not exist yet, or the offer is being developed.
    `kinds`: organisations that are asked, or the one that offers.
    """

    cpv: tuple[str, ...] = ()
    nuts: tuple[str, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()
    stems: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[int, float] = field(default_factory=dict)
    meaning: tuple[float, ...] = ()
    value: Decimal | None = None
    size: str = ""
    is_new: bool = False
    kinds: frozenset[str] = frozenset()

    @property
    def written_in(self) -> frozenset[str]:
        return frozenset(stem.partition(":")[0] for stem in self.stems)


@dataclass(frozen=True, slots=True)
class Alike:
    """What two texts have in common.

    `closeness`: the product of their vectors of topics, and `topic` the strongest that both have;
    `stems`: those that both have. None where one of them says nothing.
    """

    closeness: float | None
    topic: int | None
    stems: Collection[str] | None


@dataclass(slots=True)
class Agreement:
    """How far two sides agree in one part, and what a reader is told of it."""

    kind: Part
    degree: float
    told: Mapping[str, object] = field(default_factory=dict)


def reasons(
    need: Side,
    offer: Side,
    weights: Mapping[str, int] = USUAL_WEIGHTS,
    rarity: Mapping[str, float] | None = None,
    alike: Alike | None = None,
) -> list[dict]:
    """The parts of the score, the largest first; empty when the two do not fit.

    `rarity`: how rare each stem is, from 0 to 1, as far as it has been counted. `alike`: what the
    database has found of the texts already.
    """
    agreements = agreements_of(need, offer, rarity or {}, alike)
    return told(points(agreements, weights)) if fits(agreements) else []


def points(
    agreements: Collection[Agreement], weights: Mapping[str, int]
) -> list[tuple[int, Agreement]]:
    """What each part adds to the weighted mean, in points of a hundred."""
    total = sum([weights[each.kind] for each in agreements]) or 1
    return [(round(100 * weights[each.kind] * each.degree / total), each) for each in agreements]


def told(parts: Iterable[tuple[int, Agreement]]) -> list[dict]:
    """Points as they are kept and shown, the largest first."""
    kept = [
        {"kind": each.kind.value, **each.told, "share": share} for share, each in parts if share
    ]
    return sorted(kept, key=lambda part: -part["share"])


def score(parts: Iterable[dict]) -> int:
    return at_most_whole(part["share"] for part in parts)


def at_most_whole(shares: Iterable[int]) -> int:
    """Rounded up one by one, the parts may be more than all."""
    return min(100, sum(shares))


def agreements_of(
    need: Side, offer: Side, rarity: Mapping[str, float], alike: Alike | None = None
) -> list[Agreement]:
    """Of every part in which both sides speak."""
    alike = alike or alikeness(need, offer)
    found = (
        _subject(need.cpv, offer.cpv),
        _topic(alike),
        _words(alike, need.stems, rarity),
        _meaning(need, offer),
        _region(need.nuts, need.country, offer.nuts),
        _language(need.languages, offer.languages),
        _value(need, offer),
        _innovation(need, offer),
        _kind(need.kinds, offer.kinds),
    )
    return [each for each in found if each is not None]


def alikeness(one: Side, other: Side) -> Alike:
    """What `offers.near` finds of thousands, for two."""
    stems = one.stems.keys() & other.stems.keys() if one.written_in & other.written_in else None
    if not one.topics or not other.topics:
        return Alike(None, None, stems)
    products = {
        code: strength * other.topics[code]
        for code, strength in one.topics.items()
        if code in other.topics
    }
    best = max(products, key=lambda code: (products[code], code), default=None)
    return Alike(sum(products.values()), best, stems)


def fits(agreements: Iterable[Agreement]) -> bool:
    """A shared CPV group, or texts about the same thing; region and language alone never do."""
    digits, text, words = 0, 0.0, 0.0
    for each in agreements:
        if each.kind is Part.CPV:
            digits = len(each.told.get("digits", ""))
        elif each.kind is Part.TOPIC or each.kind is Part.MEANING:
            text = max(text, each.degree)
        elif each.kind is Part.WORDS:
            words = each.degree
    if digits >= GROUP_DIGITS or text >= CLOSE_TOPIC / SAME_TOPIC:
        return True
    texts_agree = words >= FEWEST_WORDS or text >= CLOSE_TOPIC_IN_DIVISION / SAME_TOPIC
    return digits > 0 and texts_agree


def shared_subject(one: Iterable[str], other: Iterable[str]) -> str:
    """The longest run of meaningful digits that two codes share, "" where divisions differ."""
    other = list(other)[:MOST_CODES]
    pairs = (cpv.shared_prefix(a, b) for a in list(one)[:MOST_CODES] for b in other)
    return max(pairs, key=len, default="")


# One need is compared with thousands of companies, many of which say the same of themselves.
said_often = lru_cache(maxsize=10_000)


@said_often
def _subject(wanted: tuple[str, ...], offered: tuple[str, ...]) -> Agreement | None:
    """By the tree's distance: codes that share more digits are nearer."""
    if not wanted or not offered:
        return None
    digits = shared_subject(wanted, offered)
    told = {"digits": digits} if digits else {}
    return Agreement(Part.CPV, min(len(digits), FINEST_DIGITS) / FINEST_DIGITS, told)


def _topic(alike: Alike) -> Agreement | None:
    if alike.closeness is None:
        return None
    told = {"code": f"{alike.topic:08}"} if alike.topic else {}
    return Agreement(Part.TOPIC, min(1.0, alike.closeness / SAME_TOPIC), told)


def _words(
    alike: Alike, written: Mapping[str, str], rarity: Mapping[str, float]
) -> Agreement | None:
    if alike.stems is None:
        return None
    if not alike.stems:
        return Agreement(Part.WORDS, 0.0, {"words": []})
    shared = {stem: rarity.get(stem, UNCOUNTED) for stem in alike.stems}
    rarest = sorted(shared, key=lambda stem: (-shared[stem], -len(stem), stem))[:MOST_WORDS]
    degree = min(1.0, sum(shared[stem] ** 2 for stem in rarest) / ENOUGH_WORDS)
    return Agreement(Part.WORDS, degree, {"words": _told(rarest, written)})


def _told(rarest: list[str], words: Mapping[str, str]) -> list[str]:
    return [words[stem] for stem in rarest[:MOST_WORDS_TOLD]]


def _meaning(need: Side, offer: Side) -> Agreement | None:
    """Silent until the texts have been read by a model; vectors have the length 1."""
    if not need.meaning or not offer.meaning:
        return None
    product = sum(a * b for a, b in zip(need.meaning, offer.meaning, strict=True))
    return Agreement(Part.MEANING, max(0.0, product))


@said_often
def _region(named: tuple[str, ...], country: str, served: tuple[str, ...]) -> Agreement | None:
    """How much of the need's regions, or else of its country, the company delivers to."""
    wanted = named or ((nuts.of_country(country),) if country else ())
    if not wanted or not served:
        return None
    reached = [code for code in wanted if _is_reached(code, served)]
    told = {"code": reached[0]} if reached else {}
    return Agreement(Part.NUTS, len(reached) / len(wanted), told)


def _is_reached(wanted: str, served: Iterable[str]) -> bool:
    """In the region itself, in all of the country, or in a part of what is wanted."""
    return any(nuts.is_within(wanted, code) or nuts.is_within(code, wanted) for code in served)


@said_often
def _language(accepted: tuple[str, ...], spoken: tuple[str, ...]) -> Agreement | None:
    if not accepted or not spoken:
        return None
    common = [code for code in accepted if code in spoken]
    return Agreement(Part.LANGUAGE, float(bool(common)), {"code": common[0]} if common else {})


def _value(need: Side, offer: Side) -> Agreement | None:
    """A value within the reach of the company's class speaks for it; nothing speaks against it."""
    limit = LARGEST_VALUE.get(offer.size)
    if need.value is None or limit is None or need.value > limit:
        return None
    return Agreement(Part.VALUE, 1.0, {"size": offer.size})


def _innovation(need: Side, offer: Side) -> Agreement | None:
    """Something new is wanted and something new is being developed; silent about all else."""
    return Agreement(Part.INNOVATION, 1.0) if need.is_new and offer.is_new else None


@said_often
def _kind(asked: frozenset[str], offering: frozenset[str]) -> Agreement | None:
    """Whether this kind of organisation is asked; silent where nobody said whom they ask."""
    if not asked or not offering:
        return None
    return Agreement(Part.KIND, float(bool(asked & offering)))
