from __future__ import annotations

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ppi.kernel.plain_text import SENTENCE, PlainForm, is_markup


@pytest.mark.parametrize(
    "text",
    [
        "<b>Light</b><script>alert(1)</script>",
        "A need with <img onerror=alert(1) src=x> in it",
        "<IMG SRC=x OnError=alert(1)>",
        "<img src=x onerror=alert(1) //",
        "<svg/onload=alert(1)>",
        "<math><mi>x</mi></math>",
        "<iframe src=//evil.example></iframe>",
        "<script\nsrc='//evil.example'>",
        "Only an end </script >",
        "<!-- a comment -->",
        "<!DOCTYPE html>",
        "<?php echo 1 ?>",
        "<a href='https://x.example'>here</a>",
        "<p>",
        "<br/>",
        "<x-element onclick=alert(1)>",
        '<x y="z"onfocus=alert(1)>',
        "<blink>new</blink>",
        "[press](javascript:alert(1))",
    ],
)
def test_what_a_browser_would_read_as_html_is_markup(text: str) -> None:
    assert is_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "a < b and b > c",
        "<5 °C in winter, >30 °C in summer",
        "x<y>z",
        "p<0.05, n>30",
        "a <b and c> d",
        "if a<b then c=d",
        "Anna <anna@x.example>, Bo <b.hansen@x.example>",
        "<https://x.example/?on=1>",
        "5 < p < 9",
        "<3",
        "->, <-, <=, =>, <<, >>",
        "AT&T &amp; partners, &lt;b&gt;",
        "## Purpose\n\n* light\n\n> quoted, [a link](https://x.example)",
        "< b > with spaces",
        "The script began on = 5",
        "Opening hours: <08:00",
        "«<name of the school>»",
    ],
)
def test_honest_text_is_not_markup(text: str) -> None:
    assert not is_markup(text)


@given(st.text(alphabet="<>/ab onclik=\"'!-()[]:"))
def test_a_text_without_the_sign_is_never_markup(text: str) -> None:
    assert not is_markup(text.replace("<", "").replace("](", ""))


class Letter(PlainForm):
    name = forms.CharField(max_length=40)
    secret = forms.CharField(widget=forms.PasswordInput)
    email = forms.EmailField(required=False)


def test_html_is_refused_at_its_field_and_stays_as_it_was_typed() -> None:
    form = Letter({"name": "<b>Anna</b>", "secret": "<b>s</b>"})

    assert form.errors == {"name": [str(SENTENCE)]}
    assert form["name"].value() == "<b>Anna</b>"
    assert Letter({"name": "Anna < Bo", "secret": "<b>s</b>"}).is_valid(), "passwords are free"


def test_one_form_does_not_change_the_next() -> None:
    Letter()
    assert Letter.base_fields["name"].validators == Letter().fields["name"].validators[:-1]
