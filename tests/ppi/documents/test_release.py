"""A file waits for the scanner, and nobody gets it meanwhile; then it is released or blocked."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from lxml import html

from ppi.documents import services, tasks
from ppi.documents.copying import mirror
from ppi.documents.models import Document, Scan
from ppi.kernel import audit
from ppi.kernel.models import Job
from tests.ppi.documents import made
from tests.ppi.documents.clamd import EICAR, Clamd, hanging
from tests.tenders.written import draft as written

ROOM = "/p/dk/en/opportunities/"


def reloaded(document: Document) -> Document:
    return Document.objects.everywhere("the test looks again").get(pk=document.pk)


@pytest.fixture
def answer_to(draft, as_user, buyer_of_havneby):
    """What the buyer gets who opens the file's address."""

    def answer_to(document: Document) -> int:
        address = f"{ROOM}{draft.slug}/documents/{document.pk}/"
        return as_user(buyer_of_havneby).get(address).status_code

    return answer_to


@pytest.fixture
def shown(draft, as_user, buyer_of_havneby):
    """The lines about files on the page on which they are added."""

    def shown() -> list[str]:
        page = as_user(buyer_of_havneby).get(f"{ROOM}{draft.slug}/edit/documents/")
        lines = html.fromstring(page.content).xpath("//ul[@class='documents']/li")
        return [" ".join(line.text_content().split()) for line in lines]

    return shown


def test_a_clean_file_is_released(scanner, attach, answer_to, shown, run_jobs) -> None:
    document = attach()
    assert (document.scan, answer_to(document)) == (Scan.WAITING, 404)
    assert shown() == [f"plan.pdf {len(made.PDF)} bytes being checked for viruses Remove"]

    run_jobs()

    assert scanner.scanned == [made.PDF]
    assert (reloaded(document).scan, answer_to(document)) == (Scan.CLEAN, 200)
    assert shown() == [f"plan.pdf {len(made.PDF)} bytes Remove"]
    trail = [(entry.action, entry.detail) for entry in audit.trail(document)]
    assert trail[0] == ("document.scanned", {"result": "clean"})


@pytest.mark.django_db(transaction=True)
def test_an_infected_file_is_deleted_and_its_page_says_so(
    scanner, draft, attach, answer_to, shown, run_jobs
) -> None:
    good = attach("a.txt", b"good")
    run_jobs()
    bad = attach("a.txt", EICAR)
    run_jobs()

    assert reloaded(bad).scan == Scan.INFECTED
    assert (answer_to(bad), answer_to(good)) == (404, 200)
    assert not default_storage.exists(bad.file.name)
    assert "a virus was found: it cannot be downloaded" in shown()[0]
    # The version before it is still good.
    [document] = Document.objects.with_earlier(draft)
    assert (document, document.earlier) == (bad, [good])


def test_a_scanner_that_is_away_is_asked_again_until_it_answers(
    settings, attach, answer_to, run_jobs, caplog
) -> None:
    settings.PPI_CLAMD = "/nowhere/clamd.sock"
    document = attach()
    run_jobs()
    again = Job.objects.get(task__endswith="scan_document", done_at=None)

    assert (reloaded(document).scan, answer_to(document)) == (Scan.WAITING, 404)
    assert timezone.now() < again.due_at <= timezone.now() + tasks.SCAN_AGAIN
    assert f"gave no answer on document {document.pk}" in caplog.text

    with Clamd() as server:
        settings.PPI_CLAMD = server.address
        Job.objects.filter(pk=again.pk).update(due_at=timezone.now() - timedelta(seconds=1))
        run_jobs()
    assert (reloaded(document).scan, answer_to(document)) == (Scan.CLEAN, 200)
    assert not Job.objects.filter(done_at=None).exists()


def test_nobody_waits_for_a_scanner_that_hangs_but_the_job(settings, attach, caplog) -> None:
    settings.PPI_CLAMD_SECONDS = 0.2
    with Clamd(hanging) as server:
        settings.PPI_CLAMD = server.address
        document = attach()
        assert server.scanned == []

        with caplog.at_level(logging.WARNING):
            assert services.scan(document.pk) is False
    assert reloaded(document).scan == Scan.WAITING


def test_what_was_removed_meanwhile_is_not_scanned(scanner, attach, run_jobs) -> None:
    document = attach()
    services.remove(document, by=document.uploaded_by)
    run_jobs()

    assert (scanner.scanned, reloaded(document).scan) == ([], Scan.WAITING)
    assert not Job.objects.filter(done_at=None).exists()


def test_a_file_is_scanned_once(scanner, attach, run_jobs) -> None:
    document = attach()
    run_jobs()

    assert services.scan(document.pk) is True
    assert services.scan(0) is True
    assert scanner.scanned == [made.PDF]


def test_where_the_scanner_was_taken_away_waiting_files_are_released(
    settings, scanner, attach, run_jobs
) -> None:
    document = attach()
    settings.PPI_CLAMD = ""
    run_jobs()

    assert reloaded(document).scan == Scan.SKIPPED


# Copies ----------------------------------------------------------------------------------------


@pytest.fixture
def copy(draft, havneby, buyer_of_havneby):
    """Another draft, to which the files of the first are mirrored."""
    other = written(havneby, buyer_of_havneby)

    def copy() -> list[Document]:
        mirror(draft, other, organisation=havneby, by=buyer_of_havneby)
        return list(Document.objects.of(other))

    copy.other = other
    return copy


@pytest.mark.django_db(transaction=True)
def test_a_copy_has_what_the_scanner_says_of_the_original(scanner, attach, copy, run_jobs) -> None:
    attach("bad.txt", EICAR)
    attach("good.txt", b"good")
    copies = copy()
    run_jobs()

    found = {document.name: reloaded(document).scan for document in copies}
    assert found == {"bad.txt": Scan.INFECTED, "good.txt": Scan.CLEAN}
    assert len(scanner.scanned) == 2


def test_a_copy_is_scanned_though_its_original_was_removed(scanner, attach, copy, run_jobs) -> None:
    original = attach()
    [document] = copy()
    services.remove(original, by=original.uploaded_by)
    run_jobs()

    assert reloaded(document).scan == Scan.CLEAN


def test_mirrored_files_are_those_of_the_source_with_their_numbers(draft, attach, copy) -> None:
    attach("a.txt", b"one")
    attach("a.txt", b"two")
    gone = attach("b.txt", b"gone")

    def facts() -> list[tuple[str, int, bool]]:
        return [(each.name, each.number, bool(each.replaced_at)) for each in copy()]

    assert facts() == [("a.txt", 2, False), ("b.txt", 1, False)]
    services.remove(gone, by=gone.uploaded_by)
    attach("a.txt", b"three")
    assert facts() == [("a.txt", 3, False)]
    versions = Document.objects.versions_of(copy.other)
    assert [(each.name, each.number, bool(each.replaced_at)) for each in versions] == [
        ("a.txt", 3, False),
        ("a.txt", 2, True),
        ("b.txt", 1, True),
    ]
    before = list(versions)
    assert facts() == [("a.txt", 3, False)]
    assert list(Document.objects.versions_of(copy.other)) == before


def test_copies_share_their_bytes_and_count_once(attach, copy, havneby) -> None:
    document = attach("a.txt", b"12345")
    [mirrored] = copy()

    assert mirrored.file.name == document.file.name
    assert Document.objects.managed_by(havneby).bytes_stored() == 5
