"""One mail of all that waited: a line a subject, its reasons, and how each is ended."""

from __future__ import annotations

import re

from django.test import Client

from ppi.kernel.models import Job
from ppi.matching.interests import stars
from ppi.notifications import services
from ppi.notifications.choices import Frequency, Kind
from ppi.notifications.models import Delivery, Preference
from ppi.notifications.services import Recipient
from ppi.translations.models import Text
from tenders import services as tenders
from tests.ppi.matching.companies import company, employee, profiled
from tests.ppi.notifications.conftest import readers, starring, tell
from tests.ppi.notifications.mornings import daily
from tests.tenders.written import published, reloaded

# What it says -------------------------------------------------------------------------------------


def test_the_digest_has_a_line_with_its_reason_and_a_way_to_end_just_that(
    change, call, stranger, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    run_jobs()
    assert mailoutbox == []
    morning()
    run_jobs()

    [message] = mailoutbox
    assert message.to == [stranger.email]
    assert message.subject == "1 thing is new for you"
    stop_this, stop_all = re.findall(r"http\S+/stop/\S+", message.body)
    assert message.body.rstrip() == (
        "Changed: Light only where somebody walks\n"
        f"http://testserver/p/dk/en/opportunities/{call.slug}/\n"
        f"You starred it. Stop just this: {stop_this}\n"
        "\n"
        "--\n"
        "PPI Denmark\n"
        "How you hear of news: http://testserver/p/dk/en/notifications/\n"
        f"No more of these mails: {stop_all}"
    )
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop_all}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_ends_the_cause_of_that_line_and_no_other(
    change, call, stranger, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    morning()
    run_jobs()
    stop_this, _all = re.findall(r"http://testserver(\S+/stop/\S+)", mailoutbox[0].body)

    page = Client().get(stop_this)
    assert (page.status_code, stars.of(call).count()) == (200, 1)
    assert "You starred it." in page.content.decode()
    assert [Client().post(stop_this).status_code for _twice in "ab"] == [200, 200]
    assert stars.of(call).count() == 0
    assert Preference.objects.get(user=stranger).mail == Frequency.DAILY


def test_a_mail_program_ends_all_digests_with_one_post(
    change, call, stranger, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    services.choose(stranger, Kind.MATCH, in_bell=False)
    morning()
    run_jobs()
    stop = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")

    assert Client().post(stop.removeprefix("http://testserver")).status_code == 200
    chosen = Preference.objects.filter(user=stranger).values_list("kind", "mail")
    assert dict(chosen) == {
        Kind.CHANGE: Frequency.NEVER,
        Kind.FOUND: Frequency.NEVER,
        Kind.MATCH: Frequency.NOW,
    }


def test_one_subject_is_one_line_with_all_its_reasons(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox,
    evening, morning,
) -> None:  # fmt: skip
    lamps = company("lamps", denmark)
    anna = employee("anna@lamps.example", lamps)
    profiled(lamps)
    services.choose(anna, Kind.MATCH, mail=Frequency.DAILY)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    [star] = starring(call, [anna])
    services.promise(Kind.FOUND, call, [Recipient.of(anna, denmark, because=star)])
    mailoutbox.clear()
    morning()
    run_jobs()

    [message] = mailoutbox
    assert message.subject == "1 thing is new for you"
    assert message.body.count(call.title) == 1
    [fits] = [line for line in message.body.splitlines() if line.startswith("It fits your company")]
    [stop] = re.findall(r" Stop mails about needs that fit: http://testserver(\S+)$", fits)
    assert "You starred it. Stop just this: " in message.body
    assert Delivery.objects.filter(digest__isnull=False).count() == 2

    # One click ends what led to the line, and neither the star nor other digests.
    Client().post(stop)
    chosen = Preference.objects.filter(user=anna).values_list("kind", "mail")
    assert (list(chosen), stars.of(call).count()) == ([(Kind.MATCH, Frequency.NEVER)], 1)


def test_what_was_mailed_at_once_meanwhile_has_no_line(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox,
    evening, morning,
) -> None:  # fmt: skip
    lamps = company("lamps", denmark)
    anna, ben = (employee(f"{name}@lamps.example", lamps) for name in ("anna", "ben"))
    profiled(lamps)
    services.mute(ben, Kind.MATCH)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    services.promise(Kind.FOUND, call, [Recipient.of(one, denmark) for one in (anna, ben)])
    run_jobs()
    morning()
    run_jobs()

    told = {(one.to[0], one.subject) for one in mailoutbox if "lamps" in one.to[0]}
    assert told == {
        (anna.email, f"Fits you: {call.title}"),
        (ben.email, "1 thing is new for you"),
    }


def test_a_title_is_in_the_readers_language_or_comes_with_its_subject(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, stranger, run_jobs, mailoutbox,
    evening, morning,
) -> None:  # fmt: skip
    shared = (havneby, buyer_of_havneby, moderator_of_denmark)
    plain = published(*shared, title="Lys kun hvor nogen går", language="da")
    translated = published(*shared, title="Varme i svømmehallen", language="da")
    Text.objects.create(
        subject=translated, field="title", language="en", text="Heat in the pool", source="person"
    )
    run_jobs()
    mailoutbox.clear()
    for need in (plain, translated):
        services.promise(Kind.FOUND, need, [Recipient.of(stranger, need.portal)])
    morning()
    run_jobs()

    [message] = mailoutbox
    assert "New for you: Heat in the pool\nhttp" in message.body
    assert "New for you: Lys kun hvor nogen går\nAbout: " in message.body


def test_what_was_taken_off_or_is_not_starred_any_more_has_no_line(
    change, call, evening, morning, run_jobs, mailoutbox
) -> None:
    gone, stays = daily(readers(2))
    tell(change, starring(call, [gone, stays]))
    stars.of(call).filter(person=gone).delete()
    morning()
    run_jobs()
    assert [one.to for one in mailoutbox] == [[stays.email]]


def test_of_what_was_withdrawn_overnight_only_that_is_told(
    change, call, buyer_of_havneby, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily(readers(2))))
    tenders.withdraw(reloaded(call), "Another way.", by=buyer_of_havneby)
    run_jobs()
    mailoutbox.clear()
    morning()
    run_jobs()
    first_lines = [one.body.partition("\n")[0] for one in mailoutbox]
    assert first_lines == [f"No longer public: {call.title}"] * 2
    assert Job.objects.filter(done_at=None).count() == 0
