from datetime import timedelta

import pytest
from django.utils import timezone

from ppi.portals.models import LegalText, Portal


@pytest.fixture
def legal_texts(denmark) -> list[LegalText]:
    """Old terms, newer ones, some that are not in force yet, and a privacy notice."""
    now = timezone.now()

    def text(kind: str, version: str, days_ago: int) -> LegalText:
        return LegalText.objects.create(
            portal=denmark,
            kind=kind,
            version=version,
            language="en",
            text=f"# {kind} {version}",
            valid_from=now - timedelta(days=days_ago),
        )

    return [
        text("terms", "1", 30),
        text("terms", "2", 10),
        text("terms", "3", -10),
        text("privacy", "1", 30),
    ]


@pytest.fixture
def own_domain(denmark) -> Portal:
    """A portal that answers on a domain of its own as well."""
    Portal.objects.filter(pk=denmark.pk).update(host="indkob.example")
    denmark.refresh_from_db()
    return denmark
