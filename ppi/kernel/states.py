"""States as a table: which move is legal stands in data, never in an `if`."""

from __future__ import annotations

from collections.abc import Mapping, Set

from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused


class HasStates:
    """Mixin of models with a `status` column and a table `MOVES` of legal moves."""

    MOVES: Mapping[str, Set[str]] = {}

    def may_move_to(self, status: str) -> bool:
        return status in self.MOVES.get(self.status, ())

    def move_to(self, status: str) -> None:
        """Set the new status in memory. Raises `Refused` when the table has no such move."""
        if not self.may_move_to(status):
            labels = dict(type(self)._meta.get_field("status").choices)
            raise Refused(
                _("It is «%(now)s» and cannot become «%(wanted)s».")
                % {"now": labels.get(self.status, self.status), "wanted": labels[status]}
            )
        self.status = status
