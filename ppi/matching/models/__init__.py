"""Links between rooms, each with its reasons, and what people want to hear of."""

from ppi.matching.models.feedback import Feedback
from ppi.matching.models.gist import Gist, LabelPart, OfferTopic, Stem
from ppi.matching.models.interests import (
    CalendarAddress,
    Hit,
    KeyShare,
    SavedSearch,
    SearchKey,
    Star,
    StarredNews,
)
from ppi.matching.models.link import Link
from ppi.matching.models.match import Match
from ppi.matching.models.opening import Opening, OpeningConsent
from ppi.matching.models.weights import Weights

__all__ = [
    "CalendarAddress",
    "Feedback",
    "Gist",
    "Hit",
    "KeyShare",
    "LabelPart",
    "Link",
    "Match",
    "OfferTopic",
    "Opening",
    "OpeningConsent",
    "SavedSearch",
    "SearchKey",
    "Star",
    "StarredNews",
    "Stem",
    "Weights",
]
