"""Asks the platform how it is; the containers' health checks.

python docker/probe.py http://127.0.0.1:8000/healthz          is the answer 200?
python docker/probe.py http://web:8000/readyz sweep           is this part "ok"?

The request names the base domain as its host: no other is answered in production.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request

PATIENCE_SECONDS = 8


def main(url: str, part: str = "") -> int:
    try:
        status, body = answer(url)
    except OSError as failure:
        return say(f"{url} does not answer: {failure}", 1)
    if part:
        state = json.loads(body).get(part, "unknown")
        return say(f"{part}: {state}", 0 if state == "ok" else 1)
    return say(f"{url} answers {status}", 0 if status == 200 else 1)


def answer(url: str) -> tuple[int, bytes]:
    """Status and body; a 503 of /readyz is an answer too."""
    request = urllib.request.Request(url, headers={"Host": os.environ["PPI_BASE_DOMAIN"]})
    # A proxy named in the environment is for the outside world.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE_SECONDS) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def say(words: str, status: int) -> int:
    """Docker keeps the last words of a health check: `docker inspect` shows them."""
    sys.stdout.write(f"{words}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
