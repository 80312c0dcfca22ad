"""A case from the draft to the public page, and back with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from cases import events, services
from cases.choices import Status
from cases.models import Case
from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.moderation.registry import moderatable
from tenders.services import start as start_need
from tests.cases.kept import NUMBERS, STORY, TITLE, kept, reloaded, status_of, waiting


def announced(event) -> list[dict]:
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver", arguments__event=event.name)
    return [job.arguments["ids"] for job in jobs.order_by("pk")]


def test_a_draft_holds_its_texts_in_the_language_they_were_written_in(draft) -> None:
    case = reloaded(draft)

    assert (case.title_da, case.title_en, case.story_da) == (TITLE, None, STORY["story"])
    assert (case.country, case.nuts, case.status) == ("DK", ["DK050"], Status.DRAFT)
    with translation.override("lv"):
        assert (case.title, case.language_shown) == (TITLE, "da")


def test_texts_move_when_the_author_corrects_the_language(draft, buyer_of_havneby) -> None:
    services.edit(draft, by=buyer_of_havneby, language="sv", title="Vi vägde hinken")

    case = reloaded(draft)
    assert (case.language, case.title_sv, case.title_da) == ("sv", "Vi vägde hinken", None)
    assert (case.story_sv, case.story_da) == (STORY["story"], None)


def test_an_edit_in_another_interface_language_touches_only_the_original(
    draft, buyer_of_havneby
) -> None:
    with translation.override("en"):
        services.edit(draft, by=buyer_of_havneby, title="Vi vejede to spande")

    case = reloaded(draft)
    assert (case.title_da, case.title_en) == ("Vi vejede to spande", None)


def test_a_sent_case_waits_for_the_moderators_of_its_portal(sent, denmark, latvia) -> None:
    assert sent.status == Status.IN_REVIEW
    assert waiting(denmark).subject == sent
    assert not Submission.objects.all().moderated_by(latvia).exists()


def test_a_case_that_lacks_something_is_not_sent(havneby, buyer_of_havneby) -> None:
    bare = services.start(havneby, by=buyer_of_havneby, language="da", title="Kun en titel")

    with pytest.raises(Refused, match="Still missing: summary, story, figure"):
        services.submit(bare, by=buyer_of_havneby)

    assert status_of(bare) == Status.DRAFT


def test_a_returned_case_is_changed_sent_again_and_published(
    sent, denmark, buyer_of_havneby, moderator_of_denmark
) -> None:
    moderation.send_back(waiting(denmark), "Which school year?", by=moderator_of_denmark)
    assert status_of(sent) == Status.RETURNED
    assert Submission.objects.all().last_about(sent).reason == "Which school year?"

    services.edit(sent, by=buyer_of_havneby, after_note="efter skoleåret 2025/26")
    services.submit(sent, by=buyer_of_havneby)
    moderation.publish(waiting(denmark), by=moderator_of_denmark)

    case = reloaded(sent)
    assert (case.status, case.after_note_da) == (Status.PUBLISHED, "efter skoleåret 2025/26")
    assert case.published_at is not None
    assert announced(events.published) == [{"case_id": case.pk}]
    assert [entry.action for entry in audit.trail(case)] == [
        "case.published",
        "case.submitted",
        "case.edited",
        "case.returned",
        "case.submitted",
        "case.started",
    ]


def test_a_slug_that_another_portal_holds_is_not_taken_over(
    case, latvia, moderator_of_latvia
) -> None:
    with pytest.raises(Refused, match="moderators of this portal"):
        kept(case.slug, latvia, moderator_of_latvia, title_da="Taget")

    assert (reloaded(case).title_da, reloaded(case).portal) == (TITLE, case.portal)


def test_the_author_takes_a_case_back_before_anybody_decided(
    sent, denmark, buyer_of_havneby
) -> None:
    services.take_back(sent, by=buyer_of_havneby)

    assert status_of(sent) == Status.DRAFT
    assert not Submission.objects.all().moderated_by(denmark).waiting().exists()


def test_what_waits_or_is_public_is_not_changed(
    sent, denmark, buyer_of_havneby, moderator_of_denmark
) -> None:
    with pytest.raises(Refused, match="with the moderators"):
        services.edit(sent, by=buyer_of_havneby, title="Skjult ændring")
    moderation.publish(waiting(denmark), by=moderator_of_denmark)
    with pytest.raises(Refused, match="published"):
        services.edit(sent, by=buyer_of_havneby, title="Skjult ændring")
    with pytest.raises(Refused, match="published"):
        services.submit(sent, by=buyer_of_havneby)
    with pytest.raises(Refused, match="cannot become"):
        services.take_back(sent, by=buyer_of_havneby)

    assert reloaded(sent).title_da == TITLE


def test_only_writers_of_the_organisation_tell_and_only_its_portals_moderators_decide(
    draft, havneby, reader_of_havneby, buyer_of_jarvikunta, moderator_of_latvia, buyer_of_havneby
) -> None:
    for who in (reader_of_havneby, buyer_of_jarvikunta, moderator_of_latvia):
        with pytest.raises(Refused, match="Only owners and editors"):
            services.start(havneby, by=who, language="da", title="Fremmed")
        with pytest.raises(Refused, match="Only owners and editors"):
            services.edit(draft, by=who, title="Fremmed")
        with pytest.raises(Refused, match="Only owners and editors"):
            services.submit(draft, by=who)
    services.submit(draft, by=buyer_of_havneby)
    for who in (buyer_of_havneby, moderator_of_latvia):
        with pytest.raises(Refused, match="moderators of this portal"):
            services.publish(draft, by=who)
        with pytest.raises(Refused, match="moderators of this portal"):
            services.send_back(draft, "No", by=who)
        with pytest.raises(Refused, match="moderators of this portal"):
            services.remove(draft, "No", by=who)

    assert status_of(draft) == Status.IN_REVIEW
    assert Case.objects.everywhere("all").count() == 1


def test_a_draft_nobody_sent_is_not_published(draft, moderator_of_denmark) -> None:
    with pytest.raises(Refused, match="cannot become"):
        services.publish(draft, by=moderator_of_denmark)

    assert status_of(draft) == Status.DRAFT


def test_a_removed_case_is_gone_its_reason_kept_and_it_may_return(
    case, moderator_of_denmark
) -> None:
    services.remove(case, "Wrong figures", by=moderator_of_denmark)

    assert status_of(case) == Status.REMOVED
    assert audit.trail(case)[0].detail == {"reason": "Wrong figures"}
    assert announced(events.withdrawn) == [{"case_id": case.pk}]
    assert services.publish(case, by=moderator_of_denmark).published_at == case.published_at


def test_editors_keep_a_case_without_doubles_and_publish_it_once(
    denmark, moderator_of_denmark
) -> None:
    first = kept("havneby-madspild", denmark, moderator_of_denmark)
    services.publish(first, by=moderator_of_denmark)
    again = kept("havneby-madspild", denmark, moderator_of_denmark, title_en="We weighed the bin")
    services.publish(again, by=moderator_of_denmark)

    case = reloaded(first)
    assert (again.pk, case.title_en, case.title_da) == (first.pk, "We weighed the bin", TITLE)
    assert (case.status, case.created_by) == (Status.PUBLISHED, moderator_of_denmark)
    assert announced(events.published) == [{"case_id": case.pk}]
    assert announced(events.changed) == [{"case_id": case.pk}]


def test_documents_on_request_are_named(denmark, moderator_of_denmark) -> None:
    with pytest.raises(ValidationError):
        kept("x", denmark, moderator_of_denmark, documents_on_request=[{"note": "nameless"}])
    with pytest.raises(ValidationError):
        kept("x", denmark, moderator_of_denmark, documents_on_request="a text")

    assert not Case.objects.everywhere("all").exists()


@pytest.mark.parametrize(
    "facts", [{"price": "-1"}, {"first_year": 2028, "last_year": 2025}, {"published_at": None}]
)
def test_the_database_refuses_what_cannot_be(case, facts) -> None:
    for name, value in facts.items():
        setattr(case, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        case.save()


def test_moderation_tells_the_author_or_else_the_writers(
    case, buyer_of_havneby, reader_of_havneby, moderator_of_denmark
) -> None:
    entry = moderatable.of(Case)
    assert entry.authors(entry.get(case.pk)) == [buyer_of_havneby]

    Case.objects.everywhere("the author's account is gone").update(created_by=None)
    assert entry.authors(entry.get(case.pk)) == [buyer_of_havneby]

    Case.objects.everywhere("an editors' own case").update(organisation=None)
    assert entry.authors(entry.get(case.pk)) == []


def test_doors_show_each_portal_and_organisation_its_own(
    case, draft, elsewhere, denmark, latvia, havneby, jarvikunta
) -> None:
    def slugs(rows) -> set[str]:
        return {row.slug for row in rows}

    rows = Case.objects
    assert slugs(rows.all().published(denmark)) == {case.slug}
    assert slugs(rows.all().published(latvia)) == {case.slug, "tikai-mums"}
    assert slugs(rows.all().managed_by(havneby)) == {case.slug}
    assert slugs(rows.all().managed_by(jarvikunta)) == set()
    assert slugs(rows.all().moderated_by(latvia)) == {"tikai-mums"}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [(2025, 2028, "2025–2028"), (2025, 2025, "2025"), (None, 2024, "2024"), (None, None, "")],
)
def test_years_are_written_as_a_person_would(first, last, shown) -> None:
    assert Case(first_year=first, last_year=last, language="da").years == shown


def test_the_numbers_are_those_that_were_given(draft) -> None:
    case = reloaded(draft)

    assert {name: getattr(case, name) for name in NUMBERS} == NUMBERS | {"price": case.price}
    assert str(case.price) == NUMBERS["price"]


def test_a_case_states_its_price_in_the_currency_of_its_country_as_a_need_does(
    havneby, buyer_of_havneby
) -> None:
    case = services.start(havneby, by=buyer_of_havneby, language="da", title="Kun en titel")
    need = start_need(havneby, by=buyer_of_havneby, language="da", title="Lamper")

    assert (case.currency, need.currency) == ("DKK", "DKK")
