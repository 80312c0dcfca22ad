"""Which published things can fit at all: found by index, and scored afterwards.

Three ways lead to a thing: a CPV group in common, one of the labels that the text is nearest to,
and a rare word in the same language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, IntegerField, Value

from ppi.matching.models import Gist, Stem
from ppi.matching.scoring import GROUP_DIGITS, MOST_CODES
from ppi.search.models import Entry
from ppi.taxonomy import cpv

WHY = "what is near is scored, and shown only where it can be read"
# Of each side's topics and stems, the strongest and rarest lead to others.
MOST_TOPICS, MOST_STEMS = 12, 8
NUMBERS = ArrayField(IntegerField())


class Overlap(Func):
    """Two lists of whole numbers have one in common, by PostgreSQL's own operator.

    Where the extension intarray stands, a bare `&&` means its operator, which no index of ours
    answers: then every gist was read.
    """

    arg_joiner = " OPERATOR(pg_catalog.&&) "
    template = "%(expressions)s"
    output_field = BooleanField()


def near(codes: Sequence[str], gist: Gist | None, kinds: Iterable[str]):
    """Entries of these kinds that may fit what has these CPV codes and this gist."""
    return near_any(codes, [gist] if gist else [], kinds)


def near_any(codes: Sequence[str], gists: Sequence[Gist], kinds: Iterable[str]):
    """Entries that may fit one of these gists, or share a group with one of these codes."""
    # The kinds are said first, so that a need's many like it are not looked at on the way.
    entries = Entry.objects.everywhere(WHY).filter(kind__in=list(kinds))
    by_code = entries.filter(branches__overlap=groups_of(codes)).values("pk")
    return entries.filter(pk__in=by_code.union(*by_text(gists)))


def by_text(gists: Sequence[Gist]) -> list:
    """Two ways to entries, each through its own index: by labels, and by rare words."""
    read = Gist.objects.everywhere(WHY)
    topics = {code for gist in gists for code in gist.nearest[:MOST_TOPICS]}
    return [
        read.filter(Overlap(F("nearest"), Value(sorted(topics), NUMBERS))).values("entry"),
        read.filter(stems__overlap=rarest_of(gists)).values("entry"),
    ]


def groups_of(codes: Sequence[str]) -> list[str]:
    """The first three digits of codes that name a group; a bare division is too wide."""
    digits = (cpv.prefix(code) for code in codes[:MOST_CODES])
    return sorted({d[:GROUP_DIGITS] for d in digits if len(d) >= GROUP_DIGITS})


def rarest_of(gists: Sequence[Gist]) -> list[str]:
    """The rarest stems of each gist that other texts hold too, as far as has been counted."""
    stems = {stem for gist in gists for stem in gist.stems}
    counted = Stem.objects.filter(text__in=stems).values_list("text", "rarity")
    rarity = dict(counted)
    return sorted({stem for gist in gists for stem in _rarest(gist, rarity)})


def _rarest(gist: Gist, rarity: dict[str, float]) -> list[str]:
    """Counted ones first: a word that no counted text held is more often a name than a subject."""
    order = sorted(gist.stems, key=lambda stem: (stem not in rarity, -rarity.get(stem, 1), stem))
    return order[:MOST_STEMS]
