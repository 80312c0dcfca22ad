"""Under which keys a search is stored: few and rare, so that no entry finds it in vain.

Whatever satisfies a search bears at least one of its keys. A search is seen as alternatives, each
a set of things that must stand in the entry together: tokens of facets, stems, beginnings of
words. Of each alternative one thing is chosen, the rarest for the number of alternatives that it
serves (a weighted hitting set, chosen greedily; Chvátal 1979). Minuses, phrases' distances and
weights are left to verification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product

from ppi.matching.reverse.borne import IN, PAIRS, pair, token
from ppi.matching.reverse.queries import Every, Following, Lexeme, Node, Some, Without, every, some

# Longer lexemes are compared by so many letters.
LONGEST_STEM = 60
# Beginnings of words are keys by their first letters: so many, as far as they are long enough.
GRADES = (6, 4, 2)
# Of a search with more alternatives than these, some required things are left out of account.
MOST_ALTERNATIVES = 256

Alternative = frozenset[str]


def wanted(portal_id: int, chosen: Mapping[str, Iterable[str]]) -> Node:
    """The facets of a search as a query over the tokens that entries bear."""
    facets = [
        some(Lexeme(token(facet, value)) for value in values) for facet, values in chosen.items()
    ]
    return every([Lexeme(token(IN, portal_id)), *facets])


def alternatives(node: Node) -> list[Alternative]:
    """Sets of keys, of one of which every entry that satisfies the query bears all.

    None at all for what nothing satisfies; an empty set where nothing is required.
    """
    match node:
        case Lexeme():
            return [frozenset(filter(None, [key_of(node)]))]
        case Without():
            return [frozenset()]
        case Some(parts):
            return _without_wider({each for part in parts for each in alternatives(part)})
        case Every(parts):
            return _together([alternatives(part) for part in parts])
        case Following(first, second):
            return _together([alternatives(first), alternatives(second)])


def key_of(lexeme: Lexeme) -> str:
    """Tokens as they are, stems after a plus; "" for a beginning of one letter."""
    if lexeme.text.startswith("="):
        return lexeme.text
    if not lexeme.is_beginning:
        return f"+{lexeme.text[:LONGEST_STEM]}"
    grade = next((grade for grade in GRADES if grade <= len(lexeme.text)), 0)
    return f"^{lexeme.text[:grade]}" if grade else ""


def _together(parts: list[list[Alternative]]) -> list[Alternative]:
    """One of each part's, joined; parts with too many of them are left out.

    Those with the fewest alternatives come first: they say most.
    """
    found: list[Alternative] = [frozenset()]
    for part in sorted(parts, key=len):
        if len(found) * len(part) <= MOST_ALTERNATIVES:
            found = _without_wider({one | other for one, other in product(found, part)})
    return found


def _without_wider(found: set[Alternative]) -> list[Alternative]:
    """What finds a smaller set finds each larger one that holds it."""
    kept: list[Alternative] = []
    for each in sorted(found, key=lambda each: (len(each), sorted(each))):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return kept


def with_pairs(alternative: Alternative) -> Alternative:
    """With the keys that two of its facets make together."""
    by_facet: dict[str, list[str]] = {}
    for key in alternative:
        if key.startswith("="):
            by_facet.setdefault(key.split("=", 2)[1], []).append(key)
    pairs = (product(by_facet.get(one, ()), by_facet.get(other, ())) for one, other in PAIRS)
    return alternative | {pair(*two) for joined in pairs for two in joined}


def chosen(required: list[Alternative], share_of: Callable[[str], float]) -> set[str]:
    """Keys that hit every alternative. `share_of`: which part of what arrives bears the key."""
    left, found = required, set[str]()
    while left:
        offered = {key for each in left for key in each}
        best = min(offered, key=lambda key: _cost(key, left, share_of))
        found.add(best)
        left = [each for each in left if best not in each]
    return found


def _cost(key: str, left: list[Alternative], share_of: Callable[[str], float]) -> tuple:
    """Rare for what it serves; else serves many; else pairs before single facets before stems."""
    served = sum(key in each for each in left)
    return share_of(key) / served, -served, key[0] != "=", -key.count("="), key
