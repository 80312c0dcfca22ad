"""A facet over codes whose beginnings are broader codes: regions, subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ppi.kernel.listing import Choice


@dataclass(frozen=True)
class Tree(Choice):
    """Shows the roots; below a chosen branch, and on the way to it, the branches next to it.

    `labels` names codes; what it does not name is shown only where it is chosen. `root`: the
    letters of a root; each level has one letter more.
    """

    root: int = 2

    def opened(self, chosen: Iterable[str]) -> list[str]:
        """The branches below which one looks: the chosen, and all that they stand on."""
        return sorted({code[:n] for code in chosen for n in range(self.root, len(code) + 1)})

    def named(self, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, str]]:
        opened = self.opened(chosen)
        reached = {code for code in counts if len(code) == self.root or code[:-1] in opened}
        labels = {code: code for code in chosen} | self.labels(sorted(reached | set(opened)))
        return list(self._below("", labels, counts))

    def level(self, value: str) -> int:
        return max(0, len(value) - self.root)

    def _below(self, branch: str, labels: dict[str, str], counts: dict) -> Iterator:
        """Branch by branch, those with most first, each before what stands on it.

        Where a level has no name of its own, what stands on it moves up.
        """
        on_it = [code for code in labels if code.startswith(branch) and code != branch]
        next_to = [code for code in on_it if not any(c in on_it for c in beginnings(code))]
        for code in sorted(next_to, key=lambda code: (-counts.get(code, 0), code)):
            yield code, labels[code]
            yield from self._below(code, labels, counts)


def beginnings(code: str) -> list[str]:
    return [code[:length] for length in range(1, len(code))]
