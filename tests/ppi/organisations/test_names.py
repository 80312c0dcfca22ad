"""Names in any script: told apart as readers do, shown as typed."""

from __future__ import annotations

import pytest

from ppi.organisations import imports, services
from ppi.organisations.choices import Kind, Status
from ppi.organisations.models import Organisation
from tests.conftest import organisation
from tests.ppi.organisations.acting import now, refusal

pytestmark = pytest.mark.django_db

# As first typed, and as somebody else types the same name.
SAME = [
    ("Ångermanlands län", "A\u030angermanlands  LA\u0308N"),
    ("Großstadt", "GROSSSTADT"),
    ("Οδησσός", "ΟΔΗΣΣΌΣ"),
    ("株式会社カナ", "株式会社ｶﾅ"),
    ("Мэрия", "МЭРИЯ\u200b"),
    ("ﬁrma", "Firma"),
    ("بلدية", "بلد\u00adية"),
]
OTHER = [("Havneby", "Havnebý"), ("Мэрия", "Мерия"), ("A/S Nord", "AS Nord")]


def founded(name: str, by, denmark, **facts) -> Organisation:
    shared = {"kind": Kind.SUPPLIER, "country": "DK", "portal": denmark, "language": "en"}
    return services.found(by=by, name=name, **shared | facts)


@pytest.mark.parametrize(("typed", "again"), SAME)
def test_a_name_is_taken_however_it_is_typed_and_shown_as_it_was(
    denmark, stranger, typed, again
) -> None:
    known = organisation("known", typed, denmark, country="DK", kind=Kind.SUPPLIER)
    refused = refusal(founded, again, stranger, denmark)

    assert (refused.field, refused.sentence) == (
        "name",
        "An organisation of this name is here already. Ask it to let you in; or give your "
        "registration number, if you are another one.",
    )
    assert now(known).name == typed


@pytest.mark.parametrize(("one", "another"), OTHER)
def test_other_names_are_others(denmark, stranger, one, another) -> None:
    organisation("known", one, denmark, country="DK", kind=Kind.SUPPLIER)

    assert founded(another, stranger, denmark).name == another


def test_two_of_one_name_are_told_apart_by_two_numbers_by_country_and_by_kind(
    denmark, stranger
) -> None:
    numbered = {"country": "DK", "kind": Kind.SUPPLIER, "registration_number": "13585628"}
    organisation("nord", "Nord", denmark, **numbered)

    assert refusal(founded, "NORD", stranger, denmark).field == "name"
    assert founded("NORD", stranger, denmark, registration_number="12345674")
    assert founded("NORD", stranger, denmark, country="SE")
    assert founded("NORD", stranger, denmark, kind=Kind.BUYER, buyer_type="sub-central")


def test_of_two_that_waited_with_one_name_only_one_is_verified(
    denmark, stranger, learner_of_metsalinn, moderator_of_denmark
) -> None:
    first = founded("Großstadt", stranger, denmark)
    second = founded("GROSSSTADT", learner_of_metsalinn, denmark)
    services.verify(first, by=moderator_of_denmark)

    assert refusal(services.verify, second, by=moderator_of_denmark).sentence == (
        "«Großstadt» is verified already, and no registration number tells the two apart. "
        "Return this one with that reason, or merge the two."
    )
    assert now(second).status == Status.PENDING


def test_a_name_of_signs_that_unfold_to_many_still_fits(denmark, stranger) -> None:
    assert founded("ﷺ" * 200, stranger, denmark).pk


def test_a_notice_that_types_the_buyers_name_otherwise_means_the_same_buyer(denmark) -> None:
    facts = {"country": "SE", "portal": denmark, "language": "sv"}
    known = imports.from_notice(name="Ångermanlands län", **facts)

    assert imports.from_notice(name="A\u030aNGERMANLANDS  län", **facts) == known
