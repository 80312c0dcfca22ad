"""The page on which a person chooses what they hear of, where, how often, and when not."""

from __future__ import annotations

from datetime import time

import pytest
from lxml import html

from ppi.notifications import services
from ppi.notifications.choices import CHOOSABLE, USUAL, Concern, Frequency, Kind
from ppi.notifications.models import Preference, Rhythm

PAGE = "/p/dk/en/notifications/"
USUAL_HOURS = {"quiet_from": "", "quiet_until": "", "weekday": "1"}


def offered(page) -> dict[str, str]:
    """Each frequency's field with what is chosen in it."""
    fields = html.fromstring(page.content).xpath("//select[contains(@name, '.mail')]")
    return {one.get("name"): one.xpath("option[@selected]/@value")[0] for one in fields}


def wishes(*concerns: Concern, **changes) -> dict[str, str]:
    kinds = [kind for concern in concerns for kind in CHOOSABLE[concern]]
    usual = {f"{kind}.mail": USUAL[kind] for kind in kinds} | {f"{k}.in_bell": "on" for k in kinds}
    return usual | USUAL_HOURS | changes


@pytest.mark.parametrize(
    ("who", "concerns"),
    [
        ("stranger", [Concern.NEW, Concern.FOLLOWED]),
        ("reader_of_havneby", [Concern.NEW, Concern.FOLLOWED, Concern.ORGANISATION]),
        ("moderator_of_denmark", [Concern.NEW, Concern.FOLLOWED, Concern.MODERATION]),
    ],
)
def test_everybody_is_asked_about_what_can_reach_them_and_sees_what_is_usual(
    denmark, as_user, request, who, concerns
) -> None:
    page = as_user(request.getfixturevalue(who)).get(PAGE)

    kinds = [kind for concern in concerns for kind in CHOOSABLE[concern]]
    assert offered(page) == {f"{kind}.mail": USUAL[kind] for kind in kinds}
    boxes = html.fromstring(page.content).xpath("//input[contains(@name, '.in_bell')]")
    assert [box.get("checked") is not None for box in boxes] == [True] * len(kinds)
    assert "Nobody counts which mails you open" in page.content.decode()


def test_what_was_chosen_is_kept_and_shown_again(denmark, stranger, as_user) -> None:
    browser, chosen = as_user(stranger), wishes(Concern.NEW, Concern.FOLLOWED)
    chosen |= {"match.mail": "weekly", "quiet_from": "21:30", "quiet_until": "06:45",
               "weekday": "5"}  # fmt: skip
    del chosen["change.in_bell"]
    assert browser.post(PAGE, chosen).url == PAGE

    rows = Preference.objects.filter(user=stranger).order_by("kind")
    assert list(rows.values_list("kind", "mail", "in_bell")) == [
        (Kind.CHANGE, Frequency.NOW, False),
        (Kind.FOUND, Frequency.DAILY, True),
        (Kind.MATCH, Frequency.WEEKLY, True),
    ]
    rhythm = Rhythm.objects.get(user=stranger)
    assert (rhythm.quiet_from, rhythm.quiet_until, rhythm.weekday) == (time(21, 30), time(6, 45), 5)
    page = html.fromstring(browser.get(PAGE).content)
    assert offered(browser.get(PAGE))["match.mail"] == "weekly"
    assert page.xpath("//input[@name='quiet_from']/@value") == ["21:30"]
    assert page.xpath("//input[@name='change.in_bell'][@checked]") == []


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"quiet_from": "22:00"}, "Give both hours, or none."),
        ({"quiet_until": "07:00"}, "Give both hours, or none."),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "Give another hour than the first."),
    ],
)
def test_quiet_hours_have_a_beginning_and_another_end(
    denmark, stranger, as_user, hours, sentence
) -> None:
    chosen = wishes(Concern.NEW, Concern.FOLLOWED, **hours)
    assert sentence in as_user(stranger).post(PAGE, chosen).content.decode()
    assert Rhythm.objects.count() == 0


def test_what_one_may_not_choose_is_not_chosen(denmark, stranger, as_user) -> None:
    chosen = wishes(Concern.NEW, Concern.FOLLOWED) | {
        "decision.mail": "never", "submission.mail": "never",
    }  # fmt: skip
    as_user(stranger).post(PAGE, chosen)
    kinds = Preference.objects.filter(user=stranger).values_list("kind", flat=True)
    assert set(kinds) == {Kind.MATCH, Kind.FOUND, Kind.CHANGE}


def test_a_frequency_that_does_not_exist_is_refused_at_its_field(
    denmark, stranger, as_user
) -> None:
    services.mute(stranger, Kind.CHANGE)
    chosen = wishes(Concern.NEW, Concern.FOLLOWED) | {"match.mail": "hourly"}
    page = as_user(stranger).post(PAGE, chosen).content.decode()
    assert "Select a valid choice" in page
    assert list(Preference.objects.values_list("kind", "mail")) == [("change", "never")]
