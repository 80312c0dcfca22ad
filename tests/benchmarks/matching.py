"""How well matching agrees with the judged pairs, beside three simpler ways: `make bench-matching`.

The real scoring code on a real database, because the stems are PostgreSQL's and the labels are the
vocabulary's own. The vocabulary is not part of the repository: PPI_REFERENCE_DATA names its folder;
without it only the 45 divisions have labels, and the table says so.
"""

from __future__ import annotations

import pytest

from ppi.kernel.languages import LANGUAGES
from ppi.matching import learning
from ppi.matching.choices import USUAL_BAR
from tests.ppi.matching.judging import SPLITS, Figures, Loaded, figures, judged
from tests.ppi.matching.labels import load_labels

BARS = "| told from | of matches worth the time, told | of others, not told |\n|---|---|---|"
HEADING = "| | P@5 | P@10 | nDCG@10 | coverage |\n|---|---|---|---|---|"


@pytest.mark.parametrize("split", SPLITS)
def test_ranking(split, facts, havneby, buyer_of_havneby, moderator_of_denmark, capsys) -> None:
    labels = load_labels()
    for language in LANGUAGES:
        learning.learn_labels(language)
    pairs = judged(split)
    loaded = Loaded(pairs, havneby, by=buyer_of_havneby, moderator=moderator_of_denmark)
    ways = {
        "ours": loaded.ours,
        "CPV only": loaded.cpv_only,
        "words only": loaded.words_only,
        "random": loaded.by_chance,
    }
    table = {name: figures(pairs, ranking) for name, ranking in ways.items()}
    with capsys.disabled():
        print(f"\n\n{split}: {len(pairs.needs)} needs, {len(pairs.offers)} offers, "  # noqa: T201
              f"{len(pairs.pairs)} judged pairs; {labels} labels\n{HEADING}")  # fmt: skip
        for name, row in table.items():
            print(line(name, row))  # noqa: T201
        print(f"\n{BARS}")  # noqa: T201
        for bar in (USUAL_BAR - 5, USUAL_BAR, USUAL_BAR + 5, USUAL_BAR + 10):
            kept, left_out = loaded.parted_at(bar)
            print(f"| {bar} | {kept:.0%} | {left_out:.0%} |")  # noqa: T201
    assert table["ours"].ndcg_at_10 > table["CPV only"].ndcg_at_10 > table["random"].ndcg_at_10


def line(name: str, row: Figures) -> str:
    cells = (row.precision_at_5, row.precision_at_10, row.ndcg_at_10, row.coverage)
    return f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |"
