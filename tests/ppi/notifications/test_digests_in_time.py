"""Each morning one digest, whatever comes when."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db.models import Count

from ppi.notifications import services, tasks
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.models import Delivery, Digest
from ppi.notifications.services import Recipient
from tests.ppi.notifications.conftest import readers, starring, tell
from tests.ppi.notifications.mornings import EVENING, MORNING, daily, waiting


def test_a_second_strike_of_the_clock_opens_no_second_digest(
    change, call, evening, morning, run_jobs, mailoutbox
) -> None:
    people = daily(readers(3))
    tell(change, starring(call, people))
    morning()
    morning()
    run_jobs()
    morning()
    run_jobs()

    assert sorted(one.to[0] for one in mailoutbox) == [one.email for one in people]
    assert (Digest.objects.count(), waiting()) == (3, 0)


def test_what_comes_after_the_digest_of_a_day_waits_for_the_next(
    change, call, stranger, evening, morning, time_machine, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    morning()
    run_jobs()
    services.promise(Kind.FOUND, call, [Recipient.of(stranger, call.portal)])
    time_machine.move_to(MORNING + timedelta(hours=3), tick=False)
    tasks.tell_what_is_due()
    run_jobs()
    assert len(mailoutbox) == 1

    time_machine.move_to(MORNING + timedelta(days=1), tick=False)
    tasks.tell_what_is_due()
    run_jobs()
    assert [one.subject for one in mailoutbox] == ["1 thing is new for you"] * 2
    days = Digest.objects.order_by("day").values_list("day", flat=True)
    assert [day.isoformat() for day in days] == ["2027-01-14", "2027-01-15"]


def strike_every_hour(time_machine, first: datetime, hours: int) -> None:
    for hour in range(hours):
        time_machine.move_to(first + timedelta(hours=hour), tick=False)
        tasks.tell_what_is_due()


def opened() -> list[datetime]:
    return list(Digest.objects.order_by("pk").values_list("opened_at", flat=True))


@pytest.mark.parametrize(
    ("quiet", "wakes_at"),
    [({"quiet_from": None, "quiet_until": None}, 7),
     ({"quiet_from": time(20), "quiet_until": time(9)}, 9)],
)  # fmt: skip
def test_what_comes_too_late_for_the_digest_of_a_day_comes_in_the_morning_and_not_at_midnight(
    change, call, stranger, evening, morning, time_machine, quiet, wakes_at
) -> None:
    tell(change, starring(call, daily([stranger])))
    morning()
    services.choose_rhythm(stranger, **quiet)
    # Written by a job that had begun before seven and ended after it.
    time_machine.move_to(MORNING - timedelta(seconds=1), tick=False)
    services.promise(Kind.FOUND, call, [Recipient.of(stranger, call.portal)])
    strike_every_hour(time_machine, MORNING, 36)

    assert opened() == [MORNING, MORNING + timedelta(days=1, hours=wakes_at - 7)]
    assert waiting_without_digest() == 0


def test_news_of_two_portals_in_different_time_zones_come_in_one_digest_every_morning(
    call, denmark, latvia, stranger, evening, time_machine, havneby, buyer_of_havneby
) -> None:
    news = [[call, stranger], [denmark, latvia], [havneby, buyer_of_havneby]]
    for day, (here, there) in enumerate(news):
        evening_of_day = EVENING + timedelta(days=day)
        time_machine.move_to(evening_of_day, tick=False)
        services.promise(Kind.FOUND, here, [Recipient.of(stranger, denmark)])
        services.promise(Kind.FOUND, there, [Recipient.of(stranger, latvia)])
        strike_every_hour(time_machine, evening_of_day, 24)

    # Seven in Riga, where the day begins earlier.
    mornings = [MORNING - timedelta(hours=1) + timedelta(days=day) for day in range(3)]
    assert opened() == mornings
    in_each = Digest.objects.order_by("pk").annotate(number=Count("deliveries"))
    assert list(in_each.values_list("number", flat=True)) == [2, 2, 2]


def waiting_without_digest() -> int:
    return Delivery.objects.filter(channel=Channel.MAIL, digest=None).count()
