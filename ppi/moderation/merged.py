"""What waits for the moderators about an organisation that was merged away leaves the queue."""

from __future__ import annotations

from ppi.moderation import services
from ppi.moderation.organisations import ask_for_verification
from ppi.organisations import events
from ppi.organisations.choices import Status
from ppi.organisations.models import Merge


@events.merged.receiver
def ask_no_more(merge_id: int) -> None:
    made = _merge(merge_id)
    services.take_back(made.absorbed, by=made.merged_by)


@events.merge_undone.receiver
def ask_once_more(merge_id: int) -> None:
    made = _merge(merge_id)
    if made.absorbed.status == Status.PENDING:
        ask_for_verification(organisation_id=made.absorbed_id)


def _merge(merge_id: int) -> Merge:
    rows = Merge.objects.everywhere("the event's own merge")
    return rows.select_related("absorbed__portal", "merged_by").get(pk=merge_id)
