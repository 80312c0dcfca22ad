"""Push messages: for browsers that allowed them, readable there alone, and discreet."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import call_command

from ppi.kernel import outbound
from ppi.kernel.models import Job
from ppi.matching.interests import stars
from ppi.notifications import push, services
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.models import Delivery, PushDevice
from ppi.notifications.querysets import Held
from tenders.models import Opportunity
from tests.ppi.kernel.test_outbound import HERE, Sink, listening, sink  # noqa: F401 - a fixture
from tests.ppi.notifications.conftest import held_by_another, starring, tell

PAGE, ADD = "/p/dk/en/notifications/", "/p/dk/en/notifications/push/"
SECRET = b"sixteen letters!"


@pytest.fixture(autouse=True)
def _offered(settings) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]
    settings.PPI_VAPID_KEY = push.new_key()


@pytest.fixture
def browser() -> ec.EllipticCurvePrivateKey:
    """What the browser keeps to itself."""
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def device(stranger, sink: Sink, browser) -> PushDevice:  # noqa: F811
    sink.status = 201
    key = push.packed(push.point(browser.public_key()))
    return push.add_device(stranger, sink.url, key, push.packed(SECRET))


def opened(sealed: bytes, browser: ec.EllipticCurvePrivateKey) -> bytes:
    """As a browser does it (RFC 8188, RFC 8291)."""
    salt, own_point, record = sealed[:16], sealed[21:86], sealed[86:]
    shared = browser.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), own_point)
    )
    info = b"WebPush: info\0" + push.point(browser.public_key()) + own_point
    pseudo = push._derived(SECRET, shared, info, 32)
    key = push._derived(salt, pseudo, b"Content-Encoding: aes128gcm\0", 16)
    nonce = push._derived(salt, pseudo, b"Content-Encoding: nonce\0", 12)
    return AESGCM(key).decrypt(nonce, record, None).removesuffix(b"\2")


def test_the_example_of_rfc_8291_comes_out_to_the_letter() -> None:
    own = push._private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    sealed = push.encrypted(
        b"When I grow up, I want to be a watermelon",
        push.unpacked(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        push.unpacked("BTBZMqHH6r4Tts7J_aSIgg"),
        own_key=own,
        salt=push.unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert push.packed(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_browser_that_allowed_it_is_told_that_there_is_news_and_not_what(
    change, call, stranger, device, sink, browser, run_jobs, settings  # noqa: F811
) -> None:  # fmt: skip
    tell(change, starring(call, [stranger]))
    run_jobs()

    [(_path, headers, body)] = sink.calls
    assert json.loads(opened(body, browser)) == {
        "title": "PPI Denmark",
        "body": "Something that I have starred has changed",
        "url": "http://testserver/p/dk/en/notifications/news/",
    }
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "86400")
    scheme, token, key = headers["Authorization"].replace(",", "").split()
    assert (scheme, key) == ("vapid", f"k={push.public_key()}")
    public = push._private_key(settings.PPI_VAPID_KEY).public_key()
    claims = jwt.decode(
        token.removeprefix("t="), public, algorithms=["ES256"],
        audience=f"http://127.0.0.1:{sink.port}",
    )  # fmt: skip
    assert claims["sub"] == "mailto:no-reply@ppi.example"
    assert Delivery.objects.get(channel=Channel.PUSH).sent_at is not None


def test_without_a_browser_or_where_it_is_not_wanted_there_is_no_row(
    change, call, stranger, learner_of_metsalinn, device
) -> None:
    services.choose(stranger, Kind.CHANGE, by_push=False)
    tell(change, starring(call, [stranger, learner_of_metsalinn]))
    assert Delivery.objects.filter(channel=Channel.PUSH).count() == 0


def test_a_star_that_was_taken_off_meanwhile_pushes_nothing(
    change, call, stranger, device, sink, run_jobs  # noqa: F811
) -> None:  # fmt: skip
    tell(change, starring(call, [stranger]))
    stars.take_off(Opportunity, call.pk, by=stranger)
    run_jobs()
    assert sink.calls == []


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_browser_that_is_gone_or_refused_for_good_is_forgotten(
    change, call, stranger, device, sink, run_jobs, status  # noqa: F811
) -> None:  # fmt: skip
    """Refused as after a change of the platform's key."""
    sink.status = status
    tell(change, starring(call, [stranger]))
    run_jobs()
    assert (PushDevice.objects.count(), len(sink.calls)) == (0, 1)


@pytest.mark.parametrize("status", [408, 429, 503])
def test_a_service_that_is_busy_is_asked_again(
    change, call, stranger, device, sink, run_jobs, status  # noqa: F811
) -> None:  # fmt: skip
    sink.status = status
    tell(change, starring(call, [stranger]))
    with pytest.raises(outbound.Failed):
        run_jobs()
    assert PushDevice.objects.count() == 1
    assert Delivery.objects.get(channel=Channel.PUSH).sent_at is None


@pytest.fixture
def second(stranger, device, browser) -> Iterator[Sink]:
    """The service of another browser of the same person."""
    with listening() as other:
        key = push.packed(push.point(browser.public_key()))
        push.add_device(stranger, other.url, key, push.packed(SECRET))
        yield other


def test_a_browser_that_took_it_gets_it_once_whatever_becomes_of_another(
    change, call, stranger, device, sink, second, run_jobs  # noqa: F811
) -> None:  # fmt: skip
    second.status = 503
    tell(change, starring(call, [stranger]))
    run_jobs()

    assert (len(sink.calls), len(second.calls), PushDevice.objects.count()) == (1, 1, 2)
    assert Delivery.objects.get(channel=Channel.PUSH).sent_at is not None
    assert Job.objects.filter(done_at=None).count() == 0


def test_a_browser_that_is_gone_stays_forgotten_while_another_is_asked_again(
    change, call, stranger, device, sink, second, run_jobs  # noqa: F811
) -> None:  # fmt: skip
    sink.status, second.status = 410, 503
    tell(change, starring(call, [stranger]))
    with pytest.raises(outbound.Failed, match="HTTP 503"):
        run_jobs()

    assert [row.endpoint for row in PushDevice.objects.all()] == [second.url]
    assert Delivery.objects.get(channel=Channel.PUSH).sent_at is None


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_pushes_just_now_is_not_done_yet(
    change, call, stranger, device, sink  # noqa: F811
) -> None:  # fmt: skip
    tell(change, starring(call, [stranger]))
    row = Delivery.objects.get(channel=Channel.PUSH)
    with held_by_another(row), pytest.raises(Held):
        push.send([row.pk])
    assert sink.calls == []
    assert (push.send([row.pk]), len(sink.calls)) == (1, 1)


def test_a_browser_is_added_and_all_are_removed_on_the_page(
    denmark, stranger, browser, as_user
) -> None:
    visitor, key = as_user(stranger), push.packed(push.point(browser.public_key()))
    assert push.public_key() in visitor.get(PAGE).content.decode()
    fields = {"endpoint": "https://push.example/abc", "key": key, "secret": push.packed(SECRET)}
    visitor.post(ADD, fields)
    visitor.post(ADD, fields)
    visitor.post(ADD, fields | {"endpoint": "https://push.example/def", "key": "short"})

    rows = PushDevice.objects.values_list("user", "endpoint")
    assert list(rows) == [(stranger.pk, "https://push.example/abc")]
    assert "match.by_push" in visitor.get(PAGE).content.decode()
    visitor.post(f"{ADD}remove/")
    assert PushDevice.objects.count() == 0


def test_without_a_key_nothing_is_offered(denmark, stranger, browser, settings, as_user) -> None:
    settings.PPI_VAPID_KEY = ""
    key = push.packed(push.point(browser.public_key()))
    visitor = as_user(stranger)
    assert "Push messages" not in visitor.get(PAGE).content.decode()
    fields = {"endpoint": "https://push.example/abc", "key": key, "secret": push.packed(SECRET)}
    visitor.post(ADD, fields)
    assert PushDevice.objects.count() == 0


def test_the_command_makes_a_key_that_works(settings, capsys) -> None:
    call_command("make_vapid_key")
    settings.PPI_VAPID_KEY = capsys.readouterr().out.strip()
    assert len(push.unpacked(push.public_key())) == 65
