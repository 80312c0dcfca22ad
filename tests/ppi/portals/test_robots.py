import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ppi.portals import robots


@given(st.text())
def test_no_invented_stamp_is_taken_for_ours(text: str) -> None:
    assert robots.age_of(text) is None


def test_a_stamp_tells_its_age() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        stamped = robots.stamp()
        clock.shift(90)
        assert robots.age_of(stamped) == pytest.approx(90, abs=0.01)


def test_an_address_is_stopped_after_its_share_and_others_are_not() -> None:
    def sent_from(address: str) -> bool:
        request = RequestFactory().post("/", REMOTE_ADDR=address)
        return robots.is_too_often(request, "test", amount=3, seconds=60)

    assert [sent_from("192.0.2.1") for _ in range(5)] == [False, False, False, True, True]
    assert sent_from("192.0.2.2") is False
