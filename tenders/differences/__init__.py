"""What one publication says otherwise than the one before, in the reader's language.

Two snapshots go in; sentences, and texts with their words struck out and added, come out. What one
of the two did not record (a notice, or a version older than the column) is no change.
"""

from tenders.differences.changes import Change, differences_between
from tenders.differences.parts import part_groups_of
from tenders.differences.wording import lines_of, texts_of

__all__ = ["Change", "differences_between", "lines_of", "part_groups_of", "texts_of"]
