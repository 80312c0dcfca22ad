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
    start_call_off,
    start_from,
    start_result,
)
from tenders.services.ending import end, remove, restore, withdraw
from tenders.services.following_up import answer
from tenders.services.inviting import Firm, decline_mails, invite
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
from tenders.services.typing import (
    forget_all_typed,
    forget_typed,
    keep_typed,
    say_here,
    sweep_typed,
)

__all__ = [
    "Firm",
    "answer",
    "invite",
    "approve",
    "assign",
    "attach",
    "decline_approval",
    "decline_mails",
    "detach",
    "discard_correction",
    "edit",
    "end",
    "forget_all_typed",
    "forget_typed",
    "keep_typed",
    "missing",
    "missing_labels",
    "new_slug",
    "publish",
    "publish_correction",
    "remove",
    "replace_parts",
    "restore",
    "say_here",
    "send_back",
    "start",
    "start_call_off",
    "start_correction",
    "start_from",
    "start_result",
    "submit",
    "sweep_typed",
    "take_back",
    "withdraw",
]
