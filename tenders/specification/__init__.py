"""A functional specification drafted from a need: what a solution must do, not what it is.

It is written in the language of the draft, whatever the writer's interface speaks, so its words
stand in a table of their own and not in the catalogues.
"""

from tenders.specification.drafting import draft_of

__all__ = ["draft_of"]
