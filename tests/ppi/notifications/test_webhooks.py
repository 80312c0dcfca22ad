"""An address of one's own is called with each news, signed, until it takes it or is given up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from django.utils import timezone
from lxml import html

from ppi.kernel import jobs
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.notifications import webhooks
from ppi.notifications.choices import Channel, Kind
from ppi.notifications.models import Call, Delivery, Webhook
from ppi.notifications.webhooks import MOST_FAILURES, NotTaken
from tests.conftest import member, person
from tests.ppi.kernel.test_outbound import HERE, Sink, sink  # noqa: F401 - a fixture
from tests.ppi.matching.companies import company, profiled
from tests.ppi.notifications.conftest import starring, tell
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


def test_what_fails_ten_times_is_switched_off_and_its_owner_hears_of_it(
    change, call, stranger, webhook, sink, run_jobs, mailoutbox, as_user  # noqa: F811
) -> None:  # fmt: skip
    sink.status = 500
    tell(change, starring(call, [stranger]))
    for _attempt in range(MOST_FAILURES):
        with pytest.raises(NotTaken):
            try_again()
    try_again()

    assert len(sink.calls) == MOST_FAILURES
    assert all_webhooks().get().off_at is not None
    assert Job.objects.filter(done_at=None).count() == 0
    subjects = [one.subject for one in mailoutbox if one.to == [stranger.email]]
    assert "Your webhook is switched off" in subjects
    page = as_user(stranger).get(OWN).content.decode()
    assert ("It is switched off" in page, page.count("HTTP 500")) == (True, MOST_FAILURES)

    as_user(stranger).post(OWN, {"url": sink.url})
    kept = all_webhooks().get()
    assert (kept.off_at, kept.failures_in_a_row, kept.secret) == (None, 0, webhook.secret)


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
