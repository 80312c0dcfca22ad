"""The embedded Valkey."""

from __future__ import annotations

import os
import stat

import psutil
import pytest
import redis

from ppi.embedded.valkey import Valkey


def client(valkey: Valkey, **options: object) -> redis.Redis:
    return redis.Redis.from_url(valkey.url, decode_responses=True, retry=None, **options)


def test_a_second_start_joins_the_running_server(own_valkey: Valkey) -> None:
    again = Valkey(own_valkey.home)

    assert again.start() is False
    assert again.process().pid == own_valkey.process().pid
    assert again.url == own_valkey.url


def test_it_starts_again_after_a_kill_at_the_same_address(own_valkey: Valkey) -> None:
    address, pid = own_valkey.url, own_valkey.process().pid

    own_valkey.kill()

    assert own_valkey.process() is None
    assert own_valkey.start() is True
    assert own_valkey.url == address
    assert own_valkey.process().pid != pid


def test_what_it_holds_survives_a_stop(own_valkey: Valkey) -> None:
    with client(own_valkey) as before:
        before.set("ferry", "Havneby")
    own_valkey.stop()
    own_valkey.start()

    with client(own_valkey) as after:
        assert after.get("ferry") == "Havneby"


def test_nobody_enters_without_the_password(own_valkey: Valkey) -> None:
    address = own_valkey.url.split("@")[1]

    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://{address}").ping()
    assert stat.S_IMODE((own_valkey.home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(own_valkey.configuration.stat().st_mode) == 0o600


def test_it_listens_to_this_machine_alone(own_valkey: Valkey) -> None:
    listening = {
        connection.laddr.ip
        for connection in own_valkey.process().net_connections()
        if connection.status == psutil.CONN_LISTEN
    }

    assert listening == {"127.0.0.1"}


def test_a_frozen_server_is_silent_and_goes_on_when_thawed(own_valkey: Valkey) -> None:
    with client(own_valkey, socket_timeout=0.3) as impatient:
        assert impatient.ping()
        own_valkey.freeze()
        with pytest.raises(redis.TimeoutError):
            impatient.ping()

        own_valkey.thaw()

        assert impatient.ping()


def test_a_frozen_server_can_be_stopped(own_valkey: Valkey) -> None:
    process = own_valkey.process()
    own_valkey.freeze()

    own_valkey.stop()

    assert not process.is_running()


def test_a_note_that_names_another_process_ends_nothing(own_valkey: Valkey) -> None:
    own_valkey.stop()
    (own_valkey.home / "pid").write_text(str(os.getpid()))

    own_valkey.stop()
    own_valkey.kill()

    assert own_valkey.process() is None
    assert own_valkey.start() is True
