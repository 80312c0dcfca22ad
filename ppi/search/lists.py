"""The one search over everything: its facets, orders, pages and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ppi.kernel.listing import AFTER, Choice, Listing, Sort
from ppi.kernel.many import OneOf
from ppi.search import counting, guesses, ranking, sampling, stemming
from ppi.search.counting import Counts
from ppi.search.criteria import Criteria
from ppi.search.facets import facets
from ppi.search.models import Entry
from ppi.search.querysets import closeness, likeness

# Ranking costs time by the row: of more hits than these, the newest are ranked.
MOST_RANKED = 600
# Fewer hits than these, and another spelling is looked for.
FEW = 3
BEST = "best"
NEWEST = Sort("newest", _("Newest first"), "published_at", descending=True)
DEADLINE = Sort("deadline", _("Deadline soonest"), "deadline")
VALUE = Sort("value", _("Highest value"), "value_in_euro", descending=True)
SORTS = [NEWEST, DEADLINE, VALUE]
ONLY_AHEAD = _("In this order you see only what has a deadline ahead.")
ONLY_VALUED = _("In this order you see only what has a known value.")
ONLY_BEST = _("These were the 200 best. Another order shows all of them.")
# Also of a facet that is chosen from: without the choice, much more may be found.
SAMPLED = _("There is so much that some numbers beside the filters count only a part of it.")
# Rows, how well they fit, and what they were asked for; nothing but for words.
type Guess = tuple[QuerySet, Combinable, SearchQuery | None]


class Results(Listing):
    """What a visitor of this portal finds.

    `is_guess`: only similar words were found; `is_misspelt`: not even words that begin so;
    `spelling`: what the words were taken for.
    """

    def __init__(self, request) -> None:
        self.is_guess, self.is_misspelt, self.spelling = False, False, ""
        self.now = timezone.now()
        self.language = get_language() or "en"
        self.criteria = Criteria.of(request.GET)
        self.in_sight = Entry.objects.published(request.portal)
        # Tells this search from any other, as far as its order depends on it.
        self._name = f"{request.portal.pk} {self.language} {self.criteria.address}"
        super().__init__(
            self._understood(request.GET),
            self._whole(),
            facets=facets(request.portal, self.now),
            sorts=SORTS,
        )
        if self.query:
            self._look_for_words()
        else:
            self._look_in(self.everything)

    def _understood(self, params: QueryDict) -> QueryDict:
        """The address with prefixes taken out of the words, and nothing that means nothing."""
        address = QueryDict(self.criteria.address, mutable=True)
        for name in ("sort", AFTER):
            if value := params.get(name):
                address[name] = value
        return address

    def _in_this_order(self) -> Q:
        if self.sort is DEADLINE:
            return Q(deadline__gt=self.now)
        return Q(value_in_euro__isnull=False) if self.sort is VALUE else Q()

    def _look_for_words(self) -> None:
        """Entries with the words; where there are none, those with what may have been meant."""
        asked = stemming.query(self.query, self.language)
        exact, meant = self.everything.holding(asked), self._guesses(self.everything)
        self._look_in(exact, closeness(asked, self.language), asked)
        is_narrowed = self.criteria.chosen or self._in_this_order()
        if self.count or (is_narrowed and exact.has_any()):
            return
        for guess in meant:
            self._look_in(*guess)
            if self.count:
                self.is_guess = True
                return
        self._look_in(exact, closeness(asked, self.language), asked)

    def _guesses(self, whole: QuerySet) -> Iterator[Guess]:
        """Entries with words that begin so, with known words that are written nearly so, and with
        a title that resembles the words; each with how well they fit, and what was asked."""
        if begun := stemming.half_typed(self.query):
            yield whole.holding(begun), closeness(begun, self.language), begun
        self.is_misspelt = True
        for words in self._spellings:
            self.spelling = words
            asked = stemming.query(words, self.language)
            yield whole.holding(asked), closeness(asked, self.language), asked
        self.spelling = ""
        yield whole.resembling(self.query), likeness(self.query), None

    @cached_property
    def _spellings(self) -> list[str]:
        return guesses.better(self.query, self.language)

    def _look_in(
        self,
        rows: QuerySet,
        fitness: Combinable | None = None,
        asked: SearchQuery | None = None,
    ) -> None:
        """Take these for everything, as far as the order shows them. `fitness`: how well they fit
        what was `asked`; with it the best match is offered first."""
        self._asked = asked
        if fitness is not None:
            self.sorts = [Sort(BEST, _("Best match first"), fitness, descending=True), *SORTS]
            wanted = self.params.get("sort")
            self.sort = next((s for s in self.sorts if s.name == wanted), self.sorts[0])
        self.everything = rows.filter(self._in_this_order())
        self.__dict__.pop("counts", None)

    @property
    def sort_options(self) -> list[dict]:
        """The default is sent as nothing: with words it is another than without them."""
        default = self.sorts[0].name
        return [
            option | {"value": "" if option["value"] == default else option["value"]}
            for option in super().sort_options
        ]

    # Pages -------------------------------------------------------------------------------------

    @cached_property
    def page(self) -> list:
        """The rows of this page; in an order without end one more."""
        if self.sort.name == BEST:
            shown = self.window.shown
            found = {row.pk: row for row in self._whole().filter(pk__in=shown)}
            return [found[pk] for pk in shown if pk in found]
        return list(self._after_cursor(self._ordered(self.narrowed()))[: self.page_size + 1])

    def _ordered(self, rows: QuerySet) -> QuerySet:
        """In the order chosen; along its index only where that is the quicker way to the words."""
        sort = self.sort
        if self.query and not sampling.is_met_soon(rows):
            sort = replace(sort, key=sampling.fetched_whole(sort.key))
        return sort.apply(rows)

    @cached_property
    def window(self) -> ranking.Window:
        word = self.params.get(AFTER, "")
        return ranking.window(word, self._name, self.page_size, self.ranked)

    def ranked(self) -> list[int]:
        """The best of the newest hits, best first. Of several words, it counts how near they stand
        to each other: among the best, for it takes ten times as long to tell."""
        newest = self.sort.apply(self.in_sight.filter(OneOf("id", self.counts.newest)))
        best = list(newest.values_list("pk", flat=True)[: ranking.LONGEST])
        if self._asked is None or len(stemming.plain_words(self.query)) < 2:
            return best
        nearest = replace(self.sort, key=closeness(self._asked, self.language, is_near=True))
        rows = nearest.apply(self.in_sight.filter(OneOf("id", best)))
        return list(rows.values_list("pk", flat=True))

    def _whole(self) -> QuerySet:
        rows = self.in_sight.select_related("portal", "organisation")
        return rows.defer("body", "bodies", "vector")

    @property
    def next_url(self) -> str:
        if self.sort.name != BEST:
            return super().next_url
        if self.window.is_last:
            return ""
        return self.address(**{AFTER: ranking.word_after(self.window, self._name)})

    @property
    def is_cut(self) -> bool:
        """The last page of the best, while there are more hits."""
        return self.sort.name == BEST and self.window.is_last and self.count > ranking.LONGEST

    @cached_property
    def better(self) -> list[dict[str, str]]:
        """Other spellings that find something, where this one finds little."""
        if not self.query or (self.count >= FEW and not self.is_misspelt):
            return []
        return [
            {"words": words, "url": self.address(q=words)}
            for words in self._spellings
            if words == self.spelling or self.in_sight.found(words, self.language).has_any()
        ]

    # Counts ------------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> Counts:
        """Of all that a page shows; facets that are chosen from without their own choice."""
        together, apart = [], []
        for facet in self._facets:
            chosen = self.chosen(facet)
            question = facet.question(chosen)
            if question and chosen:
                apart.append((question, self.narrowed(without=facet)))
            elif question:
                together.append(question)
        newest = MOST_RANKED if self.sort.name == BEST else 0
        return counting.counted(self.narrowed(), together, apart, newest)

    def counts_of(self, facet: Choice) -> dict[str, int]:
        return self.counts.of_facet[facet.name]

    @property
    def count(self) -> int:
        return self.counts.found

    @property
    def notes(self) -> list:
        """Sentences on what the numbers and the order leave out."""
        told = [
            (self.counts.is_sampled, SAMPLED),
            (self.sort is DEADLINE, ONLY_AHEAD),
            (self.sort is VALUE, ONLY_VALUED),
            (self.is_cut, ONLY_BEST),
        ]
        return [sentence for is_so, sentence in told if is_so]
