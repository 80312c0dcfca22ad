"""Rows of before keep their meaning: of each name one version is current."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from ppi.documents.models import Document

replaced = import_module("ppi.documents.migrations.0002_replaced_versions")


def test_versions_of_before_are_replaced_by_those_that_followed(draft, attach) -> None:
    for content in (b"1", b"2", b"3"):
        attach("a.txt", content)
    attach("b.txt", b"1")
    rows = Document.objects.ever_of(draft)
    uploaded_at = list(rows.order_by("pk").values_list("uploaded_at", flat=True))

    replaced.note_when_each_was_replaced(apps, None)

    found = list(rows.order_by("name", "number").values_list("replaced_at", flat=True))
    assert found == [uploaded_at[1], uploaded_at[2], None, None]
