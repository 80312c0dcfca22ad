"""Links between rooms, each with its reasons."""

from ppi.matching.models.interests import (
    CalendarAddress,
    Hit,
    KeyShare,
    SavedSearch,
    SearchKey,
    Star,
    StarredNews,
)
from ppi.matching.models.match import Match

__all__ = [
    "CalendarAddress",
    "Hit",
    "KeyShare",
    "Match",
    "SavedSearch",
    "SearchKey",
    "Star",
    "StarredNews",
]
