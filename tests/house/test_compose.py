"""docker-compose.yml agrees with the code: no engine runs it here, so each line is compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from celery.app.utils import find_app
from django.conf import settings
from django.core.management import get_commands
from django.utils.module_loading import import_string

from ppi.embedded.places import PROJECT
from ppi.embedded.postgres import CONFIGURATION, INITDB_OPTIONS
from tests.house import deployment

SERVICES = deployment.services()
OURS = deployment.built_services()
SECRET = re.compile(r"PASSWORD|SECRET|AUTH|KEY")
# The tests' and the demonstration's business, or fixed by the image and by production itself.
NOT_HANDED_ON = {
    "PPI_DEMO",
    "PPI_JOB_LEASE_SECONDS",
    "PPI_REFERENCE_DATA",
    "PPI_SCHEME",
    "PPI_STATIC_ROOT",
    "PPI_VAR",
}
# Beside `worker`, and only where they are asked for.
OF_ONE_QUEUE = ["worker-match", "worker-mail", "worker-index", "worker-import", "worker-calls"]
WORKERS = ["worker", *OF_ONE_QUEUE]
LONG_RUNNING = [name for name in SERVICES if name != "migrate"]


def test_the_services_and_their_images() -> None:
    images = {name: deployment.filled_in(s["image"], {}) for name, s in SERVICES.items()}

    assert images == {
        **dict.fromkeys(["web", *WORKERS, "beat", "migrate"], "ppi:local"),
        "database": "pgvector/pgvector:pg18",
        "broker": "valkey/valkey:9",
    }
    assert {name: SERVICES[name]["build"] for name in OURS} == dict.fromkeys(OURS, ".")
    assert ["web", *WORKERS, "beat", "migrate"] == OURS


def test_the_web_server_serves_a_wsgi_application() -> None:
    program, *options, target = deployment.command("web")

    assert program == "granian"
    assert "--interface=wsgi" in options
    assert callable(import_string(target.replace(":", ".")))


@pytest.mark.parametrize("service", [*WORKERS, "beat"])
def test_celery_finds_the_application(service: str) -> None:
    program, app, verb, *_ = deployment.command(service)

    assert (program, verb) == ("celery", service.partition("-")[0])
    assert find_app(app.removeprefix("--app=")).main == "ppi"


def queues(service: str, **values: str) -> list[str]:
    [option] = [w for w in deployment.command(service, values) if w.startswith("--queues=")]
    return option.removeprefix("--queues=").split(",")


def test_one_worker_empties_every_queue_and_others_can_be_had_for_one() -> None:
    asked_for = {name for name, service in SERVICES.items() if "profiles" in service}

    assert queues("worker") == settings.QUEUES
    assert queues("worker", PPI_WORKER_QUEUES="pulse,interactive") == ["pulse", "interactive"]
    assert {name: queues(name) for name in OF_ONE_QUEUE} == {
        name: [name.removeprefix("worker-")] for name in OF_ONE_QUEUE
    }
    assert {queue for name in WORKERS for queue in queues(name)} == set(settings.QUEUES)
    assert asked_for == set(OF_ONE_QUEUE)
    assert {tuple(SERVICES[name]["profiles"]) for name in asked_for} == {("queues",)}


def test_migrations_run_commands_that_exist() -> None:
    shell, options, script = deployment.command("migrate")
    run = [line.split() for line in script.splitlines()]

    assert (shell, options) == ("sh", "-euc")
    assert [words[:2] for words in run] == [["python", "manage.py"]] * len(run)
    assert [words[2] for words in run] == ["check", "migrate", "load_facts", "reindex"]
    assert [words[2] for words in run if words[2] not in get_commands()] == []


@pytest.mark.parametrize("service", OURS)
def test_a_service_hands_on_what_the_settings_read_and_nothing_else(service: str) -> None:
    read = deployment.names_read("base") | deployment.names_read("production")
    handed = set(SERVICES[service]["environment"])
    beside = {"PGOPTIONS"} if service == "migrate" else set()

    assert read - handed == NOT_HANDED_ON
    assert handed - read == beside


def test_the_example_names_exactly_what_is_demanded_and_gives_no_value() -> None:
    assert deployment.example() == dict.fromkeys(deployment.references("?"), "")


def test_what_has_a_default_is_no_secret() -> None:
    assert deployment.references("-") == {
        "PPI_LISTEN",
        "PPI_VERSION",
        "PPI_WEB_WORKERS",
        "PPI_WORKER_PROCESSES",
        "PPI_WORKER_QUEUES",
    }


@pytest.mark.parametrize("missing", sorted(deployment.references("?")))
def test_nothing_starts_while_a_variable_is_missing(missing: str) -> None:
    values = {**deployment.plausible_values(), missing: ""}
    with pytest.raises(deployment.NotSet, match=rf"^set {missing} in \.env$"):
        [deployment.environment(service, values) for service in SERVICES]


@pytest.mark.parametrize("service", list(SERVICES))
def test_no_secret_stands_in_the_file(service: str) -> None:
    for name, text in SERVICES[service]["environment"].items():
        if SECRET.search(name) and text is not None:
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", text), name
        for password in re.findall(r"//[^:]*:(.+)@", text or ""):
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", password), name


def test_the_roles_sign_in_to_the_database_with_the_passwords_they_were_given() -> None:
    values = deployment.plausible_values()
    made = deployment.environment("database", values)
    used = {name: deployment.environment(name, values)["DATABASE_URL"] for name in OURS}

    app = f"postgresql://ppi_app:{made['PPI_APP_PASSWORD']}@database:5432/ppi"
    owner = f"postgresql://ppi_owner:{made['PPI_OWNER_PASSWORD']}@database:5432/ppi"
    assert used == dict.fromkeys(["web", *WORKERS, "beat"], app) | {"migrate": owner}


def test_the_broker_asks_for_the_password_that_the_platform_brings() -> None:
    values = deployment.plausible_values()
    broker = deployment.environment("broker", values)
    password = values["PPI_BROKER_PASSWORD"]

    assert broker == {"BROKER_PASSWORD": password, "REDISCLI_AUTH": password}
    assert {deployment.environment(name, values)["REDIS_URL"] for name in OURS} == {
        f"redis://:{password}@broker:6379/0"
    }


@pytest.mark.parametrize("service", list(SERVICES))
def test_a_service_runs_contained(service: str) -> None:
    options = SERVICES[service]

    assert options["user"] not in {"root", "0", "0:0"}
    assert options["read_only"] is True
    assert options["cap_drop"] == ["ALL"]
    assert options["security_opt"] == ["no-new-privileges:true"]
    assert not options.keys() & {"privileged", "cap_add", "network_mode", "pid", "ipc"}


@pytest.mark.parametrize("service", LONG_RUNNING)
def test_a_service_is_watched_and_started_again(service: str) -> None:
    check = SERVICES[service]["healthcheck"]

    assert SERVICES[service]["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout", "retries", "start_period"} == set(check)
    for script in re.findall(r"docker/\S+\.py", " ".join(check["test"])):
        assert (PROJECT / script).is_file()


def test_migrations_run_once_and_before_all_that_needs_them() -> None:
    migrate = SERVICES["migrate"]
    healthy = {"condition": "service_healthy"}
    waits = {
        "migrate": {"condition": "service_completed_successfully"},
        "database": healthy,
        "broker": healthy,
    }

    assert migrate["restart"] == "no"
    assert migrate["healthcheck"] == {"disable": True}
    assert migrate["depends_on"] == {"database": healthy}
    assert {name: SERVICES[name]["depends_on"] for name in ("web", *WORKERS, "beat")} == (
        dict.fromkeys(["web", *WORKERS, "beat"], waits)
    )


def test_database_and_broker_are_met_from_inside_only() -> None:
    networks = {name: service["networks"] for name, service in SERVICES.items()}
    inside, both = ["inside"], ["inside", "outside"]

    assert networks == {
        "web": both,
        **dict.fromkeys(WORKERS, both),
        **dict.fromkeys(["beat", "migrate", "database", "broker"], inside),
    }
    assert deployment.compose()["networks"] == {"inside": {"internal": True}, "outside": {}}


def test_only_the_web_server_has_a_port_and_only_this_machine_reaches_it() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert ports == {"web": ["${PPI_LISTEN:-127.0.0.1:8000}:8000"]}
    assert "--port=8000" in deployment.command("web")


def volumes(service: str) -> list[list[str]]:
    return [volume.split(":") for volume in SERVICES[service].get("volumes", [])]


def test_what_must_last_is_kept_in_named_volumes() -> None:
    named = {
        service: {source: target for source, target, *_ in volumes(service) if source[0] != "."}
        for service in SERVICES
    }
    uploads = {"uploads": f"/app/{settings.MEDIA_ROOT.relative_to(settings.ROOT)}"}

    assert {service: kept for service, kept in named.items() if kept} == {
        "web": uploads,
        **dict.fromkeys(WORKERS, uploads),
        "database": {"database": "/var/lib/postgresql"},
    }
    assert deployment.compose()["volumes"] == {"database": {}, "uploads": {}}


def test_files_of_the_repository_are_mounted_to_be_read() -> None:
    mounted = [volume for service in SERVICES for volume in volumes(service) if volume[0][0] == "."]

    assert {Path(source).as_posix(): modes for source, _, *modes in mounted} == {
        "docker/database": ["ro"],
        "docker/broker/start.sh": ["ro"],
    }
    assert [source for source, *_ in mounted if not (PROJECT / source).exists()] == []


def test_the_cluster_is_made_as_the_embedded_one() -> None:
    asked = set(SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split())
    embedded = {option for option in INITDB_OPTIONS if "locale" in option or "encoding" in option}

    assert asked == embedded | {"--auth-local=peer", "--auth-host=scram-sha-256"}


def test_the_server_plans_and_tells_time_as_the_embedded_one() -> None:
    words = SERVICES["database"]["command"]
    given = dict(word.split("=") for word in words if "=" in word)
    embedded = dict(line.split(" = ") for line in CONFIGURATION.replace("'", "").splitlines())
    shared = ("max_connections", "jit", "timezone", "log_timezone")

    assert {name: given[name] for name in shared} == {name: embedded[name] for name in shared}
