"""Words typed into a list's search box, looked for in a few columns."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.db.models import Q

# More words than this narrow nothing any more, and each costs a comparison a row.
MOST_WORDS = 8


def every_word(text: str, *columns: str) -> Q:
    """Every word stands in one of the columns, whatever its case. No word, no condition."""
    found = (
        reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns))
        for word in text.split()[:MOST_WORDS]
    )
    return reduce(and_, found, Q())
