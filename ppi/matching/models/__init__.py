"""Links between rooms, each with its reasons."""

from ppi.matching.models.feedback import Feedback
from ppi.matching.models.gist import Gist, LabelPart, Stem
from ppi.matching.models.link import Link
from ppi.matching.models.match import Match
from ppi.matching.models.weights import Weights

__all__ = ["Feedback", "Gist", "LabelPart", "Link", "Match", "Stem", "Weights"]
