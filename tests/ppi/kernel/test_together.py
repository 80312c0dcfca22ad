"""Two who write on one form keep what only one of them changed, and choose for the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from ppi.kernel import together
from ppi.kernel.together import Conflict, Difference


class Lamp(forms.Form):
    name = forms.CharField(label="Name")
    text = forms.CharField(label="Text", required=False)
    price = forms.DecimalField(label="Price", required=False)
    codes = forms.MultipleChoiceField(
        label="Codes", choices=[("a", "Alpha"), ("b", "Beta")], required=False
    )
    drawing = forms.FileField(required=False)


OPENED = {"name": "Lamp", "text": "One\nTwo", "price": Decimal("4.50"), "codes": ["a", "b"]}
UNTOUCHED = {"name": "Lamp", "text": "One\r\nTwo", "price": "4.5", "codes": ["b", "a"]}


def merged(mine: dict, theirs: dict) -> tuple[list[str], dict]:
    """What I was told and what is saved, where somebody saved `theirs` after I opened the form."""
    form = Lamp(UNTOUCHED | mine)
    assert form.is_valid()
    seen = together.fingerprint(Lamp(initial=OPENED))
    taken = together.merge(form, Lamp(initial=OPENED | theirs), seen)
    return taken, form.cleaned_data


def test_where_nobody_else_wrote_mine_is_saved() -> None:
    taken, saved = merged({"name": "Mine"}, {})

    assert (taken, saved["name"], saved["price"]) == ([], "Mine", Decimal("4.5"))


def test_what_i_left_alone_stays_as_they_wrote_it() -> None:
    taken, saved = merged({"name": "Mine"}, {"text": "Theirs", "price": None, "codes": ["a"]})

    assert taken == ["Text", "Price", "Codes"]
    assert [saved[name] for name in OPENED] == ["Mine", "Theirs", None, ["a"]]


def test_what_both_wrote_the_same_way_is_no_conflict() -> None:
    taken, saved = merged({"text": "Same\r\n"}, {"text": "Same"})

    assert (taken, saved["text"]) == ([], "Same")


def test_where_both_changed_one_field_both_are_shown_in_words() -> None:
    with pytest.raises(Conflict) as found:
        merged({"codes": ["a"], "name": "Mine"}, {"codes": ["b"], "price": Decimal(9)})

    assert found.value.differences == [Difference("Codes", "Alpha", "Beta")]


@pytest.mark.parametrize("seen", ["", "name", ":", "\x00:\x00", "other:0" * 5000])
def test_a_fingerprint_that_is_none_breaks_nothing_and_saves_what_i_wrote(seen) -> None:
    form = Lamp(UNTOUCHED | {"name": "Mine"})
    assert form.is_valid()

    assert together.merge(form, Lamp(initial=OPENED), seen) == []
    assert form.cleaned_data["name"] == "Mine"


def test_a_forged_fingerprint_is_a_conflict_like_any_other() -> None:
    form = Lamp(UNTOUCHED | {"name": "Mine"})
    assert form.is_valid()

    with pytest.raises(Conflict) as found:
        together.merge(form, Lamp(initial=OPENED), "name:x:y")
    assert found.value.differences == [Difference("Name", "Mine", "Lamp")]
