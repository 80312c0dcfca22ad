"""A correction beside what it corrects, and what the buyer may do with a public opportunity."""

from __future__ import annotations

from tenders import endings, permissions
from tenders.differences import differences_between
from tenders.models import Opportunity
from tenders.services.correcting import correction_of
from tenders.snapshots import snapshot


def context_of(draft: Opportunity) -> dict:
    """What a correction changes, for the page on which it is checked; nothing for other drafts."""
    if not draft.corrects_id:
        return {}
    original = draft.corrects
    return {
        "original": original,
        "changes": differences_between(snapshot(original), snapshot(draft)),
        "is_shortened": is_shortened(original, draft),
    }


def is_shortened(original: Opportunity, draft: Opportunity) -> bool:
    """Companies get less time than they were promised."""
    if original.deadline is None or draft.deadline is None:
        return False
    return draft.deadline < original.deadline


def tools_of(user, opportunity: Opportunity) -> dict:
    """What the buyer's people may change in what is public, for the panel on its page."""
    may_correct = bool(permissions.may_correct(user, opportunity))
    return {
        "may_correct": may_correct,
        "correction": correction_of(opportunity) if may_correct else None,
        "endings": endings.offered(user, opportunity),
    }
