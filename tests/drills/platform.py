"""The platform's own processes for one drill, and a moderator's browser that talks to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import requests
from django.conf import settings
from django.test import Client
from lxml import html

from ppi.accounts.models import User
from ppi.embedded import places
from ppi.embedded.processes import ProcessSet
from ppi.embedded.valkey import Valkey
from ppi.moderation.models import Submission
from ppi.portals import links
from tests.drills.mailbox import Mailbox


@dataclass
class Platform:
    """Web, worker and clock are started by the drill: `platform.processes.worker()`."""

    processes: ProcessSet
    valkey: Valkey
    mailbox: Mailbox

    def browser_of(self, person: User) -> Browser:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return Browser(self.processes.address, client.cookies[settings.SESSION_COOKIE_NAME].value)


def platform_for(
    env: Mapping[str, str], valkey: Valkey, mailbox: Mailbox, logs: Path, *, lease_seconds: float
) -> Platform:
    port = places.free_port()
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
        "REDIS_URL": valkey.url,
        "PPI_BASE_DOMAIN": f"127.0.0.1:{port}",
        "PPI_DRILL_SMTP_PORT": str(mailbox.port),
        "PPI_JOB_LEASE_SECONDS": str(lease_seconds),
    }
    return Platform(ProcessSet({**env, **own}, logs, port), valkey, mailbox)


class Browser:
    """Keeps cookies and fills in forms, as a browser without JavaScript does."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.cookies.set(settings.SESSION_COOKIE_NAME, session)

    def open(self, path: str, **options) -> html.HtmlElement:
        response = self.session.get(self.address + path, **options)
        assert response.status_code == 200, response.text
        return html.fromstring(response.content)

    def token(self, path: str) -> str:
        """The token of the forms on this page."""
        return self.open(path).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]

    def post(self, path: str, token: str, **fields) -> requests.Response:
        """Send a form whose page was opened before. `timeout` is in seconds of silence."""
        timeout = fields.pop("timeout", 60)
        return self.session.post(
            self.address + path,
            {"csrfmiddlewaretoken": token, **fields},
            timeout=timeout,
            allow_redirects=False,
        )


def queue_of(submission: Submission) -> str:
    return links.path(submission.portal, "en", "moderation:queue")


def decision_on(submission: Submission) -> str:
    return links.path(submission.portal, "en", "moderation:decide", submission.pk)
