"""An owned queryset fails closed: whatever is asked of it, it asks for a door first.

`Organisation` is a plain owned model; `Case` is one whose texts `django-modeltranslation` manages.
"""

import copy
import pickle

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection, models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from ppi.kernel.scoping import NoDoor, ScopedQuerySet, guarded
from ppi.organisations.choices import Kind, Status
from ppi.organisations.models import Invitation, JoinRequest, Membership, Organisation
from ppi.portals.models import Portal

pytestmark = pytest.mark.django_db

MODELS = [Organisation, Case]


def first_of(model) -> models.Model:
    return model.objects.everywhere("the test's own row").order_by("pk").first()


def twin_of(row: models.Model) -> models.Model:
    """A row that could be added beside this one."""
    named = {"name": f"{row.name} twin"} if isinstance(row, Organisation) else {}
    return type(row)(**values_of(row) | {"slug": f"{row.slug}-twin"} | named)


def values_of(row: models.Model) -> dict:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}


# What is asked of a queryset; `row` is one of its rows. Each of these reaches the database.
OPERATIONS = {
    "list": lambda rows, row: list(rows),
    "bool": lambda rows, row: bool(rows),
    "len": lambda rows, row: len(rows),
    "index": lambda rows, row: rows.order_by("pk")[0],
    "slice": lambda rows, row: list(rows.order_by("pk")[:2]),
    "contains": lambda rows, row: row in rows,
    "contains()": lambda rows, row: rows.contains(row),
    "iterator": lambda rows, row: list(rows.iterator()),
    "get": lambda rows, row: rows.get(pk=row.pk),
    "first": lambda rows, row: rows.first(),
    "last": lambda rows, row: rows.last(),
    "latest": lambda rows, row: rows.latest("pk"),
    "earliest": lambda rows, row: rows.earliest("pk"),
    "count": lambda rows, row: rows.count(),
    "exists": lambda rows, row: rows.exists(),
    "filter": lambda rows, row: list(rows.filter(slug__contains="a")),
    "exclude": lambda rows, row: list(rows.exclude(slug="nothing")),
    "values": lambda rows, row: list(rows.values("slug")),
    "values_list": lambda rows, row: list(rows.values_list("slug", flat=True)),
    "dates": lambda rows, row: list(rows.dates("created_at", "year")),
    "datetimes": lambda rows, row: list(rows.datetimes("created_at", "hour")),
    "distinct": lambda rows, row: list(rows.distinct()),
    "annotate": lambda rows, row: list(rows.annotate(loud=Upper("slug"))),
    "aggregate": lambda rows, row: rows.aggregate(Count("pk")),
    "group": lambda rows, row: list(rows.order_by().values("portal").annotate(Count("pk"))),
    "in_bulk": lambda rows, row: rows.in_bulk([row.pk]),
    "union": lambda rows, row: list(rows.union(rows.all())),
    "intersection": lambda rows, row: list(rows.intersection(rows.all())),
    "difference": lambda rows, row: list(rows.difference(rows.filter(slug="nothing"))),
    "or": lambda rows, row: list(rows.filter(slug="nothing") | rows.filter(slug__contains="a")),
    "subquery in": lambda rows, row: list(Portal.objects.filter(pk__in=rows.values("portal"))),
    "subquery": lambda rows, row: list(
        Portal.objects.annotate(slug_of=Subquery(rows.values("slug")[:1]))
    ),
    "exists()": lambda rows, row: list(
        Portal.objects.filter(Exists(rows.filter(portal=OuterRef("pk"))))
    ),
    "explain": lambda rows, row: rows.explain(),
    "select_for_update": lambda rows, row: list(rows.select_for_update(of=("self",))),
    "select_related": lambda rows, row: list(rows.select_related("portal")),
    "prefetch_related": lambda rows, row: list(rows.prefetch_related("portal")),
    "only": lambda rows, row: list(rows.only("slug")),
    "defer": lambda rows, row: list(rows.defer("slug")),
    "reverse": lambda rows, row: list(rows.order_by("pk").reverse()),
    "update": lambda rows, row: rows.update(slug=F("slug")),
    "bulk_update": lambda rows, row: rows.bulk_update([row], ["slug"]),
    "bulk_create": lambda rows, row: rows.bulk_create([twin_of(row)]),
    "create": lambda rows, row: rows.create(**values_of(twin_of(row))),
    "get_or_create": lambda rows, row: rows.get_or_create(
        slug="ours", defaults=values_of(twin_of(row))
    ),
    "update_or_create": lambda rows, row: rows.update_or_create(
        slug=row.slug, defaults={"slug": row.slug}
    ),
    "delete": lambda rows, row: rows.filter(slug="nothing").delete(),
    "raw delete": lambda rows, row: rows.filter(slug="nothing")._raw_delete("default"),
}
# Adding a row shows nobody anything, so it needs no door.
ONLY_ADD = {"create", "bulk_create"}


@pytest.fixture(autouse=True)
def rows(havneby, jarvikunta) -> None:
    for home in (havneby, jarvikunta):
        Case.objects.create(
            slug=f"case-of-{home.slug}",
            organisation=home,
            portal=home.portal,
            language="en",
            title_en=f"Light in {home.name}",
        )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in ONLY_ADD])
def test_without_a_door_it_is_refused_before_the_database_is_reached(model, name) -> None:
    row = first_of(model)

    with CaptureQueriesContext(connection) as ran, pytest.raises(NoDoor):
        OPERATIONS[name](model.objects.all(), row)

    assert [query["sql"] for query in ran if model._meta.db_table in query["sql"]] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("name", OPERATIONS)
def test_through_a_door_it_works(model, name) -> None:
    OPERATIONS[name](model.objects.everywhere("the test says so"), first_of(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_method_written_later_is_as_safe(model) -> None:
    def busy(rows):
        return rows.annotate(length=models.functions.Length("slug")).filter(length__gt=3)

    assert len(busy(model.objects.everywhere("the test says so"))) == 2
    with pytest.raises(NoDoor):
        list(busy(model.objects.all()))
    with pytest.raises(NoDoor):
        busy(model.objects.all()).update(slug="x")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_keys_of_another_model_do_not_open_a_door(model, denmark, havneby) -> None:
    related = {Organisation: denmark.organisations, Case: havneby.cases}[model]

    with pytest.raises(NoDoor):
        list(related.all())
    with pytest.raises(NoDoor):
        related.exists()
    assert len(related.everywhere("the test says so")) == 1


def test_a_door_opened_on_one_queryset_leaves_the_others_closed() -> None:
    closed = Organisation.objects.all()
    closed.everywhere("the test says so")

    with pytest.raises(NoDoor):
        list(closed)


def test_a_door_stays_open_through_what_is_asked_afterwards(denmark) -> None:
    opened = Organisation.objects.moderated_by(denmark)

    assert opened.filter(Q(kind=Kind.BUYER)).exclude(slug="x").order_by("pk").count() == 1
    assert opened.query.door == "moderated_by"


def test_a_joined_condition_on_two_queryset_needs_a_door_on_the_first() -> None:
    closed, opened = Organisation.objects.all(), Organisation.objects.everywhere("the test")

    with pytest.raises(NoDoor):
        list(closed | opened)


# --- The doors themselves


def slugs(rows: models.QuerySet) -> set[str]:
    return set(rows.values_list("slug", flat=True))


def publish(**which) -> None:
    rows = Case.objects.everywhere("the test").filter(**which)
    rows.update(status="published", published_at=timezone.now())


def test_published_shows_what_the_portal_may_show(denmark, latvia) -> None:
    publish()
    own = Case.objects.everywhere("the test").filter(slug="case-of-havneby")
    shown_shared = slugs(Case.objects.published(latvia))
    own.update(is_shared=False)
    shown_private = slugs(Case.objects.published(latvia))
    Portal.objects.filter(pk=denmark.pk).update(shows_network=False)
    denmark.refresh_from_db()

    assert shown_shared == {"case-of-havneby", "case-of-jarvikunta"}
    assert shown_private == {"case-of-jarvikunta"}
    assert slugs(Case.objects.published(denmark)) == {"case-of-havneby"}


def test_published_shows_no_draft_however_much_it_is_shared(denmark) -> None:
    publish(slug="case-of-havneby")

    assert slugs(Case.objects.published(denmark)) == {"case-of-havneby"}
    assert slugs(Case.objects.published_anywhere()) == {"case-of-havneby"}


def test_managed_by_shows_everything_of_these_organisations_and_nothing_else(havneby) -> None:
    assert slugs(Case.objects.managed_by(havneby)) == {"case-of-havneby"}
    assert slugs(Case.objects.managed_by()) == set()
    assert slugs(Organisation.objects.managed_by(havneby)) == {"havneby"}


def test_moderated_by_shows_a_portals_own_in_every_state(denmark, latvia) -> None:
    assert slugs(Case.objects.moderated_by(denmark)) == {"case-of-havneby"}
    assert slugs(Organisation.objects.moderated_by(latvia)) == {"jarvikunta"}


def test_everywhere_wants_a_reason() -> None:
    with pytest.raises(ValueError, match="Say why"):
        Organisation.objects.everywhere("")


def test_a_queryset_that_does_not_say_what_is_public_publishes_nothing(denmark) -> None:
    class Forgetful(ScopedQuerySet):
        pass

    with pytest.raises(ImproperlyConfigured, match="Forgetful must say what is public"):
        Forgetful(Organisation).published(denmark)


# --- What belongs to an organisation and shows through it


@pytest.mark.parametrize("model", [Membership, Invitation, JoinRequest])
def test_what_shows_through_an_organisation_is_never_public(
    model, denmark, havneby, buyer_of_havneby
) -> None:
    assert list(model.objects.published(denmark)) == []
    assert list(model.objects.published_anywhere()) == []


def test_members_are_seen_by_their_organisation_their_portal_and_themselves(
    denmark, latvia, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta
) -> None:
    def people(rows) -> set:
        return {membership.user for membership in rows.select_related("user")}

    assert people(Membership.objects.managed_by(havneby)) == {buyer_of_havneby}
    assert people(Membership.objects.moderated_by(latvia)) == {buyer_of_jarvikunta}
    assert people(Membership.objects.of_person(buyer_of_havneby)) == {buyer_of_havneby}


# --- Validation


def test_validation_finds_a_double_in_a_portal_that_the_person_cannot_see(
    havneby, jarvikunta
) -> None:
    numbered = Organisation.objects.everywhere("the test").filter(pk=jarvikunta.pk)
    numbered.update(registration_number="1234567-1")
    double = Organisation(
        slug="jarvikunta",
        name="Another",
        kind=Kind.SUPPLIER,
        country="FI",
        registration_number="1234567-1",
        portal=havneby.portal,
        status=Status.VERIFIED,
    )

    with pytest.raises(ValidationError) as refused:
        double.full_clean()

    assert set(refused.value.message_dict) == {"slug", "__all__"}
    assert refused.value.message_dict["__all__"] == [
        "An organisation with this number is here already. Ask it to let you in."
    ]
    with pytest.raises(NoDoor):
        list(Organisation.objects.all())


# --- The guard


def test_guarding_a_guarded_class_changes_nothing() -> None:
    once = guarded(models.sql.Query)

    assert guarded(once) is once


def test_a_copy_of_a_queryset_is_as_closed_as_the_original() -> None:
    closed = Organisation.objects.filter(slug="havneby")

    for again in (closed.all(), closed._chain(), closed.using("default"), copy.deepcopy(closed)):
        with pytest.raises(NoDoor):
            again.get()
    for shown in (copy.copy, pickle.dumps, repr):
        with pytest.raises(NoDoor):
            shown(closed)
