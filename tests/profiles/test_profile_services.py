"""What happens to a profile and its products, and who may do it."""

from __future__ import annotations

import pytest

from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.moderation.models import Report, Submission
from ppi.organisations.choices import Status as OrganisationStatus
from profiles import products, services
from profiles.choices import Status
from profiles.models import Product, Profile
from tests.profiles.written import ABOUT, LAMP, added, placed, reloaded, status_of


def announced() -> list[tuple[str, dict]]:
    rows = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    told = [(row.arguments["event"], row.arguments["ids"]) for row in rows]
    return [(event, ids) for event, ids in told if event.startswith("profiles.")]


def test_the_first_change_makes_the_profile_in_the_organisations_portal(
    facts, upes_ziburys, seller_of_upenai, denmark
) -> None:
    profile = services.edit(services.profile_of(upes_ziburys), by=seller_of_upenai, **ABOUT)

    again = services.profile_of(upes_ziburys)
    assert again.pk == profile.pk
    assert (again.portal, again.status) == (denmark, Status.DRAFT)
    assert again.divisions == ["34"]
    assert again.areas == ["DK", "DK0", "DK05", "LT"]
    assert [entry.action for entry in audit.trail(again)] == ["profile.edited"]
    assert announced() == []


def test_two_first_changes_make_one_profile(facts, upes_ziburys, seller_of_upenai) -> None:
    one, other = services.profile_of(upes_ziburys), services.profile_of(upes_ziburys)

    services.edit(one, by=seller_of_upenai, **ABOUT)
    services.edit(other, by=seller_of_upenai, headline="Later")

    rows = Profile.objects.managed_by(upes_ziburys)
    assert [(row.headline, row.about) for row in rows] == [("Later", ABOUT["about"])]


def test_a_stranger_and_a_buyer_cannot_write_it(draft, stranger, buyer_of_havneby) -> None:
    for who in (stranger, buyer_of_havneby):
        with pytest.raises(Refused, match="Only owners and editors of Upės žiburys"):
            services.edit(draft, by=who, headline="Mine now")
    assert reloaded(draft).headline == ABOUT["headline"]


def test_an_incomplete_profile_is_not_sent_and_says_what_is_missing(
    upes_ziburys, seller_of_upenai
) -> None:
    profile = services.edit(
        services.profile_of(upes_ziburys), by=seller_of_upenai, headline="Light", nuts=["LT"]
    )

    with pytest.raises(Refused) as refused:
        services.submit(profile, by=seller_of_upenai)

    assert refused.value.sentence == "Still missing: about you, subjects, languages you work in."
    assert status_of(profile) == Status.DRAFT


def test_a_moderator_publishes_it_once_and_announces_it(
    draft, seller_of_upenai, moderator_of_denmark
) -> None:
    services.submit(draft, by=seller_of_upenai)
    submission = Submission.objects.moderated_by(draft.portal).waiting().get()

    moderation.publish(submission, by=moderator_of_denmark)

    row = reloaded(draft)
    assert (row.status, row.published_at is not None) == (Status.PUBLISHED, True)
    assert announced() == [("profiles.published", {"profile_id": draft.pk})]


def test_the_moderator_of_another_portal_cannot_publish_it(
    draft, seller_of_upenai, moderator_of_latvia
) -> None:
    services.submit(draft, by=seller_of_upenai)

    with pytest.raises(Refused, match="Only moderators of this portal"):
        services.publish(reloaded(draft), by=moderator_of_latvia)
    assert status_of(draft) == Status.IN_REVIEW


def test_a_profile_waits_until_its_organisation_is_verified(
    draft, upes_ziburys, seller_of_upenai, moderator_of_denmark
) -> None:
    upes_ziburys.status = OrganisationStatus.PENDING
    upes_ziburys.save()
    services.submit(draft, by=seller_of_upenai)

    with pytest.raises(Refused, match="Verify the organisation first"):
        services.publish(reloaded(draft), by=moderator_of_denmark)


def test_while_the_moderators_read_it_nothing_of_it_changes(draft, seller_of_upenai) -> None:
    services.submit(draft, by=seller_of_upenai)

    for change in (
        lambda: services.edit(draft, by=seller_of_upenai, headline="Something else"),
        lambda: products.add(draft, by=seller_of_upenai, **LAMP),
        lambda: products.delete(Product.objects.of(draft).first(), by=seller_of_upenai),
    ):
        with pytest.raises(Refused, match="It is with the moderators"):
            change()
    assert reloaded(draft).headline == ABOUT["headline"]
    assert Product.objects.of(draft).count() == 2


def test_taken_back_it_leaves_the_queue_and_can_be_changed(draft, seller_of_upenai) -> None:
    services.submit(draft, by=seller_of_upenai)

    services.take_back(draft, by=seller_of_upenai)

    assert status_of(draft) == Status.DRAFT
    assert not Submission.objects.moderated_by(draft.portal).waiting().exists()


def test_a_return_carries_its_reason_and_can_be_sent_again(
    draft, seller_of_upenai, moderator_of_denmark
) -> None:
    services.submit(draft, by=seller_of_upenai)
    submission = Submission.objects.moderated_by(draft.portal).waiting().get()
    moderation.send_back(submission, "Say where it is in use.", by=moderator_of_denmark)
    assert status_of(draft) == Status.RETURNED
    assert Submission.objects.last_about(draft).reason == "Say where it is in use."

    services.submit(draft, by=seller_of_upenai)

    assert status_of(draft) == Status.IN_REVIEW


def test_what_is_chosen_from_lists_shows_at_once_and_is_audited(
    published, seller_of_upenai
) -> None:
    services.edit(published, by=seller_of_upenai, cpv=["34000000"], size="medium")

    row = reloaded(published)
    assert (row.status, row.cpv, row.divisions, row.size, row.version) == (
        Status.PUBLISHED, ["34000000"], ["34"], "medium", 2,
    )  # fmt: skip
    latest = audit.trail(row).first()
    assert (latest.action, latest.actor) == ("profile.edited", seller_of_upenai)
    assert announced()[-1] == ("profiles.changed", {"profile_id": published.pk})


def test_hidden_it_is_withdrawn_and_needs_the_moderators_to_come_back(
    published, seller_of_upenai, moderator_of_denmark
) -> None:
    services.hide(published, by=seller_of_upenai)

    assert status_of(published) == Status.DRAFT
    assert announced()[-1] == ("profiles.withdrawn", {"profile_id": published.pk})
    with pytest.raises(Refused, match="cannot become «published»"):
        services.publish(reloaded(published), by=moderator_of_denmark).save()


def test_what_a_moderator_removed_can_be_put_right_and_sent_again(
    published, seller_of_upenai, moderator_of_denmark
) -> None:
    services.remove(published, "The claims are not true.", by=moderator_of_denmark)
    assert status_of(published) == Status.REMOVED

    services.edit(published, by=seller_of_upenai, proof="Vienas miestas.")
    services.submit(published, by=seller_of_upenai)

    assert status_of(published) == Status.IN_REVIEW


def test_a_product_on_a_public_profile_is_read_for_itself(
    published, seller_of_upenai, moderator_of_denmark
) -> None:
    product = added(published, by=seller_of_upenai, **(LAMP | {"name": "Antras"}))
    assert (product.status, product.is_public, product.slug) == (Status.DRAFT, False, "antras")

    products.submit(product, by=seller_of_upenai)
    submission = Submission.objects.moderated_by(published.portal).waiting().get()
    moderation.publish(submission, by=moderator_of_denmark)

    assert reloaded(product).is_public
    assert [entry.action for entry in audit.trail(product)] == [
        "product.published", "product.submitted", "product.self_tested", "product.added",
    ]  # fmt: skip
    assert announced()[-1] == ("profiles.changed", {"profile_id": published.pk})


def test_two_products_of_one_name_get_two_addresses(published, seller_of_upenai) -> None:
    names = [products.add(published, by=seller_of_upenai, **LAMP).slug for _ in range(2)]

    assert names == ["zingsnis-2", "zingsnis-3"]


def test_a_product_can_be_kept_to_ourselves_and_is_read_again_before_it_shows(
    lamp, seller_of_upenai, moderator_of_denmark
) -> None:
    hidden = products.edit(lamp, by=seller_of_upenai, is_draft=True)
    assert (hidden.status, hidden.is_public) == (Status.DRAFT, False)

    shown = products.edit(lamp, by=seller_of_upenai, is_draft=False)
    assert (shown.status, shown.is_public) == (Status.DRAFT, False)
    products.submit(lamp, by=seller_of_upenai)
    products.publish(reloaded(lamp), by=moderator_of_denmark)
    assert reloaded(lamp).is_public


def test_a_product_that_a_moderator_removed_comes_back_only_through_moderators(
    lamp, seller_of_upenai, moderator_of_denmark
) -> None:
    products.remove(lamp, "Not yours to sell.", by=moderator_of_denmark)

    edited = products.edit(lamp, by=seller_of_upenai, is_draft=False, problem="Mine.")
    assert edited.status == Status.REMOVED

    products.submit(lamp, by=seller_of_upenai)
    submission = Submission.objects.moderated_by(lamp.portal).about(lamp).waiting().get()
    moderation.publish(submission, by=moderator_of_denmark)
    assert status_of(lamp) == Status.PUBLISHED


def test_a_deleted_product_is_announced_by_its_id(lamp, seller_of_upenai) -> None:
    products.delete(lamp, by=seller_of_upenai)

    assert ("profiles.product_deleted", {"product_id": lamp.pk}) in announced()
    assert not Product.objects.of(lamp.profile).filter(pk=lamp.pk).exists()


def test_a_profile_shows_at_most_fifty_products(published, seller_of_upenai) -> None:
    blank = {"profile": published, "language": "lt", "problem": "…"}
    Product.objects.bulk_create(
        Product(**blank, name=str(number), slug=f"p{number}") for number in range(48)
    )

    with pytest.raises(Refused, match="at most 50 products"):
        products.add(published, by=seller_of_upenai, **LAMP)


def test_loading_a_profile_twice_changes_and_announces_nothing(upes_ziburys, denmark) -> None:
    first = placed(upes_ziburys, denmark, headline="Light", cpv=["34928500"], products=[LAMP])
    told = announced()

    second = placed(upes_ziburys, denmark, headline="Light", cpv=["34928500"], products=[LAMP])

    assert first.pk == second.pk
    assert second.is_public
    assert told == [("profiles.published", {"profile_id": first.pk})]
    assert announced() == told
    assert Product.objects.of(first).count() == 1


def test_loading_does_not_bring_back_what_a_moderator_removed(
    upes_ziburys, denmark, moderator_of_denmark
) -> None:
    profile = placed(upes_ziburys, denmark, headline="Light")
    services.remove(profile, "Not true.", by=moderator_of_denmark)

    placed(upes_ziburys, denmark, headline="Light, again")

    assert status_of(profile) == Status.REMOVED


# Put back by the moderators ----------------------------------------------------------------------


@pytest.fixture
def removal(published, moderator_of_denmark) -> Report:
    facts = {"kind": "wrong", "text": "They make no lamps."}
    report = moderation.report(published, published.portal, **facts)
    moderation.settle(report, remove=True, reason="Wrong.", by=moderator_of_denmark)
    return report


def test_what_moderators_removed_they_put_back_as_it_was(
    published, removal, moderator_of_denmark
) -> None:
    moderation.put_back(removal, "They do make lamps.", by=moderator_of_denmark)

    back = reloaded(published)
    assert (back.status, back.published_at) == (Status.PUBLISHED, published.published_at)


def test_what_is_sent_again_meanwhile_is_decided_in_the_queue(
    published, removal, seller_of_upenai, moderator_of_denmark
) -> None:
    services.submit(reloaded(published), by=seller_of_upenai)

    with pytest.raises(Refused, match="It is not removed any more."):
        moderation.put_back(removal, "They do make lamps.", by=moderator_of_denmark)
    assert status_of(published) == Status.IN_REVIEW
