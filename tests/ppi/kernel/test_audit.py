"""Who did what to which object, in the order in which it happened."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from ppi.kernel import audit
from ppi.kernel.models import AuditEntry


def told(subject) -> list[tuple]:
    rows = audit.trail(subject)
    return [(entry.action, entry.actor_id, entry.portal_id, entry.detail) for entry in rows]


def test_an_entry_names_the_actor_the_object_and_its_portal(havneby, buyer_of_havneby) -> None:
    entry = audit.record("organisation.changed", havneby, by=buyer_of_havneby, fields=["name"])

    assert (entry.subject_type, entry.subject_id) == ("organisations.organisation", havneby.pk)
    assert told(havneby) == [
        (
            "organisation.changed",
            buyer_of_havneby.pk,
            havneby.portal_id,
            {"fields": ["name"]},
        )
    ]


def test_the_system_itself_and_a_visitor_have_no_account(havneby) -> None:
    audit.record("organisation.imported", havneby)
    audit.record("organisation.reported", havneby, by=AnonymousUser())

    assert [actor for _action, actor, _portal, _detail in told(havneby)] == [None, None]


def test_a_trail_shows_one_objects_entries_newest_first(havneby, jarvikunta, denmark) -> None:
    assert havneby.pk != jarvikunta.pk
    audit.record("one", havneby)
    audit.record("of another", jarvikunta)
    audit.record("of another kind", denmark)
    audit.record("two", havneby)

    assert [action for action, *_rest in told(havneby)] == ["two", "one"]


def test_what_has_no_portal_is_noted_without_one(denmark) -> None:
    audit.record("portal.opened", denmark)

    assert told(denmark) == [("portal.opened", None, None, {})]


def test_an_entry_goes_with_the_transaction_it_tells_of(havneby) -> None:
    with transaction.atomic():
        audit.record("never happened", havneby)
        transaction.set_rollback(True)

    assert told(havneby) == []


def test_the_trail_outlives_the_account(havneby, buyer_of_havneby) -> None:
    audit.record("organisation.changed", havneby, by=buyer_of_havneby)

    buyer_of_havneby.delete()

    assert AuditEntry.objects.filter(action="organisation.changed").count() == 1
