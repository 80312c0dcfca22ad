from __future__ import annotations

import pytest

from tests.tenders.written import published


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox):
    """Public, and everybody has been told of it."""
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    mailoutbox.clear()
    return opportunity


def told(mailoutbox) -> list[tuple[str, str]]:
    return sorted((one.to[0], one.subject) for one in mailoutbox)
