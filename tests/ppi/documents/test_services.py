"""Files are kept for those who may, within limits, version by version."""

from __future__ import annotations

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db import connection

from cases import services as cases
from ppi.documents import services
from ppi.documents.models import Document, Scan
from ppi.documents.registry import holders
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import Role
from ppi.portals.models import Portal
from tenders import services as tenders
from tenders.models import Opportunity
from tests.cases.kept import kept
from tests.conftest import member, person
from tests.ppi.documents import made
from tests.tenders.written import draft as written

MEGABYTE = 1024 * 1024


def current(subject) -> list[tuple[str, int]]:
    return [(each.name, each.number) for each in Document.objects.of(subject)]


def rows() -> int:
    return Document.objects.everywhere("the test counts all").count()


# Attach ----------------------------------------------------------------------------------------


def test_a_file_is_kept_with_what_is_known_of_it(draft, attach, buyer_of_havneby) -> None:
    document = attach("../Plan <1>.pdf")

    document.refresh_from_db()
    facts = {
        name: getattr(document, name)
        for name in ("name", "number", "media_type", "bytes", "scan", "removed_at", "replaced_at")
    }
    assert facts == {
        "name": "Plan _1_.pdf",
        "number": 1,
        "media_type": "application/pdf",
        "bytes": len(made.PDF),
        "scan": Scan.SKIPPED,
        "removed_at": None,
        "replaced_at": None,
    }
    assert (document.subject, document.uploaded_by) == (draft, buyer_of_havneby)
    assert str(document) == document.name
    assert len(document.sha256) == 64
    assert "Plan" not in document.file.name
    assert document.file.read() == made.PDF
    assert [entry.action for entry in audit.trail(document)] == ["document.attached"]


@pytest.fixture
def people(buyer_of_havneby, reader_of_havneby, stranger, moderator_of_denmark):
    return {
        "visitor": AnonymousUser(),
        "stranger": stranger,
        "reader": reader_of_havneby,
        "moderator": moderator_of_denmark,
        "buyer": buyer_of_havneby,
    }


@pytest.mark.parametrize("who", ["visitor", "stranger", "reader", "moderator"])
def test_who_may_not_change_the_draft_neither_adds_nor_removes(people, draft, attach, who) -> None:
    present = attach("present.pdf")

    with pytest.raises(Refused):
        attach("another.pdf", by=people[who])
    with pytest.raises(Refused):
        services.remove(present, by=people[who])

    assert current(draft) == [("present.pdf", 1)]
    assert rows() == 1


def test_nobody_changes_the_files_of_what_is_out_of_their_hands(
    draft, attach, buyer_of_havneby
) -> None:
    present = attach("present.pdf")
    tenders.submit(draft, by=buyer_of_havneby)

    # The object that the caller still holds says that it is a draft.
    with pytest.raises(Refused):
        attach("another.pdf")
    with pytest.raises(Refused):
        services.remove(present, by=buyer_of_havneby)
    assert current(draft) == [("present.pdf", 1)]


def test_a_room_that_has_not_said_who_may_takes_no_files(denmark, attach) -> None:
    assert {model.__name__ for model, _rule in holders} == {
        "Opportunity", "Case", "Logo", "Product", "Revision",
    }  # fmt: skip
    with pytest.raises(KeyError):
        holders.of(Portal)


def test_what_was_deleted_meanwhile_takes_no_file(draft, attach) -> None:
    document = attach()
    Opportunity.objects.everywhere("the test deletes it").filter(pk=draft.pk).delete()

    with pytest.raises(Refused, match="not here any more"):
        attach()
    with pytest.raises(Refused, match="not here any more"):
        services.remove(document, by=document.uploaded_by)


def test_editors_keep_files_with_a_case_of_no_organisation(denmark, moderator_of_denmark) -> None:
    case = kept("ours", denmark, moderator_of_denmark)
    cases.send_back(case, "Add the contract.", by=moderator_of_denmark)

    document = services.attach(
        case, made.upload("contract.pdf"), organisation=None, by=moderator_of_denmark
    )

    assert (document.organisation, current(case)) == (None, [("contract.pdf", 1)])


# Limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "«plan.pdf» is empty."),
        (made.PDF + b" " * MEGABYTE, "«plan.pdf» is too large: a file may have 1 MB."),
    ],
)
def test_a_file_has_a_size(settings, draft, attach, content, sentence) -> None:
    settings.PPI_UPLOAD_LIMIT_MB = 1

    with pytest.raises(Refused) as refused:
        attach(content=content)

    assert refused.value.sentence == sentence
    assert rows() == 0


def almost(megabytes: float) -> bytes:
    return b"x" * int(megabytes * MEGABYTE)


def test_all_files_of_one_object_have_a_limit_removed_ones_too(settings, draft, attach) -> None:
    settings.PPI_OBJECT_QUOTA_MB = 1
    first = attach("a.txt", almost(0.6))
    services.remove(first, by=first.uploaded_by)

    with pytest.raises(Refused) as refused:
        attach("b.txt", almost(0.6))

    assert refused.value.sentence == (
        "There is no room for more files here: at most 20 files and 1 MB, "
        "earlier and removed versions included."
    )
    attach("b.txt", almost(0.4))
    assert current(draft) == [("b.txt", 1)]


def test_all_files_of_one_organisation_have_a_limit(
    settings, draft, attach, havneby, buyer_of_havneby, jarvikunta, buyer_of_jarvikunta
) -> None:
    settings.PPI_ORGANISATION_QUOTA_MB = 1
    attach("a.txt", almost(0.6))
    another = written(havneby, buyer_of_havneby)

    with pytest.raises(Refused) as refused:
        attach("b.txt", almost(0.6), to=another)

    assert refused.value.sentence == (
        "The files of Havneby Kommune together may have 1 MB, and they are full."
    )
    theirs = written(jarvikunta, buyer_of_jarvikunta)
    upload = made.upload("b.txt", almost(0.6))
    services.attach(theirs, upload, organisation=jarvikunta, by=buyer_of_jarvikunta)
    assert current(theirs) == [("b.txt", 1)]


def test_there_are_20_files_at_most_and_each_may_be_replaced(draft, attach) -> None:
    for number in range(20):
        attach(f"{number:02}.txt", b"x")

    with pytest.raises(Refused, match="at most 20 files"):
        attach("20.txt", b"x")
    attach("19.txt", b"y")

    assert current(draft)[-2:] == [("18.txt", 1), ("19.txt", 2)]


def test_there_are_500_versions_at_most(draft, attach, monkeypatch) -> None:
    monkeypatch.setattr(services, "MOST_VERSIONS", 3)
    for _version in range(3):
        attach("a.txt", b"x")

    with pytest.raises(Refused, match="There is no room"):
        attach("a.txt", b"x")


# Versions --------------------------------------------------------------------------------------


def test_the_same_name_again_is_the_next_version(draft, attach) -> None:
    first = attach("a.txt", b"one")
    attach("b.txt", b"other")
    second = attach("a.txt", b"two")

    assert current(draft) == [("a.txt", 2), ("b.txt", 1)]
    versions = [(each.name, each.number) for each in Document.objects.versions_of(draft)]
    assert versions == [("a.txt", 2), ("a.txt", 1), ("b.txt", 1)]
    shown = Document.objects.with_earlier(draft)
    assert [(each, each.earlier) for each in shown][0] == (second, [first])
    assert [each.earlier for each in shown][1] == []


def test_what_was_replaced_before_the_publication_was_never_public(draft, attach) -> None:
    attach("a.txt", b"with a name that should not be there")
    second = attach("a.txt", b"without")
    published_at = second.uploaded_at
    third = attach("a.txt", b"corrected")

    versions = Document.objects.versions_of(draft, since=published_at)

    assert [each.number for each in versions] == [3, 2]
    [shown] = Document.objects.with_earlier(draft, since=published_at)
    assert (shown, shown.earlier) == (third, [second])


def test_removing_a_file_removes_its_earlier_versions_and_the_next_counts_on(draft, attach) -> None:
    attach("a.txt", b"one")
    second = attach("a.txt", b"two")
    services.remove(second, by=second.uploaded_by)

    assert current(draft) == []
    assert list(Document.objects.versions_of(draft)) == []
    assert rows() == 2
    assert default_storage.exists(second.file.name)
    assert attach("a.txt", b"three").number == 3
    actions = [entry.action for entry in audit.trail(second)]
    assert actions == ["document.removed", "document.attached"]


def test_no_door_but_the_objects_own_shows_files_to_the_public(
    attach, denmark, latvia, havneby
) -> None:
    document = attach()

    assert list(Document.objects.published_anywhere()) == []
    assert list(Document.objects.managed_by(havneby)) == [document]
    assert list(Document.objects.moderated_by(denmark)) == [document]
    assert list(Document.objects.moderated_by(latvia)) == []


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_make_two_versions(draft, havneby, buyer_of_havneby) -> None:
    colleague = member(person("two@havneby.example", "A colleague"), havneby, Role.EDITOR)
    both_are_ready = threading.Barrier(2, timeout=20)
    outcomes: list[int] = []

    def attach(who) -> None:
        both_are_ready.wait()
        upload = made.upload("a.txt", b"of one of them")
        try:
            document = services.attach(draft, upload, organisation=havneby, by=who)
            outcomes.append(document.number)
        finally:
            connection.close()

    for _round in range(5):
        threads = [threading.Thread(target=attach, args=[w]) for w in (buyer_of_havneby, colleague)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(outcomes) == list(range(1, 11))
    assert current(draft) == [("a.txt", 10)]


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_both_fit_into_the_last_room(
    settings, draft, havneby, buyer_of_havneby
) -> None:
    settings.PPI_ORGANISATION_QUOTA_MB = 1
    subjects = [draft, written(havneby, buyer_of_havneby)]
    both_are_ready = threading.Barrier(2, timeout=20)
    outcomes: list[str] = []

    def attach(subject) -> None:
        both_are_ready.wait()
        upload = made.upload("a.txt", almost(0.6))
        try:
            services.attach(subject, upload, organisation=havneby, by=buyer_of_havneby)
            outcomes.append("kept")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attach, args=[subject]) for subject in subjects]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["kept", "refused"]
