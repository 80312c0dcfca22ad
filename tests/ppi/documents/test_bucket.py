"""Files in a bucket: the real storage against a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
import requests
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from moto.server import ThreadedMotoServer

from ppi.documents import services, sweeping
from ppi.documents.choices import Scan
from ppi.documents.models import Document
from ppi.embedded import places
from tests.ppi.documents import made
from tests.ppi.documents.clamd import EICAR

NAME, REGION = "uploads-of-ppi", "eu-north-1"


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of a server that speaks S3."""
    port = places.free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def bucket(service: str, settings) -> Iterator[object]:
    """An empty bucket, in which the platform is told to keep its uploads."""
    account = {"endpoint_url": service, "region_name": REGION}
    keys = {"aws_access_key_id": "ppi", "aws_secret_access_key": "secret"}
    place = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
    bucket = boto3.resource("s3", **account, **keys).create_bucket(Bucket=NAME, **place)
    options = {**account, "bucket_name": NAME, "access_key": "ppi", "secret_key": "secret"}
    uploads = {"BACKEND": "ppi.documents.bucket.Bucket", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": uploads}
    yield bucket
    bucket.objects.delete()
    bucket.delete()


def stored(bucket) -> set[str]:
    return {item.key for item in bucket.objects.all()}


def address_of(document: Document) -> str:
    return f"/p/dk/en/opportunities/{document.subject.slug}/documents/{document.pk}/"


def test_a_file_is_kept_there_and_delivered_by_the_view_with_its_headers(
    attach, bucket, as_user, buyer_of_havneby
) -> None:
    document = attach("Tegning 1.pdf")
    browser = as_user(buyer_of_havneby)

    answer = browser.get(address_of(document))
    again = browser.get(address_of(document), headers={"If-None-Match": answer["ETag"]})

    expected = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(made.PDF)),
        "Content-Disposition": 'attachment; filename="Tegning 1.pdf"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "ETag": f'"{document.sha256}"',
    }
    assert stored(bucket) == {document.file.name}
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == made.PDF
    assert {name: answer[name] for name in expected} == expected
    assert (again.status_code, again.content) == (304, b"")


def test_nobody_gets_it_from_the_bucket_itself(attach, bucket, service) -> None:
    document = attach()
    kept = bucket.Object(document.file.name)

    assert requests.get(f"{service}/{NAME}/{document.file.name}", timeout=10).status_code == 403
    assert (kept.content_type, kept.content_disposition) == (
        "application/octet-stream",
        "attachment",
    )
    with pytest.raises(ValueError, match="by a view"):
        default_storage.url(document.file.name)


def test_a_file_that_the_bucket_has_lost_is_not_found_and_logged(
    attach, bucket, as_user, buyer_of_havneby, caplog
) -> None:
    document = attach()
    bucket.objects.delete()

    assert as_user(buyer_of_havneby).get(address_of(document)).status_code == 404
    assert f"The file of document {document.pk} is missing" in caplog.text


def test_a_large_file_comes_back_whole(attach, as_user, buyer_of_havneby) -> None:
    """Larger than what is held in memory, and than one part of an upload."""
    content = b"".join(b"%08d\n" % number for number in range(1_200_000))
    document = attach("numbers.txt", content)

    answer = as_user(buyer_of_havneby).get(address_of(document))

    assert b"".join(answer.streaming_content) == content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("content", "says"), [(b"clean", Scan.CLEAN), (EICAR, Scan.INFECTED)])
def test_the_scanner_reads_it_there_and_what_is_infected_is_deleted(
    scanner, attach, bucket, content, says
) -> None:
    document = attach("a.txt", content)

    assert services.scan(document.pk) is True
    document = Document.objects.everywhere("the test looks").get(pk=document.pk)
    assert document.scan == says
    assert stored(bucket) == ({document.file.name} if says == Scan.CLEAN else set())


def test_what_no_row_needs_is_found_and_nothing_else(attach, bucket) -> None:
    kept = attach().file.name
    with transaction.atomic():
        lost = attach("b.txt", b"x").file.name
        transaction.set_rollback(True)
    bucket.Object("elsewhere").put(Body=b"another room's file")

    assert stored(bucket) == {kept, lost, "elsewhere"}
    assert list(sweeping.orphans(before=timezone.now() - timedelta(days=1))) == []
    assert list(sweeping.orphans(before=timezone.now() + timedelta(days=1))) == [lost]
    default_storage.delete(lost)
    assert stored(bucket) == {kept, "elsewhere"}
