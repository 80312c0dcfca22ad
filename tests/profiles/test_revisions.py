"""What is public stays as it was until the moderators have read the change."""

from __future__ import annotations

import pytest
from django.core import mail

from ppi.kernel import audit, jobs
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.search.models import Entry
from profiles import products, revisions, services
from profiles.choices import Status
from profiles.models import Product, Revision
from tests.profiles.written import ABOUT, LAMP, reloaded, status_of

CHANGED = {"problem": "Gatvė tamsi, nors kažkas eina.", "trl": 8}


@pytest.fixture
def revised(lamp, seller_of_upenai) -> Product:
    """The lamp, with a change that is written and not yet sent."""
    products.edit(lamp, by=seller_of_upenai, **CHANGED)
    return lamp


@pytest.fixture
def sent(revised, seller_of_upenai) -> Submission:
    revisions.submit(revised, by=seller_of_upenai)
    return Submission.objects.moderated_by(revised.portal).waiting().get()


def said(product: Product) -> tuple:
    row = reloaded(product)
    return row.problem, row.trl, row.status, row.version


BEFORE = (LAMP["problem"], 7, Status.PUBLISHED, 1)
AFTER = (CHANGED["problem"], 8, Status.PUBLISHED, 2)


def test_a_change_waits_beside_what_is_public(revised) -> None:
    assert said(revised) == BEFORE
    written = revisions.as_written(reloaded(revised))
    assert (written.problem, written.trl, written.name) == (CHANGED["problem"], 8, LAMP["name"])
    assert (written.revision.facts, written.revision.status) == (CHANGED, Status.DRAFT)


def test_accepted_it_takes_the_place_of_what_was_public(
    revised, sent, moderator_of_denmark
) -> None:
    assert said(revised) == BEFORE
    assert str(sent.subject) == LAMP["name"]

    moderation.publish(sent, by=moderator_of_denmark)

    assert said(revised) == AFTER
    assert revisions.open_revision(revised) is None
    kept = Revision.objects.managed_by(revised.organisation).get()
    assert (kept.status, kept.facts) == (Status.PUBLISHED, CHANGED)
    assert [entry.action for entry in audit.trail(kept)] == [
        "revision.published", "revision.submitted", "revision.edited",
    ]  # fmt: skip


def test_returned_it_waits_on_the_desk_with_its_reason_and_can_be_sent_again(
    revised, sent, seller_of_upenai, moderator_of_denmark
) -> None:
    moderation.send_back(sent, "Say who measured it.", by=moderator_of_denmark)

    revision = revisions.open_revision(revised)
    assert (said(revised), revision.status) == (BEFORE, Status.RETURNED)
    assert Submission.objects.last_about(revision).reason == "Say who measured it."
    products.edit(revised, by=seller_of_upenai, evidence="Kauno miestas, 2025.")
    revisions.submit(revised, by=seller_of_upenai)
    assert revisions.open_revision(revised).facts == CHANGED | {"evidence": "Kauno miestas, 2025."}


def test_while_moderators_read_it_only_what_they_do_not_read_changes(
    revised, sent, seller_of_upenai
) -> None:
    with pytest.raises(Refused, match="It is with the moderators"):
        products.edit(revised, by=seller_of_upenai, name="Kitas")
    products.edit(revised, by=seller_of_upenai, seeking_first_buyer=False, **CHANGED)
    assert reloaded(revised).seeking_first_buyer is False

    revisions.take_back(revised, by=seller_of_upenai)

    assert not Submission.objects.moderated_by(revised.portal).waiting().exists()
    products.edit(revised, by=seller_of_upenai, name="Kitas")
    assert revisions.open_revision(revised).facts == CHANGED | {"name": "Kitas"}


def test_written_back_as_it_is_public_there_is_no_change_any_more(
    revised, seller_of_upenai
) -> None:
    products.edit(revised, by=seller_of_upenai, problem=LAMP["problem"], trl=7)

    assert revisions.open_revision(revised) is None
    with pytest.raises(Refused, match="There is no change that waits"):
        revisions.submit(revised, by=seller_of_upenai)


def test_given_up_it_is_gone(revised, sent, seller_of_upenai) -> None:
    revisions.give_up(revised, by=seller_of_upenai)

    assert revisions.open_revision(revised) is None
    assert not Submission.objects.moderated_by(revised.portal).waiting().exists()
    assert said(revised) == BEFORE


def test_neither_strangers_nor_another_portals_moderators_move_it(
    revised, sent, buyer_of_havneby, moderator_of_latvia
) -> None:
    for verb in (revisions.submit, revisions.take_back, revisions.give_up):
        with pytest.raises(Refused, match="Only owners and editors of Upės žiburys"):
            verb(revised, by=buyer_of_havneby)
    with pytest.raises(Refused, match="Only moderators of this portal"):
        moderation.publish(sent, by=moderator_of_latvia)
    assert said(revised) == BEFORE


def test_a_profiles_own_words_wait_too_and_its_choices_do_not(
    published, seller_of_upenai, moderator_of_denmark
) -> None:
    services.edit(published, by=seller_of_upenai, headline="Naujas sakinys", languages=["lt"])
    row = reloaded(published)
    assert (row.headline, row.languages, row.version) == (ABOUT["headline"], ["lt"], 2)
    revisions.submit(published, by=seller_of_upenai)

    waiting = Submission.objects.moderated_by(published.portal).waiting().get()
    moderation.publish(waiting, by=moderator_of_denmark)

    row = reloaded(published)
    assert (row.headline, row.status, row.version) == ("Naujas sakinys", Status.PUBLISHED, 3)


def test_the_index_follows_what_is_public(
    revised, sent, seller_of_upenai, moderator_of_denmark
) -> None:
    def indexed() -> list[bool]:
        jobs.run_all_due()
        row = Entry.objects.everywhere("the test looks").get(kind="product", object_id=revised.pk)
        return [text in str(vars(row)) for text in (LAMP["problem"], CHANGED["problem"])]

    assert indexed() == [True, False]
    moderation.publish(sent, by=moderator_of_denmark)
    assert indexed() == [False, True]


def test_hidden_it_is_written_into_the_row_that_moderators_read_before_it_returns(
    revised, sent, seller_of_upenai
) -> None:
    services.hide(revised.profile, by=seller_of_upenai)

    row = reloaded(revised)
    assert (row.problem, row.is_public) == (CHANGED["problem"], False)
    assert revisions.open_revision(revised) is None
    assert not Submission.objects.moderated_by(revised.portal).waiting().exists()


def test_put_back_after_a_removal_it_is_as_it_was_whatever_was_written_meanwhile(
    revised, sent, seller_of_upenai, moderator_of_denmark
) -> None:
    products.remove(reloaded(revised), "Not yours.", by=moderator_of_denmark)
    assert not Submission.objects.moderated_by(revised.portal).waiting().exists()
    products.edit(revised, by=seller_of_upenai, name="Kitas")

    products.publish(reloaded(revised), by=moderator_of_denmark)

    assert (reloaded(revised).name, said(revised)) == (LAMP["name"], BEFORE)
    assert revisions.open_revision(revised).facts == CHANGED | {"name": "Kitas"}


def test_sent_again_after_a_removal_it_is_read_with_what_was_written_meanwhile(
    revised, seller_of_upenai, moderator_of_denmark
) -> None:
    products.remove(reloaded(revised), "Not yours.", by=moderator_of_denmark)
    products.submit(revised, by=seller_of_upenai)

    assert (reloaded(revised).problem, status_of(revised)) == (
        CHANGED["problem"], Status.IN_REVIEW,
    )  # fmt: skip


def test_a_change_of_what_is_not_public_any_more_is_refused(
    revised, sent, upes_ziburys, moderator_of_denmark
) -> None:
    upes_ziburys.status = "suspended"
    upes_ziburys.save()

    with pytest.raises(Refused, match="Verify the organisation first"):
        moderation.publish(sent, by=moderator_of_denmark)
    assert said(revised) == BEFORE


def test_a_deleted_product_takes_its_change_out_of_the_queue(
    revised, sent, seller_of_upenai
) -> None:
    products.delete(revised, by=seller_of_upenai)

    assert not Submission.objects.moderated_by(sent.portal).waiting().exists()


def test_its_authors_hear_of_the_decision_and_a_bell_whose_change_is_gone_opens(
    revised, sent, seller_of_upenai, moderator_of_denmark, run_jobs, as_user
) -> None:
    run_jobs()
    moderation.send_back(sent, "Say who measured it.", by=moderator_of_denmark)
    run_jobs()
    told = mail.outbox[-1]
    assert told.to == [seller_of_upenai.email]
    assert "Say who measured it." in told.body
    assert "/companies/upes-ziburys/edit/products/zingsnis/tasks/" in told.body
    readers = [as_user(one) for one in (seller_of_upenai, moderator_of_denmark)]
    news = "/p/dk/en/notifications/news/"
    assert [LAMP["name"] in one.get(news).content.decode() for one in readers] == [True, True]

    revisions.give_up(revised, by=seller_of_upenai)

    assert [one.get(news).status_code for one in readers] == [200, 200]


# The self-test ------------------------------------------------------------------------------------


def test_nothing_is_listed_without_its_self_test(draft, seller_of_upenai) -> None:
    lamp = Product.objects.of(draft).get(name=LAMP["name"])
    answers = lamp.self_test
    products.take_self_test(lamp, {}, by=seller_of_upenai)
    with pytest.raises(Refused, match="Take the self-test first.*Žingsnis"):
        services.submit(draft, by=seller_of_upenai)

    products.take_self_test(lamp, answers | {"rights": "no"}, by=seller_of_upenai)
    with pytest.raises(Refused, match="Take the self-test first.*Žingsnis"):
        services.submit(draft, by=seller_of_upenai)

    products.take_self_test(lamp, answers | {"tried": "no"}, by=seller_of_upenai)
    services.submit(draft, by=seller_of_upenai)
    assert status_of(draft) == Status.IN_REVIEW
