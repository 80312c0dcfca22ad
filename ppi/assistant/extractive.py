"""Answers by quoting: the sentences that hold most of what was asked for, or nothing.

No language model. The words of a question are stemmed, and weighted by how rarely they occur in
what was found: a word that stands nowhere weighs most. A sentence, read together with the title
and the heading above it, answers when it covers at least `ENOUGH` of that weight, and either holds
one of the words itself or opens what a title or heading with them stands above. A heading and a
question answer nothing themselves. Otherwise the answer is that nothing was found, with the
things named that hold about as many of the words, but in no one sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from ppi.assistant.answering import Quote, Reply
from ppi.assistant.understanding import Term, understood
from ppi.search import stemming
from ppi.search.lists import MOST_RANKED
from ppi.search.models import Entry

# Of the weight of the question's words; set so that the questions of the tests are answered, and
# those about something else are not.
ENOUGH = 0.6
# What is named as perhaps about it claims less, and may cover less.
ENOUGH_TO_NAME = 0.5
# A further quote must be nearly as good as the best one.
NEARLY_AS_GOOD = 0.8
MOST_QUOTES, MOST_OF_ONE_SOURCE, MOST_RELATED = 4, 2, 3
MOST_SOURCES, MOST_SENTENCES = 12, 80
SHORTEST, LONGEST = 20, 400
SENTENCE_BREAK = re.compile(r"(?<=[.!?…])\s+(?=[^\W_a-zà-ÿ])|\n+")
# Headings, entries of lists and cells of tables have no full stop.
ENDED = re.compile(r"[.!…][»”“\"')\]]*$")
# A text begins by saying what its title means, and so does what stands below a heading; a
# definition begins with what it defines.
OPENING_SENTENCES, LEADING_WORDS = 2, 3
DEFINITION = re.compile(r"[^.!?…–]{1,60} – ")
# What counts beside the words that sentence and title cover together.
INSIDE_BONUS, LEADING_BONUS, DEFINING_BONUS = 0.5, 0.25, 0.25
WORTH = 1000


class Extractive:
    def reply(self, question: str, *, portal, language: str) -> Reply:
        language, terms = understood(question, language)
        if not terms:
            return Reply()
        weights, sources = candidates(Entry.objects.published(portal), terms, language)
        weighed = Weighed(terms, weights)
        sentences = [s for entry in sources for s in sentences_of(entry, language)]
        quotes = chosen(scored(sentences, weighed))
        close = [
            entry for entry in sources if entry.covered >= ENOUGH_TO_NAME * weighed.total * WORTH
        ]
        return Reply(quotes, related=[] if quotes else close[:MOST_RELATED])


@dataclass(frozen=True)
class Weighed:
    """The question's words, each with its weight."""

    terms: list[Term]
    weights: list[float]

    @property
    def total(self) -> float:
        return sum(self.weights)

    def share_in(self, lexemes: set[str]) -> float:
        """How much of the question these lexemes cover, from 0 to 1."""
        pairs = zip(self.terms, self.weights, strict=True)
        return sum(weight for term, weight in pairs if term.stands_in(lexemes)) / self.total


@dataclass(frozen=True)
class Sentence:
    text: str
    language: str
    source: Entry
    # The line without a full stop, or the question, that stands last above it.
    heading: str
    # How many sentences stand before it: in the text, and below the heading.
    number: int
    below: int

    @property
    def title(self) -> str:
        translated = self.source.translations.get(self.language, {})
        return translated.get("title") or self.source.title

    @property
    def is_opening(self) -> bool:
        return self.number < OPENING_SENTENCES

    @property
    def is_below_heading(self) -> bool:
        return bool(self.heading) and self.below < OPENING_SENTENCES

    @property
    def worth_of_lead(self) -> float:
        return LEADING_BONUS + (DEFINING_BONUS if DEFINITION.match(self.text) else 0)

    @property
    def lead(self) -> str:
        return " ".join(self.text.split()[:LEADING_WORDS])


def candidates(entries, terms: list[Term], language: str) -> tuple[list[float], list[Entry]]:
    """How much each word weighs, and the entries that hold most of them, with how much."""
    queries = [term.query for term in terms]
    hits = entries.filter(reduce(or_, (Q(vector=query) for query in queries)))
    newest = hits.order_by("-published_at", "-pk").values("pk")[:MOST_RANKED]
    hits = entries.filter(pk__in=newest)
    tallies = {f"n{n}": Count("pk", filter=Q(vector=q)) for n, q in enumerate(queries)}
    counted = hits.aggregate(all=Count("pk"), **tallies)
    weights = [rarity(counted[f"n{n}"], counted["all"]) for n in range(len(queries))]
    covered = reduce(add, (worth_in(q, w) for q, w in zip(queries, weights, strict=True)))
    rank = SearchRank(F("vector"), reduce(or_, queries), normalization=1)
    readable = Q(language=language) | Q(bodies__has_key=language)
    same = Case(When(readable, then=1), default=0, output_field=IntegerField())
    best = hits.annotate(covered=covered, rank=rank, same=same).defer("vector")
    return weights, list(best.order_by("-covered", "-same", "-rank", "-pk")[:MOST_SOURCES])


def rarity(holding: int, of: int) -> float:
    return math.log(1 + of / (holding + 0.5))


def worth_in(query, weight: float) -> Case:
    """The word's weight, as a whole number, where the entry holds it."""
    worth = Value(round(WORTH * weight))
    return Case(When(vector=query, then=worth), default=0, output_field=IntegerField())


def sentences_of(entry: Entry, language: str) -> Iterator[Sentence]:
    """The entry's sentences in the language of the question where it has them, else in its own."""
    shown = language if language in entry.bodies else entry.language
    text = entry.bodies.get(shown) or entry.body or entry.summary
    number, below, heading = 0, 0, ""
    for part in map(str.strip, SENTENCE_BREAK.split(text)):
        if number == MOST_SENTENCES:
            return
        if is_sentence(part):
            yield Sentence(part, shown, entry, heading, number, below)
            number, below = number + 1, below + 1
        elif part and not ENDED.search(part):
            heading, below = part[:LONGEST], 0


def is_sentence(part: str) -> bool:
    return len(part) >= SHORTEST and bool(ENDED.search(part))


def scored(sentences: list[Sentence], question: Weighed) -> list[tuple[float, Sentence]]:
    """The sentences that answer, with how well, the best first; one query."""
    texts = [(s.language, t) for s in sentences for t in (s.text, s.title, s.heading, s.lead)]
    lexemes = iter(stemming.lexemes(texts) if texts else ())
    found = []
    for sentence in sentences:
        own, title, heading, lead = (next(lexemes) for _text in range(4))
        inside, together = question.share_in(own), question.share_in(own | title | heading)
        is_told = sentence.is_below_heading and question.share_in(heading)
        if together >= ENOUGH and (inside or sentence.is_opening or is_told):
            bonus = INSIDE_BONUS * inside + sentence.worth_of_lead * question.share_in(lead)
            found.append((together + bonus, sentence))
    return sorted(found, key=lambda pair: -pair[0])


def chosen(found: list[tuple[float, Sentence]]) -> list[Quote]:
    """The best few, not all out of one source, no sentence twice."""
    quotes: list[Quote] = []
    for score, sentence in found:
        of_source = sum(quote.source.pk == sentence.source.pk for quote in quotes)
        if score < NEARLY_AS_GOOD * found[0][0] or len(quotes) == MOST_QUOTES:
            break
        quote = quoted(sentence)
        if of_source < MOST_OF_ONE_SOURCE and all(quote.text != q.text for q in quotes):
            quotes.append(quote)
    return quotes


def quoted(sentence: Sentence) -> Quote:
    """Word for word; a very long sentence ends at a word."""
    text = sentence.text
    is_cut = len(text) > LONGEST
    if is_cut:
        text = text[:LONGEST].rsplit(" ", 1)[0]
    return Quote(text, sentence.language, sentence.source, is_cut)
