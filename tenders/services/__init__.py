"""The verbs of opportunities: the only writers of this room."""

from tenders.services.correcting import discard_correction, publish_correction, start_correction
from tenders.services.drafting import (
    assign,
    attach,
    detach,
    edit,
    new_slug,
    replace_parts,
    start,
    start_from,
    start_result,
)
from tenders.services.ending import end, remove, withdraw
from tenders.services.publishing import (
    approve,
    decline_approval,
    missing,
    missing_labels,
    publish,
    send_back,
    submit,
    take_back,
)

__all__ = [
    "approve",
    "assign",
    "attach",
    "decline_approval",
    "detach",
    "discard_correction",
    "edit",
    "end",
    "missing",
    "missing_labels",
    "new_slug",
    "publish",
    "publish_correction",
    "remove",
    "replace_parts",
    "send_back",
    "start",
    "start_correction",
    "start_from",
    "start_result",
    "submit",
    "take_back",
    "withdraw",
]
