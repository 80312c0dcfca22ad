"""What the loaders did is not news: nobody waits for a mail about a decision of last month."""

from __future__ import annotations

from ppi.demo.loading import World
from ppi.kernel.events import deliver
from ppi.kernel.models import Job

# Announced while loading, and only told by mail or to the index, which the loaders make themselves;
# matches are made all the same.
NOT_NEWS = (
    "organisations.verified",
    "moderation.submitted",
    "moderation.decided",
    "organisations.founded",
    "tenders.approval_asked",
    "tenders.firms_invited",
    "discussion.asked",
    "discussion.answered",
    "discussion.declined",
)


def moderation_mails(world: World) -> int:
    """Take back what was promised in this very transaction; returns how many."""
    name = f"{deliver.__module__}.{deliver.__name__}"
    promised = Job.objects.filter(task=name, done_at=None, arguments__event__in=NOT_NEWS)
    return promised.delete()[0]
