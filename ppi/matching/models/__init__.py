"""Links between rooms, each with its reasons."""

from ppi.matching.models.match import Match

__all__ = ["Match"]
