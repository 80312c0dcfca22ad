"""Forms made of components: labels, errors at their fields, and what was typed comes back."""

from __future__ import annotations

from collections import Counter

import pytest
from django import forms
from django.utils.html import format_html

from tests.house.gallery import FILLED, NeedForm, tree

WHOLE_FORM = '<c-form :form="form"><c-form.fields :form="form" /><c-form.actions /></c-form>'


@pytest.mark.parametrize(
    "form", [NeedForm(), NeedForm({}), NeedForm(FILLED)], ids=["new", "bad", "ok"]
)
def test_every_control_has_a_label_and_every_reference_a_target(form):
    shown = tree(WHOLE_FORM, form=form)
    ids = Counter(shown.xpath(".//@id"))
    controls = shown.xpath(".//input[not(@type='hidden')] | .//select | .//textarea")
    referred = {word for text in shown.xpath(".//@aria-describedby") for word in text.split()}
    labelled = set(shown.xpath(".//label/@for"))

    assert [name for name, number in ids.items() if number > 1] == []
    assert {control.get("id") for control in controls} == labelled
    assert referred <= set(ids)


def test_a_refused_field_says_why_where_it_stands_and_on_top():
    shown = tree(WHOLE_FORM, form=NeedForm({"title": "x" * 121, "version": "1"}))
    title = shown.get_element_by_id("id_title")
    links = shown.xpath(".//*[@data-error-summary]//a")
    targets = set(shown.xpath(".//@id"))

    assert title.get("aria-invalid") == "true"
    assert title.get("aria-describedby") == "id_title_helptext id_title_error"
    assert title.get("value") == "x" * 121
    assert "at most 120" in shown.get_element_by_id("id_title_error").text_content()
    assert {link.get("href").removeprefix("#") for link in links} <= targets
    assert [link.get("href") for link in links] == [
        "#id_title",
        "#id_need",
        "#id_kind",
        "#id_deadline",
        "#id_buyer_0",
        "#id_goals_0",
        "#id_agree",
    ]


def test_a_form_without_errors_has_no_summary_and_no_mark():
    shown = tree(WHOLE_FORM, form=NeedForm(FILLED))

    assert shown.xpath(".//*[@data-error-summary]") == []
    assert shown.xpath(".//*[@aria-invalid]") == []


def test_what_was_typed_comes_back_as_text():
    shown = tree(WHOLE_FORM, form=NeedForm(FILLED))

    assert shown.get_element_by_id("id_title").get("value") == FILLED["title"]
    assert shown.get_element_by_id("id_need").text_content().strip() == FILLED["need"]
    assert shown.get_element_by_id("id_deadline").get("value") == "2026-12-04"
    assert shown.xpath(".//select/option[@selected]/@value") == ["plan"]
    assert shown.xpath(".//input[@checked]/@value") == ["b", "y"]
    assert shown.get_element_by_id("id_agree").get("checked") is not None
    assert shown.xpath(".//script") == []


def test_what_may_be_left_out_is_marked():
    shown = tree(WHOLE_FORM, form=NeedForm())
    marked = shown.xpath(".//label[contains(., 'optional')]/@for")

    assert marked == ["id_value", "id_document", "id_secret"]


def test_a_form_with_a_file_is_sent_as_one():
    with_file = tree(WHOLE_FORM, form=NeedForm()).find("form")
    search = tree('<c-form method="get" action="/find/">x</c-form>', csrf_token="t").find("form")

    assert with_file.get("enctype") == "multipart/form-data"
    assert (search.get("enctype"), search.xpath(".//input")) == (None, [])


def test_a_form_that_changes_something_carries_the_token_and_its_hidden_fields():
    hidden = tree(WHOLE_FORM, form=NeedForm(FILLED), csrf_token="t").xpath(
        ".//input[@type='hidden']"
    )

    assert {control.get("name"): control.get("value") for control in hidden} == {
        "csrfmiddlewaretoken": "t",
        "version": "7",
    }


def test_a_control_takes_what_makes_it_quick():
    field = (
        '<c-form.field :field="form.value" suffix="€" hx-get="/verdict/" hx-target="#verdict" />'
    )

    control = tree(field, form=NeedForm()).get_element_by_id("id_value")

    assert (control.get("hx-get"), control.get("hx-target")) == ("/verdict/", "#verdict")


def test_a_widget_with_its_own_template_is_put_in_as_it_is():
    class Drawn(forms.TextInput):
        template_name = "drawn.html"

        def render(self, name, value, attrs=None, renderer=None):
            return format_html('<output id="{}">drawn</output>', attrs["id"])

    class DrawnForm(forms.Form):
        place = forms.CharField(widget=Drawn)

    shown = tree('<c-form.field :field="form.place" />', form=DrawnForm())

    assert shown.xpath("string(.//output)") == "drawn"
    assert shown.xpath(".//label/@for") == shown.xpath(".//output/@id") == ["id_place"]
    assert shown.xpath(".//input") == []


def test_grouped_choices_keep_their_groups():
    class GroupedForm(forms.Form):
        place = forms.ChoiceField(
            choices=[("Nordic", [("DK", "Denmark")]), ("Baltic", [("EE", "Eesti")])]
        )

    shown = tree('<c-form.field :field="form.place" />', form=GroupedForm())

    assert shown.xpath(".//optgroup/@label") == ["Nordic", "Baltic"]
    assert shown.xpath(".//label/@for") == shown.xpath(".//select/@id")


# --- Lists ---------------------------------------------------------------------------------------
