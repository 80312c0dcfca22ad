from __future__ import annotations

from ppi.assistant import services
from ppi.kernel.jobs import job


@job
def forget_question(question_id: int) -> None:
    """Due when the question's days are over."""
    services.forget(question_id)
