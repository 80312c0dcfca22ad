"""An address of one's own is called with each news, signed, until it takes it or is given up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from lxml import html

from ppi.kernel import jobs
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.notifications import webhooks
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.models import Call, Delivery, Webhook
from ppi.notifications.querysets import Held
from ppi.notifications.webhooks import LONGEST_OUTAGE, MOST_FAILURES, NotTaken
from tests.conftest import member, person
from tests.ppi.kernel.test_outbound import HERE, Sink, sink  # noqa: F401 - a fixture
from tests.ppi.matching.companies import company, profiled
from tests.ppi.notifications.conftest import held_by_another, starring, tell
from tests.tenders.written import published

OWN, OF = "/p/dk/en/notifications/webhook/", "/p/dk/en/notifications/webhook/of/"


@pytest.fixture(autouse=True)
def _this_machine_may_be_called(settings) -> None:
    settings.PPI_OUTBOUND_NETWORKS = [HERE]


@pytest.fixture
def webhook(stranger, sink: Sink) -> Webhook:  # noqa: F811
    return webhooks.keep(sink.url, by=stranger)


def all_webhooks():
    return Webhook.objects.everywhere("a test looks at all")


def try_again() -> None:
    """The outbox's next attempt, without its wait."""
    Job.objects.filter(done_at=None).update(due_at=timezone.now())
    jobs.run_all_due()


def test_each_news_is_called_once_with_a_signature_that_its_owner_can_check(
    change, call, stranger, webhook, sink, run_jobs  # noqa: F811
) -> None:  # fmt: skip
    tell(change, starring(call, [stranger]))
    run_jobs()
    tell(change, starring(call, []))
    run_jobs()

    [(path, headers, body)] = sink.calls
    assert path == "/hook?a=b"
    news = json.loads(body)
    assert news == {
        "type": "news.change",
        "timestamp": news["timestamp"],
        "data": {
            "title": "Light only where somebody walks",
            "language": "en",
            "url": f"http://testserver/p/dk/en/opportunities/{call.slug}/",
            "reasons": ["You starred it."],
        },
    }
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(webhook.secret.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    row = Delivery.objects.get(channel=Channel.WEBHOOK)
    assert (row.user, row.sent_at is None) == (stranger, False)


def test_who_has_no_webhook_has_no_row_for_one(change, call, stranger, learner_of_metsalinn,
    webhook,
) -> None:  # fmt: skip
    tell(change, starring(call, [stranger, learner_of_metsalinn]))
    rows = Delivery.objects.filter(channel=Channel.WEBHOOK)
    assert list(rows.values_list("user", "webhook")) == [(stranger.pk, webhook.pk)]


def test_the_webhook_of_a_company_is_called_with_what_fits_it(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, sink  # noqa: F811
) -> None:  # fmt: skip
    lamps = company("lamps", denmark)
    owner = member(person("owner@lamps.example", "Owner"), lamps)
    profiled(lamps)
    webhooks.keep(sink.url, by=owner, organisation=lamps)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()

    [(_path, _headers, body)] = sink.calls
    assert json.loads(body)["data"]["title"] == call.title
    row = Delivery.objects.get(channel=Channel.WEBHOOK)
    assert (row.user, row.webhook.organisation, row.kind) == (None, lamps, Kind.MATCH)


def test_what_fails_is_tried_again_and_comes_once(
    change, call, stranger, webhook, sink, run_jobs  # noqa: F811
) -> None:  # fmt: skip
    sink.status = 503
    tell(change, starring(call, [stranger]))
    with pytest.raises(NotTaken, match="HTTP 503"):
        run_jobs()
    sink.status = 200
    try_again()

    outcomes = Call.objects.order_by("pk").values_list("status", "failure")
    assert list(outcomes) == [(503, "HTTP 503"), (200, "")]
    assert len({headers["webhook-id"] for _path, headers, _body in sink.calls}) == 1
    assert all_webhooks().get().failures_in_a_row == 0
    assert Job.objects.filter(done_at=None).count() == 0


def attempt() -> None:
    with pytest.raises(NotTaken):
        try_again()


def failing_since(ago: timedelta) -> None:
    all_webhooks().update(failing_since=timezone.now() - ago)


def test_an_outage_of_some_minutes_loses_nothing_and_switches_nothing_off(
    call, stranger, webhook, sink, run_jobs, mailoutbox  # noqa: F811
) -> None:  # fmt: skip
    """However much news comes in them."""
    Delivery.objects.all().delete()
    sink.status = 503
    deliveries = [to_webhook(webhook, call, number) for number in range(MOST_FAILURES + 2)]
    for delivery in deliveries:
        with pytest.raises(NotTaken):
            webhooks.send([delivery.pk])

    kept = all_webhooks().get()
    assert (kept.off_at, kept.failures_in_a_row) == (None, MOST_FAILURES + 2)
    failing_since(timedelta(minutes=5))
    sink.status = 200
    assert webhooks.send([delivery.pk for delivery in deliveries]) == MOST_FAILURES + 2
    kept = all_webhooks().get()
    assert (kept.off_at, kept.failures_in_a_row, kept.failing_since) == (None, 0, None)
    assert Delivery.objects.filter(channel=Channel.WEBHOOK, sent_at=None).count() == 0
    assert mailoutbox == []


def to_webhook(webhook: Webhook, call, cause: int) -> Delivery:
    """News of a call that its owner searched for; which search it was makes no difference here."""
    of_call = ContentType.objects.get_for_model(call).pk
    now = timezone.now()
    return Delivery.objects.create(
        kind=Kind.CHANGE, channel=Channel.WEBHOOK, webhook=webhook, portal=call.portal,
        content_type_id=of_call, object_id=-cause, subject_type_id=of_call, subject_id=call.pk,
        language="en", promised_at=now, due_at=now, queued_at=now,
    )  # fmt: skip


def test_what_fails_for_hours_is_switched_off_and_is_called_once_its_address_is_saved_again(
    change, call, stranger, webhook, sink, run_jobs, mailoutbox, as_user  # noqa: F811
) -> None:  # fmt: skip
    sink.status = 500
    tell(change, starring(call, [stranger]))
    for _attempt in range(MOST_FAILURES):
        attempt()
    assert all_webhooks().get().off_at is None
    failing_since(LONGEST_OUTAGE)
    attempt()
    try_again()

    assert len(sink.calls) == MOST_FAILURES + 1
    assert all_webhooks().get().off_at is not None
    assert Job.objects.filter(done_at=None).count() == 0
    subjects = [one.subject for one in mailoutbox if one.to == [stranger.email]]
    assert subjects.count("Your webhook is switched off") == 1
    page = as_user(stranger).get(OWN).content.decode()
    assert ("It is switched off" in page, page.count("HTTP 500")) == (True, MOST_FAILURES + 1)

    sink.status = 200
    as_user(stranger).post(OWN, {"url": sink.url})
    kept = all_webhooks().get()
    assert (kept.off_at, kept.failures_in_a_row, kept.failing_since) == (None, 0, None)
    assert kept.secret == webhook.secret
    run_jobs()
    assert len({headers["webhook-id"] for _path, headers, _body in sink.calls}) == 1
    assert Call.objects.order_by("-pk").first().status == 200
    assert Delivery.objects.filter(channel=Channel.WEBHOOK, sent_at=None).count() == 0


def test_one_failure_long_ago_and_one_today_are_no_reason_to_switch_it_off(
    change, call, stranger, webhook, sink  # noqa: F811
) -> None:  # fmt: skip
    all_webhooks().update(failures_in_a_row=1)
    failing_since(timedelta(days=200))
    sink.status = 503
    tell(change, starring(call, [stranger]))
    attempt()
    assert all_webhooks().get().off_at is None


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_calls_just_now_is_not_done_yet(
    change, call, stranger, webhook, sink  # noqa: F811
) -> None:  # fmt: skip
    """That one may still fail: then this job tries again."""
    tell(change, starring(call, [stranger]))
    row = Delivery.objects.get(channel=Channel.WEBHOOK)
    with held_by_another(row), pytest.raises(Held):
        webhooks.send([row.pk])
    assert sink.calls == []
    assert (webhooks.send([row.pk]), len(sink.calls)) == (1, 1)


def test_an_address_of_the_inside_is_refused_at_its_field(
    denmark, stranger, settings, as_user
) -> None:
    settings.PPI_OUTBOUND_NETWORKS = []
    page = as_user(stranger).post(OWN, {"url": "https://169.254.169.254/latest/"})
    [error] = html.fromstring(page.content).xpath("//*[@id='id_url_error']")
    assert "cannot be called" in error.text_content()
    with pytest.raises(Refused):
        webhooks.keep("https://127.0.0.1/", by=stranger)
    assert all_webhooks().count() == 0


def test_what_leads_inside_by_now_is_not_called(
    change, call, stranger, webhook, sink, settings, run_jobs  # noqa: F811
) -> None:  # fmt: skip
    settings.PPI_OUTBOUND_NETWORKS = []
    tell(change, starring(call, [stranger]))
    with pytest.raises(NotTaken, match="public internet"):
        run_jobs()
    assert sink.calls == []


def test_owners_keep_and_remove_the_webhook_of_their_organisation_and_nobody_else_sees_it(
    havneby, buyer_of_havneby, reader_of_havneby, moderator_of_denmark, sink, as_user  # noqa: F811
) -> None:  # fmt: skip
    page = f"{OF}{havneby.slug}/"
    as_user(buyer_of_havneby).post(page, {"url": sink.url})
    kept = all_webhooks().get()
    assert (kept.organisation, kept.user) == (havneby, None)
    assert kept.secret in as_user(buyer_of_havneby).get(page).content.decode()

    for other in (reader_of_havneby, moderator_of_denmark):
        browser = as_user(other)
        answers = [browser.get(page), browser.post(page, {"url": sink.url}),
                   browser.post(f"{page}remove/")]  # fmt: skip
        assert [answer.status_code for answer in answers] == [404] * 3
    as_user(buyer_of_havneby).post(f"{page}remove/")
    assert all_webhooks().count() == 0
