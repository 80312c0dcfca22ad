"""Production settings: silent where all is said, clear where something is not, and at work."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import AuthResult, LoginPassword

from ppi.embedded import places
from ppi.embedded.fixtures import FreshDatabase
from ppi.embedded.places import PROJECT
from tests.house import at_work, deployment
from tests.house.at_work import AtWork

REQUIRED = [
    "PPI_SECRET_KEY",
    "PPI_BASE_DOMAIN",
    "PPI_FROM_EMAIL",
    "PPI_MAIL_URL",
    "DATABASE_URL",
    "REDIS_URL",
]


def settings_environment() -> dict[str, str]:
    """The web service's environment, from a `.env` with exactly the lines of the example."""
    return at_work.container("web", deployment.plausible_values())


def python(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, env=env, capture_output=True, text=True
    )


def test_the_deployment_check_has_nothing_to_say() -> None:
    outcome = python(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"), env=settings_environment()
    )

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize("name", REQUIRED)
def test_production_refuses_to_start_without(name: str) -> None:
    env = settings_environment()
    del env[name]

    assert refusal(env) == refusing(name)


def test_all_that_is_missing_is_named_at_once_and_empty_is_missing() -> None:
    env = {**settings_environment(), "DATABASE_URL": "", "PPI_FROM_EMAIL": ""}
    del env["PPI_SECRET_KEY"]

    assert refusal(env) == refusing("PPI_SECRET_KEY, PPI_FROM_EMAIL, DATABASE_URL")


def refusal(env: dict[str, str]) -> str:
    """The last line that the web server's application says before it gives up."""
    outcome = python("-W", "ignore", "-c", "import ppi.wsgi", env=env)
    assert outcome.returncode == 1
    return outcome.stderr.splitlines()[-1]


def refusing(names: str) -> str:
    return (
        f"django.core.exceptions.ImproperlyConfigured: Not set in the environment: {names}. "
        "Production does not start without; docs/operating/configure.md says what each is."
    )


def test_a_mail_address_that_names_no_server_is_refused() -> None:
    env = {**settings_environment(), "PPI_MAIL_URL": "mail.example:25"}

    assert "PPI_MAIL_URL names no mail server" in refusal(env)


def settings_of(env: dict[str, str], *names: str) -> dict[str, object]:
    """Settings as the platform sees them in this environment."""
    code = "import json; from django.conf import settings as s; "
    code += f"print(json.dumps({{name: getattr(s, name) for name in {names!r}}}))"
    outcome = python("-c", code, env=env)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


def test_secrets_are_those_of_the_environment() -> None:
    env = settings_environment()
    found = settings_of(env, "SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASES", "CELERY_BROKER_URL")

    assert found["SECRET_KEY"] == env["PPI_SECRET_KEY"]
    assert found["SECRET_KEY_FALLBACKS"] == []
    assert found["DATABASES"]["default"]["PASSWORD"] in env["DATABASE_URL"]
    assert found["CELERY_BROKER_URL"] == env["REDIS_URL"]


AMQP = "amqps://ppi:secret@rabbit.example:5671/ppi"
CONNECTED = """
import json
from ppi.celery import app
connection = app.connection_for_write()
meant = connection.info() | {"default": app.conf.task_default_queue}
options = dict(host=connection.host, connect_timeout=2, **connection.transport_options)
made = connection.transport.Connection(**options)
print(json.dumps([meant, made.read_timeout, connection.transport.driver_type], default=str))
"""


def test_another_broker_is_met_in_its_own_way_and_the_cache_stays() -> None:
    env = settings_environment() | {"PPI_BROKER_URL": AMQP}
    found = settings_of(env, "CELERY_BROKER_URL", "CELERY_BROKER_TRANSPORT_OPTIONS", "CACHES")
    outcome = python("-c", CONNECTED, env=env)

    assert found["CELERY_BROKER_URL"] == AMQP
    assert found["CELERY_BROKER_TRANSPORT_OPTIONS"] == {
        "read_timeout": 2,
        "write_timeout": 2,
        "max_retries": 0,
    }
    assert found["CACHES"]["default"]["LOCATION"] == env["REDIS_URL"]
    assert outcome.returncode == 0, outcome.stderr
    meant, read_timeout, driver = json.loads(outcome.stdout)
    assert (meant["hostname"], meant["port"], meant["virtual_host"]) == (
        "rabbit.example",
        5671,
        "ppi",
    )
    assert (meant["transport"], meant["connect_timeout"], meant["default"]) == (
        "amqps",
        2,
        "interactive",
    )
    assert (read_timeout, driver) == (2, "amqp")


REPLICAS = "postgresql://ppi_app:a@one.example/ppi,postgresql://ppi_app:b@two.example/ppi"
NAMED = """
import json
from django.conf import settings
found = {
    alias: [
        each["HOST"],
        each["OPTIONS"]["pool"]["timeout"],
        each["OPTIONS"]["pool"].get("connection_class", type(None)).__name__,
    ]
    for alias, each in settings.DATABASES.items()
}
print(json.dumps(found))
"""


def test_each_replica_is_a_database_that_is_waited_for_less() -> None:
    env = settings_environment() | {"DATABASE_REPLICA_URL": REPLICAS}
    outcome = python("-c", NAMED, env=env)

    assert json.loads(outcome.stdout) == {
        "default": ["database", 5, "NoneType"],
        "replica_1": ["one.example", 2, "ImpatientConnection"],
        "replica_2": ["two.example", 2, "ImpatientConnection"],
    }


def test_what_the_database_address_asks_for_is_kept() -> None:
    env = settings_environment()
    env["DATABASE_URL"] += "?sslmode=verify-full"
    found = settings_of(env, "DATABASES")["DATABASES"]["default"]["OPTIONS"]

    assert found == {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
        "connect_timeout": 5,
        "sslmode": "verify-full",
    }


def test_hosts_beyond_the_base_domain_are_those_named() -> None:
    env = {**settings_environment(), "PPI_ALLOWED_HOSTS": "indkob.example,pirkimai.example"}
    found = settings_of(env, "ALLOWED_HOSTS", "SESSION_COOKIE_DOMAIN")

    assert found == {
        "ALLOWED_HOSTS": [
            "procurement.example",
            ".procurement.example",
            "indkob.example",
            "pirkimai.example",
        ],
        "SESSION_COOKIE_DOMAIN": None,
    }


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp+tls://u:p%40%2F@mail.example", {"port": 587, "password": "p@/", "use_tls": True}),
        ("smtps://u:p@mail.example", {"port": 465, "password": "p", "use_ssl": True}),
        ("smtps://u:p@mail.example:2465", {"port": 2465, "password": "p", "use_ssl": True}),
        ("smtp://mail.example", {"port": 25, "username": "", "password": ""}),
    ],
)
def test_the_mail_address_becomes_a_mail_server(url: str, wanted: dict[str, object]) -> None:
    found = settings_of({**settings_environment(), "PPI_MAIL_URL": url}, "MAILERS")
    common = {"host": "mail.example", "username": "u", "timeout": 20}

    assert found["MAILERS"]["default"]["OPTIONS"] == common | wanted


class Inbox(Message):
    """A mail server's memory."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list = []

    def handle_message(self, message) -> None:
        self.mails.append(message)


def test_a_mail_is_sent_through_the_server_named() -> None:
    signed_in = []

    def authenticate(server, session, envelope, mechanism, who: LoginPassword) -> AuthResult:
        signed_in.append((who.login, who.password))
        return AuthResult(success=True)

    inbox, port = Inbox(), places.free_port()
    server = Controller(
        *(inbox, "127.0.0.1", port), authenticator=authenticate, auth_require_tls=False
    )
    server.start()
    try:
        env = settings_environment() | {"PPI_MAIL_URL": f"smtp://ppi:a%40b@127.0.0.1:{port}"}
        outcome = python("manage.py", "sendtestemail", "somebody@elsewhere.example", env=env)
    finally:
        server.stop()

    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert signed_in == [(b"ppi", b"a@b")]
    assert [mail["From"] for mail in inbox.mails] == ["PPI <no-reply@procurement.example>"]


@pytest.fixture(scope="module")
def work(
    module_database: FreshDatabase, static_files: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AtWork]:
    """The web service at work, from this checkout; the others can be started."""
    work = AtWork(module_database, logs=tmp_path_factory.mktemp("logs"))
    try:
        work.start_web()
        yield work
    finally:
        work.stop()


def test_the_health_check_is_answered_although_hosts_are_strict(work: AtWork) -> None:
    checked = work.check("web")
    by_address = work.fetch("/healthz", Host=f"127.0.0.1:{work.port}")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == f"http://127.0.0.1:{work.port}/healthz answers 200\n"
    assert by_address.status == 400


def test_the_health_check_says_what_it_met() -> None:
    address = f"http://127.0.0.1:{places.free_port()}/healthz"
    nobody = python("docker/probe.py", address, env=settings_environment())

    assert (nobody.returncode, nobody.stderr) == (1, "")
    assert nobody.stdout.startswith(f"{address} does not answer: ")


def test_a_page_asked_for_in_the_clear_is_sent_to_https(work: AtWork) -> None:
    answer = work.fetch("/en/portals/")

    assert answer.status == 301
    assert answer.headers["Location"] == "https://procurement.example/en/portals/"


def test_a_page_that_came_by_https_carries_its_protection(work: AtWork) -> None:
    answer = work.fetch("/en/portals/", X_Forwarded_Proto="https")
    policy = answer.headers["Content-Security-Policy"]

    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_its_style_sheets_are_found_under_names_that_never_change(work: AtWork) -> None:
    page = work.fetch("/en/portals/", X_Forwarded_Proto="https").body.decode()
    sheets = re.findall(r'rel="stylesheet" href="(/static/[^"]+)"', page)
    answers = [work.fetch(sheet, X_Forwarded_Proto="https") for sheet in sheets]

    assert sheets
    assert {answer.status for answer in answers} == {200}
    assert all("immutable" in answer.headers["Cache-Control"] for answer in answers)


def test_every_service_runs_by_its_command_and_passes_its_health_check(work: AtWork) -> None:
    migrated = work.migrate()
    assert migrated.returncode == 0, migrated.stderr

    work.start_worker()
    work.start_beat()
    checks = {service: work.check(service) for service in ("web", "worker", "beat")}
    assert {service: check.returncode for service, check in checks.items()} == (
        dict.fromkeys(checks, 0)
    ), checks
    assert json.loads(work.fetch("/readyz").body) == {
        **dict.fromkeys(["database", "broker", "worker", "sweep"], "ok"),
        "given_up": 0,
    }
