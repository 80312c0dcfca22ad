"""A lower room acts on what it does not know through what rooms above registered."""

from __future__ import annotations

import pytest

from ppi.kernel.models import AuditEntry, Job
from ppi.kernel.registries import Registry


@pytest.fixture
def registry() -> Registry[str]:
    registry: Registry[str] = Registry("countable")
    registry.register(Job, "how to count jobs")
    return registry


def test_an_entry_is_found_by_model_by_object_and_by_label(registry) -> None:
    assert registry.of(Job) == "how to count jobs"
    assert registry.of(Job()) == "how to count jobs"
    assert registry.labelled("kernel.job") == (Job, "how to count jobs")
    assert list(registry) == [(Job, "how to count jobs")]
    assert Job in registry


def test_what_nobody_registered_is_not_there(registry) -> None:
    assert AuditEntry not in registry
    for ask in (lambda: registry.of(AuditEntry), lambda: registry.labelled("kernel.auditentry")):
        with pytest.raises(KeyError):
            ask()


def test_a_model_is_registered_once(registry) -> None:
    with pytest.raises(ValueError, match="Job is registered as countable already"):
        registry.register(Job, "another way")
    assert registry.of(Job) == "how to count jobs"


def test_registries_do_not_share_their_entries(registry) -> None:
    assert Job not in Registry("other")
