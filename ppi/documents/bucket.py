"""Uploads in a bucket of a service that speaks S3, instead of a folder of this machine."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

# A service that is away costs an upload seconds, not the minute that is usual.
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 2
MEMORY_BYTES = 2 * 1024 * 1024


class Bucket(S3Storage):
    """Private: whoever may read a file gets it from our view, with its headers, never from here.

    So a file that is withdrawn is gone at once, and no link to it can be passed on.
    """

    def __init__(self, **options: Any) -> None:
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            # What is not AWS often knows neither names of hosts for buckets nor checksums in
            # trailers.
            s3={"addressing_style": "path" if options.get("endpoint_url") else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        fixed = {
            "client_config": config,
            "default_acl": None,
            "file_overwrite": False,
            "max_memory_size": MEMORY_BYTES,
            # Should the bucket be opened by mistake, no browser runs what lies in it.
            "object_parameters": {
                "ContentType": "application/octet-stream",
                "ContentDisposition": "attachment",
            },
        }
        super().__init__(**options, **fixed)

    def url(self, name: str, *_args: Any, **_options: Any) -> str:
        raise ValueError("A document is delivered by a view, never by an address of its own.")
