"""Numbers are checked as their registers write them, and refused with an example that is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppi.kernel.verdicts import Refused
from ppi.organisations import numbers
from ppi.taxonomy.countries import COUNTRIES


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("DK", "12 34 56 74", "12345674"),
        ("DE", "Aachen HRB 11223", "Aachen HRB 11223"),
        ("EE", "12345678", "12345678"),
        ("FI", "12345671", "1234567-1"),
        ("FI", "FI 1234567-1", "1234567-1"),
        ("LT", "188 710 061", "188710061"),
        ("LT", "188764867", "188764867"),
        ("LV", "4000-3000-002", "40003000002"),
        ("NO", "812 345 672", "812345672"),
        ("SE", "1234567897", "123456-7897"),
        ("AT", "FN 122119m", "122119m"),
        ("FR", " 732 829 320 ", "732 829 320"),
        ("DK", "DK 12345674", "12345674"),
        ("NO", "NO 974 760 673 MVA", "974760673"),
        ("SE", "SE123456789701", "123456-7897"),
        ("LV", "LV40003000002", "40003000002"),
        ("FR", "FR 40 303 265 045", "FR40303265045"),
        ("GR", "EL 094259216", "EL094259216"),
        ("DK", "", ""),
    ],
)
def test_a_right_number_is_written_in_one_form(country, typed, written) -> None:
    assert numbers.checked(country, typed) == written


@pytest.mark.parametrize(
    ("country", "wrong"),
    [
        ("DK", "12345675"),
        ("DE", "Atlantis HRB 1"),
        ("EE", "12345679"),
        ("FI", "1234567-2"),
        ("LT", "188710062"),
        ("LT", "18871006"),
        ("LT", "18871006½"),
        ("LV", "40003000003"),
        ("NO", "812345673"),
        ("SE", "123456-7898"),
        ("AT", "FN 122119"),
        ("DK", "DROP TABLE"),
    ],
)
def test_a_wrong_number_is_refused_with_an_example(country, wrong) -> None:
    with pytest.raises(Refused) as refused:
        numbers.checked(country, wrong)

    example = numbers.REGISTERS[country].example
    assert refused.value.field == "registration_number"
    assert refused.value.sentence.startswith(f"«{wrong}» cannot be right. A ")
    assert refused.value.sentence.endswith(f" looks like this: {example}.")


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_of_the_nine_countries_has_a_register_whose_example_is_right(country) -> None:
    numbers.checked(country, numbers.REGISTERS[country].example)


@given(st.sampled_from(COUNTRIES), st.text(max_size=40))
def test_whatever_is_typed_is_either_right_or_refused(country, typed) -> None:
    try:
        written = numbers.checked(country, typed)
    except Refused:
        return
    assert numbers.checked(country, written) == written


def test_a_notices_number_is_tidied_where_it_is_right_and_kept_where_it_is_not() -> None:
    assert numbers.tidied("FI", "12345671") == "1234567-1"
    assert numbers.tidied("FI", " unknown ") == "unknown"


@pytest.mark.parametrize(
    ("country", "number", "sentence"),
    [
        ("DK", "FI12345671", "«FI12345671» is a VAT number of another country: Finland."),
        ("SE", "NO974760673MVA", "«NO974760673MVA» is a VAT number of another country: Norway."),
        ("FR", "DK12345674", "«DK12345674» is a VAT number of another country: Denmark."),
        ("FR", "FR40303265046", "«FR40303265046» begins as a VAT number, and cannot be one."),
    ],
)
def test_another_countrys_number_and_a_wrong_vat_number_are_named(
    country, number, sentence
) -> None:
    with pytest.raises(Refused) as refused:
        numbers.checked(country, number)

    assert refused.value.sentence == sentence
