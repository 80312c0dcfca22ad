"""Files that nobody needs are found, and deleted when asked; those that somebody needs stay."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from ppi.documents.models import Document
from tenders.models import Opportunity
from tests.ppi.documents import made
from tests.tenders.written import draft as written


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Path:
    """A real folder of uploads."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


def stored(uploads: Path) -> set[str]:
    files = (path for path in uploads.rglob("*") if path.is_file())
    return {str(path.relative_to(uploads)) for path in files}


def make_old(uploads: Path) -> None:
    two_days_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for name in stored(uploads):
        os.utime(uploads / name, (two_days_ago, two_days_ago))
    rows = Document.objects.everywhere("all are as old")
    rows.update(uploaded_at=timezone.now() - timedelta(days=2))


def sweep(*options: str) -> list[str]:
    out = io.StringIO()
    call_command("sweep_documents", *options, stdout=out)
    return out.getvalue().splitlines()


def test_an_upload_that_was_rolled_back_leaves_a_file_that_is_swept(draft, attach, uploads) -> None:
    kept = attach().file.name
    with transaction.atomic():
        lost = attach("b.txt", b"x").file.name
        transaction.set_rollback(True)
    assert stored(uploads) == {kept, lost}

    # It may belong to an upload that has not ended.
    assert sweep() == ["0 files found, none deleted"]
    make_old(uploads)
    (uploads / "elsewhere").write_text("another room's file")
    assert sweep() == [lost, "1 files found, none deleted"]
    assert stored(uploads) == {kept, lost, "elsewhere"}
    assert sweep("--delete") == [
        "0 documents of deleted objects forgotten", lost, "1 files deleted"
    ]  # fmt: skip
    assert stored(uploads) == {kept, "elsewhere"}


def test_files_of_a_deleted_organisation_are_swept(attach, uploads, draft, havneby) -> None:
    lost = attach().file.name
    make_old(uploads)
    Document.objects.managed_by(havneby).delete()

    assert sweep("--delete")[1:] == [lost, "1 files deleted"]
    assert stored(uploads) == set()


def test_files_of_a_deleted_draft_are_swept_and_those_of_others_stay(
    attach, uploads, draft, havneby, buyer_of_havneby
) -> None:
    other = written(havneby, buyer_of_havneby)
    kept = attach("kept.pdf", to=other).file.name
    lost = attach("lost.txt", b"x").file.name
    make_old(uploads)
    Opportunity.objects.everywhere("the test deletes it").filter(pk=draft.pk).delete()

    assert sweep() == ["0 files found, none deleted"]
    assert sweep("--delete") == [
        "1 documents of deleted objects forgotten", lost, "1 files deleted"
    ]  # fmt: skip
    assert stored(uploads) == {kept}
    assert [each.name for each in Document.objects.of(other)] == ["kept.pdf"]


def test_what_was_removed_or_replaced_is_kept_for_the_record(attach, uploads) -> None:
    names = {attach("a.txt", b"1").file.name, attach("a.txt", b"2").file.name}
    Document.objects.everywhere("the test removes them").update(removed_at=timezone.now())
    make_old(uploads)

    assert sweep("--delete")[-1] == "0 files deleted"
    assert stored(uploads) == names


def test_an_empty_deployment_has_nothing_to_sweep(db) -> None:
    assert sweep() == ["0 files found, none deleted"]


def test_files_are_readable_by_their_owner_and_group_only(attach, uploads) -> None:
    name = attach(content=made.PDF).file.name

    assert (uploads / name).stat().st_mode & 0o777 == 0o640
