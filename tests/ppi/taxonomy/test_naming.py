from __future__ import annotations

from django.utils import translation

from ppi.taxonomy import naming
from ppi.taxonomy.naming import Named


def test_codes_are_named_in_the_readers_language_and_their_own_order(
    street_lights, django_assert_num_queries
):
    with translation.override("da"), django_assert_num_queries(1):
        named = naming.cpv_named(["34928530", "34928510"])

    assert named == [Named("34928530", "Gadelampe"), Named("34928510", "Master til gadelamper")]


def test_a_code_that_is_not_loaded_borrows_the_label_of_the_nearest_broader_one(street_lights):
    assert naming.cpv_labels(["34928519", "34999999", "99999999"]) == {
        "34928519": "Masts for street lights",
        "34999999": "Equipment for roads",
        "99999999": "99999999",
    }


def test_regions_keep_their_native_names_and_unknown_ones_their_code(
    facts, django_assert_num_queries
):
    with django_assert_num_queries(1):
        named = naming.nuts_named(["DK042", "ZZ999"])

    assert named == [Named("DK042", "Østjylland"), Named("ZZ999", "ZZ999")]
