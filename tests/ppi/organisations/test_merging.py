"""Two entries of one body become one, and can become two again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from ppi.matching.interests import searches
from ppi.matching.models import SavedSearch
from ppi.matching.reverse import finding
from ppi.moderation.models import Submission
from ppi.organisations import claims, imports, mandates, merging, services
from ppi.organisations.choices import Kind, RequestState, Role, Status
from ppi.organisations.models import Membership, Merge, Organisation
from ppi.search.criteria import Criteria
from ppi.search.models import Entry
from profiles import services as profiles
from profiles.contacts import show
from profiles.models import Contact, Product
from tests.conftest import member, organisation, person
from tests.ppi.organisations.acting import now, refusal, roles_in
from tests.tenders.filled import Page

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"
WHY = "Both have the address of the town hall."


@pytest.fixture
def city(denmark) -> Organisation:
    """Havneby, as a foreign notice wrote it."""
    return organisation(
        "city", "City of Havneby", denmark, country="DK", registration_number="12345674",
        website="https://havneby.example/",
    )  # fmt: skip


@pytest.fixture
def merged(city, havneby, moderator_of_denmark) -> Merge:
    return merging.merge(havneby, city, WHY, by=moderator_of_denmark)


def test_the_moderators_find_the_twin_compare_and_merge_and_undo_on_pages(
    as_user, city, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    member(person("clerk@havneby.example", "The clerk"), city)
    browser = as_user(moderator_of_denmark)
    choice = browser.get(f"{HERE}havneby/merge/?q=havneby").text
    page = browser.get(f"{HERE}havneby/merge/city/").text
    done = browser.post(f"{HERE}havneby/merge/city/", {"reason": WHY, "roles_stay": "read"})
    board = browser.get(done.url).text
    [made] = Merge.objects.managed_by(havneby)
    browser.post(f"{HERE}havneby/merges/{made.pk}/undo/")

    assert "City of Havneby" in choice
    assert "The clerk (clerk@havneby.example)" in page
    assert "The buyer of Havneby (buyer@havneby.example)" in page
    assert (done.status_code, done.url) == (302, f"{HERE}havneby/board/")
    assert WHY in board
    assert now(city).status == Status.VERIFIED
    assert roles_in(now(city)) != {} != roles_in(havneby)


def test_its_addresses_lead_to_the_one_that_is_kept_until_it_is_undone(
    as_user, merged, city, havneby, moderator_of_denmark
) -> None:
    meanwhile = as_user(None).get(f"{HERE}city/")
    merging.undo(merged, by=moderator_of_denmark)
    afterwards = as_user(None).get(f"{HERE}city/")

    assert (meanwhile.status_code, meanwhile.url) == (301, f"{HERE}havneby/")
    assert "City of Havneby" in afterwards.text


def test_what_the_kept_one_did_not_say_is_taken_over_and_given_back(
    merged, city, havneby, moderator_of_denmark
) -> None:
    facts = now(havneby).registration_number, now(havneby).website, now(havneby).name
    merging.undo(merged, by=moderator_of_denmark)

    assert facts == ("12345674", "https://havneby.example/", "Havneby Kommune")
    assert (now(havneby).registration_number, now(city).registration_number) == ("", "12345674")


def test_whoever_is_in_both_keeps_the_higher_role_and_loses_it_with_the_undoing(
    city, havneby, buyer_of_havneby, reader_of_havneby, moderator_of_denmark
) -> None:
    member(reader_of_havneby, city)
    clerk = member(person("clerk@havneby.example", "The clerk"), city, Role.EDITOR)
    made = merging.merge(havneby, city, WHY, by=moderator_of_denmark)
    together = roles_in(havneby)
    merging.undo(made, by=moderator_of_denmark)

    assert together == {
        buyer_of_havneby: Role.OWNER, reader_of_havneby: Role.OWNER, clerk: Role.EDITOR
    }  # fmt: skip
    assert roles_in(havneby) == {buyer_of_havneby: Role.OWNER, reader_of_havneby: Role.READER}
    assert roles_in(city) == {reader_of_havneby: Role.OWNER, clerk: Role.EDITOR}


def test_members_come_in_as_readers_where_the_moderators_say_so(
    city, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    clerk = member(person("clerk@havneby.example", "The clerk"), city)
    made = merging.merge(havneby, city, WHY, by=moderator_of_denmark, roles_stay=False)
    together = roles_in(havneby)
    merging.undo(made, by=moderator_of_denmark)

    assert together == {buyer_of_havneby: Role.OWNER, clerk: Role.READER}
    assert roles_in(city) == {clerk: Role.OWNER}


def test_what_happened_meanwhile_stays_when_a_merge_is_undone(
    city, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    clerk = member(person("clerk@havneby.example", "The clerk"), city)
    gone = member(person("gone@havneby.example", "Gone since"), city)
    made = merging.merge(havneby, city, WHY, by=moderator_of_denmark)
    services.leave(havneby.memberships.managed_by(havneby).get(user=gone), by=gone)
    merging.undo(made, by=moderator_of_denmark)

    assert roles_in(city) == {clerk: Role.OWNER}


def test_after_thirty_days_it_stays_as_it_is(merged, moderator_of_denmark) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        sentence = refusal(merging.undo, merged, by=moderator_of_denmark).sentence

    assert sentence == "A merge can be undone for 30 days, and they are over."


def test_it_is_not_undone_twice_nor_before_a_later_one(
    denmark, merged, havneby, moderator_of_denmark
) -> None:
    third = organisation("port", "The Port", denmark, country="DK")
    later = merging.merge(third, now(havneby), WHY, by=moderator_of_denmark)
    early = refusal(merging.undo, merged, by=moderator_of_denmark).sentence
    merging.undo(later, by=moderator_of_denmark)
    merging.undo(merged, by=moderator_of_denmark)

    assert early == "It was merged with another since. Undo that first."
    assert refusal(merging.undo, merged, by=moderator_of_denmark).sentence == (
        "This merge has been undone already."
    )


def test_it_stays_where_another_has_taken_its_number_since(
    denmark, merged, havneby, moderator_of_denmark
) -> None:
    Organisation.objects.managed_by(havneby).update(registration_number="")
    organisation("other", "Other", denmark, country="DK", registration_number="12345674")

    assert refusal(merging.undo, merged, by=moderator_of_denmark).sentence == (
        "Another organisation has taken its number, name or address. Change that first."
    )
    assert now(merged.absorbed).status == Status.MERGED


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"registration_number": "13585628"}, "They have different registration numbers or "
         "countries: two bodies."),
        ({"country": "SE"}, "They have different registration numbers or countries: two bodies."),
        ({"kind": Kind.SUPPLIER}, "A buyer, a company and an intermediary are never one entry."),
    ],
)  # fmt: skip
def test_two_bodies_are_not_merged(denmark, city, moderator_of_denmark, facts, sentence) -> None:
    other = organisation("other", "Other", denmark, **{"country": "DK"} | facts)

    assert refusal(merging.merge, city, other, WHY, by=moderator_of_denmark).sentence == sentence


def test_a_merge_needs_a_reason_two_entries_in_use_and_no_claim_that_waits(
    city, havneby, stranger, moderator_of_denmark
) -> None:
    by = {"by": moderator_of_denmark}
    refused = [
        refusal(merging.merge, havneby, city, " ", **by),
        refusal(merging.merge, havneby, havneby, WHY, **by),
    ]
    claims.claim(city, by=stranger)
    refused.append(refusal(merging.merge, havneby, city, WHY, **by))

    assert [each.sentence for each in refused] == [
        "Write why they are one body. The members of both read it.",
        "Choose two different organisations.",
        "Decide the claims to City of Havneby first.",
    ]


def test_nobody_but_the_moderators_of_both_portals_merges(
    denmark, latvia, city, havneby, buyer_of_havneby, moderator_of_denmark, moderator_of_latvia
) -> None:
    abroad = organisation("abroad", "Havneby", latvia, country="DK")

    for by, pair in (
        (buyer_of_havneby, (havneby, city)),
        (moderator_of_latvia, (havneby, city)),
        (moderator_of_denmark, (havneby, abroad)),
    ):
        assert refusal(merging.merge, *pair, WHY, by=by).sentence == (
            "Only moderators of this portal may do that."
        )


def test_members_of_both_hear_of_it_and_of_its_undoing(
    city, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    clerk = member(person("clerk@havneby.example", "The clerk"), city)
    made = merging.merge(havneby, city, WHY, by=moderator_of_denmark)
    run_jobs()
    merging.undo(made, by=moderator_of_denmark)
    run_jobs()

    for who in (clerk, buyer_of_havneby):
        assert [message.subject for message in mail.outbox if message.to == [who.email]] == [
            "Havneby Kommune and City of Havneby are one now",
            "Havneby Kommune and City of Havneby are two again",
        ]


def test_one_that_waited_leaves_the_queue_and_comes_back(
    denmark, newcomer, moderator_of_denmark, run_jobs
) -> None:
    run_jobs()
    firm = organisation("vaerft", "Vestby Vaerft A/S", denmark, country="DK", kind=Kind.SUPPLIER)
    made = merging.merge(firm, newcomer, WHY, by=moderator_of_denmark)
    run_jobs()
    waiting = Submission.objects.moderated_by(denmark).waiting()
    meanwhile = waiting.count()
    merging.undo(made, by=moderator_of_denmark)
    run_jobs()

    assert (meanwhile, waiting.get().subject) == (0, newcomer)


def test_the_next_notice_that_names_the_merged_one_is_of_the_one_that_is_kept(
    merged, denmark, havneby
) -> None:
    facts = {"country": "DK", "portal": denmark, "language": "da"}

    assert imports.from_notice(name="City of Havneby", **facts) == havneby


def test_whoever_follows_the_merged_one_hears_of_what_the_kept_one_publishes(
    facts, denmark, city, havneby, stranger, moderator_of_denmark, run_jobs
) -> None:
    profiles.keep_profile(
        havneby, headline="We buy", about="We buy", cpv=["34928500"], nuts=["DK"], languages=["en"]
    )
    follow = searches.save(
        Criteria(chosen={"buyer": ("city",)}), portal=denmark, language="en", by=stranger
    )
    merging.merge(havneby, city, WHY, by=moderator_of_denmark)
    run_jobs()
    entry = Entry.objects.everywhere("the test").get(organisation=havneby)
    shown = follow.criteria.narrow(Entry.objects.published(denmark), "en", timezone.now())

    assert list(finding.satisfied_by([entry.pk])) == [(follow.pk, entry.pk)]
    assert list(shown) == [entry]
    assert SavedSearch.objects.of_person(stranger).get() == follow


def test_products_that_nobody_had_read_do_not_go_public_with_anothers_profile(
    denmark, moderator_of_denmark
) -> None:
    shared = {"country": "DK", "kind": Kind.SUPPLIER}
    firm = organisation("firm", "Firm", denmark, **shared)
    twin = organisation("twin", "Firm A/S", denmark, **shared)
    lamp = {"name": "Lamp", "problem": "Dark", "language": "en"}
    texts = {"headline": "Light", "about": "Light", "cpv": ["34928500"], "nuts": ["DK"]}
    profiles.keep_profile(firm, languages=["en"], **texts)
    unread = profiles.keep_profile(twin, languages=["en"], products=[lamp], **texts)
    unread.status = "draft"
    unread.save()
    made = merging.merge(firm, twin, WHY, by=moderator_of_denmark)
    [moved] = Product.objects.managed_by(firm)
    merging.undo(made, by=moderator_of_denmark)
    [back] = Product.objects.managed_by(twin)

    assert (moved.status, back.status) == ("draft", "published")


def test_where_members_come_in_as_readers_so_does_whoever_was_invited_and_mandates_wait(
    city, havneby, buyer_of_havneby, jarvikunta, moderator_of_denmark
) -> None:
    """Nobody works in the kept one by an offer that its own owners have not made."""
    clerk = member(person("clerk@havneby.example", "The clerk"), city)
    offer = services.invite(city, "late@havneby.example", Role.OWNER, by=clerk)
    mandate = mandates.give(city, jarvikunta, by=clerk)
    made = merging.merge(havneby, city, WHY, by=moderator_of_denmark, roles_stay=False)
    offer.refresh_from_db()
    mandate.refresh_from_db()
    together = [(offer.organisation, offer.role), (mandate.organisation, mandate.state)]
    merging.undo(made, by=moderator_of_denmark)
    offer.refresh_from_db()
    mandate.refresh_from_db()

    assert together == [(havneby, Role.READER), (havneby, RequestState.WAITING)]
    assert [(offer.organisation, offer.role), (mandate.organisation, mandate.state)] == [
        (city, Role.OWNER), (city, RequestState.ACCEPTED)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "proposed"), [(Status.VERIFIED, "keep"), (Status.PENDING, "read")]
)
def test_the_page_proposes_that_unproven_owners_come_in_as_readers(
    as_user, city, havneby, moderator_of_denmark, status, proposed
) -> None:
    city.status = status
    city.save()
    page = Page(as_user(moderator_of_denmark).get(f"{HERE}havneby/merge/city/"))

    [chosen] = page.tree.xpath("//input[@name='roles_stay'][@checked]/@value")
    assert chosen == proposed


def test_whoever_was_invited_to_both_comes_in_by_either_mail(
    city, havneby, buyer_of_havneby, stranger, moderator_of_denmark
) -> None:
    clerk = member(person("clerk@havneby.example", "The clerk"), city)
    services.invite(havneby, stranger.email, Role.READER, by=buyer_of_havneby)
    theirs = services.invite(city, stranger.email, Role.EDITOR, by=clerk)
    merging.merge(havneby, city, WHY, by=moderator_of_denmark)
    came = services.accept_invitation(theirs.token, by=stranger)

    assert (came.organisation, roles_in(havneby)[stranger]) == (havneby, Role.EDITOR)


def test_who_agreed_to_be_shown_for_the_one_is_not_shown_for_the_other(
    city, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    clerk = person("clerk@havneby.example", "The clerk")
    member(clerk, city)
    membership = Membership.objects.managed_by(city).get(user=clerk)
    facts = {"name": "The clerk", "position": "", "email": "clerk@havneby.example", "phone": ""}
    shown = show(membership, by=clerk, agreed=True, **facts)
    own, others = profiles.profile_of(city), profiles.profile_of(havneby)

    made = merging.merge(havneby, city, WHY, by=moderator_of_denmark)
    assert list(Contact.objects.shown_with(others)) == []

    merging.undo(made, by=moderator_of_denmark)
    assert list(Contact.objects.shown_with(own)) == [shown]
