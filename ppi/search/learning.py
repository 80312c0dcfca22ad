"""The lexicon learnt from labels and texts: every week, and after an upgrade, by a job.

Nobody has to keep a dictionary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db.models import Q
from django.utils import timezone

from ppi.search import stemming
from ppi.search.lexicon import words_of
from ppi.search.models import Entry, Word
from ppi.taxonomy.models import CpvCode

BATCH = 2_000
# The newest texts tell which words are used now.
MOST_TEXTS = 20_000
# What stands in one text alone may be misspelt; labels are not.
FEWEST_TEXTS = 2


def learn(language: str) -> int:
    """Bring the words of a language up to date; how many there are. Safe to run twice."""
    started = timezone.now()
    in_labels, in_texts = counted(labels(language)), counted(texts(language))
    words = [w for w in in_labels | in_texts if w in in_labels or in_texts[w] >= FEWEST_TEXTS]
    for batch in batched(sorted(words), BATCH):
        stems = stemming.stems([(language, word) for word in batch])
        rows = [
            Word(
                language=language,
                word=word,
                plain="".join(stemming.plain_words(word)),
                stem=min(stem)[:60],
                number=in_labels[word] + in_texts[word],
                learnt_at=started,
            )
            for word, stem in zip(batch, stems, strict=True)
            if stem  # else its language stops at it
        ]
        Word.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["language", "word"],
            update_fields=["plain", "stem", "number", "learnt_at"],
        )
    of_language = Word.objects.filter(language=language)
    of_language.filter(learnt_at__lt=started).delete()
    return of_language.count()


def labels(language: str) -> Iterator[str]:
    for label in CpvCode.objects.values_list(f"label_{language}", flat=True).order_by():
        yield label or ""


def texts(language: str) -> Iterator[str]:
    """Titles and summaries in this language, originals and translations."""
    told = Entry.objects.everywhere("all that is published teaches words")
    spoken = told.filter(Q(language=language) | Q(translations__has_key=language))
    newest = spoken.order_by("-published_at", "-pk")[:MOST_TEXTS]
    for row in newest.values_list("language", "title", "summary", "translations"):
        original, title, summary, translations = row
        if original == language:
            yield f"{title} {summary}"
        else:
            yield " ".join(translations[language].values())


def counted(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each word stands."""
    return Counter(word for text in texts for word in words_of(text))
