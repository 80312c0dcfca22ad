"""Reverse search: which saved searches does a new entry satisfy, without running each?

`store` keeps searches under their rarest required keys; `satisfied_by` finds and verifies exactly
those whose own query would find the entries.
"""

from ppi.matching.reverse.finding import satisfied_by
from ppi.matching.reverse.storing import BATCH, restore, store

__all__ = ["BATCH", "restore", "satisfied_by", "store"]
