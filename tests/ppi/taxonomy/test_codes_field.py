from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from ppi.taxonomy import views
from ppi.taxonomy.forms import CodesField, as_typed, is_search
from ppi.taxonomy.models import CpvCode

urlpatterns = [path("codes/", include("ppi.taxonomy.urls"))]
pytestmark = pytest.mark.urls(__name__)


class NeedForm(forms.Form):
    title = forms.CharField()
    cpv = CodesField("cpv", maximum=2, label="Subject")
    nuts = CodesField("nuts", required=False, label="Place")


def posted(text: str) -> NeedForm:
    return NeedForm(QueryDict(text))


class Boxes(HTMLParser):
    """The tick boxes of a piece of HTML: code → ticked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.boxes: dict[str, bool] = {}
        self.inputs: dict[str, dict] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        attributes = dict(attrs)
        if tag == "input" and attributes.get("type") == "checkbox":
            self.boxes[attributes["value"]] = "checked" in attributes
        elif tag in ("input", "button"):
            self.inputs[attributes.get("name", "")] = attributes


# --- What is chosen -------------------------------------------------------------------------------


def test_ticked_codes_are_the_answer_in_their_order(street_lights):
    form = posted("title=x&cpv=34928530&cpv=34928510&nuts=DK042")

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "title": "x",
        "cpv": ["34928530", "34928510"],
        "nuts": ["DK042"],
    }


@pytest.mark.parametrize("text", ["34928510", "34928510-6", " 34928510 - 6 "])
def test_a_whole_code_in_the_search_box_counts_as_chosen(street_lights, text):
    form = posted(urlencode({"title": "x", "cpv_search": text}))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["cpv"] == ["34928510"]


def test_a_code_typed_and_ticked_is_chosen_once(street_lights):
    form = posted("title=x&cpv=34928510&cpv_search=34928510")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["cpv"] == ["34928510"]


def test_a_general_code_typed_on_the_way_to_a_narrower_one_is_not_chosen(street_lights):
    form = posted("title=x&cpv=34928510&cpv_search=34928500&nuts=DK042&nuts_search=dk")

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["cpv"], form.cleaned_data["nuts"]) == (["34928510"], ["DK042"])


def test_words_left_in_the_box_do_no_harm_once_something_is_ticked(street_lights):
    form = posted("title=x&cpv=34928510&cpv_search=street+light")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["cpv"] == ["34928510"]


def test_a_country_can_be_typed_in_small_letters(street_lights):
    form = posted("title=x&cpv=34928510&nuts_search=lt")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["nuts"] == ["LT"]


# --- What is refused, with nothing lost -----------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ("cpv_search=99999999", "cpv", "There is no CPV code 99999999."),
        ("cpv=99999999", "cpv", "There is no CPV code 99999999."),
        ("cpv=34928510&cpv=nonsense", "cpv", "There is no CPV code nonsense."),
        ("cpv=34928510&nuts=DK999", "nuts", "There is no NUTS code DK999."),
        ("cpv=34928510&nuts_search=dk999", "nuts", "There is no NUTS code DK999."),
        ("cpv=34928510&nuts_search=ZZ", "nuts", "There is no NUTS code ZZ."),
        ("cpv_search=34928510-9", "cpv", "The check digit of 34928510 is 6, not 9."),
        ("", "cpv", "Choose at least one CPV code."),
        ("cpv=34928500&cpv=34928510&cpv=34928530", "cpv", "Choose at most 2 codes."),
        (
            "cpv_search=street",
            "cpv",
            "Tick what you mean among what was found, or empty the search box.",
        ),
        (
            "cpv=34928510&nuts_search=jylland",
            "nuts",
            "Tick what you mean among what was found, or empty the search box.",
        ),
        ("cpv=%00&cpv=34928510", "cpv", "There is no CPV code ."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(street_lights, data, field, sentence):
    form = posted(f"title=x&{data}")

    assert form.errors.get_json_data(escape_html=False)[field][0]["message"] == sentence
    assert list(form.errors) == [field]


def test_each_code_that_does_not_exist_has_its_own_sentence(street_lights):
    form = posted("title=x&cpv=11111111&cpv=22222222")

    assert form.errors["cpv"] == [
        "There is no CPV code 11111111.",
        "There is no CPV code 22222222.",
    ]


def test_an_unknown_code_stays_ticked_and_what_was_typed_stays_in_the_box(street_lights):
    form = posted("title=&cpv=34928510&cpv=77777777&cpv_search=99999999")

    assert not form.is_valid()
    shown = Boxes(str(form["cpv"]))
    assert shown.boxes == {"34928510": True, "77777777": True}
    assert shown.inputs["cpv_search"]["value"] == "99999999"


def test_words_without_a_choice_come_back_with_what_they_found(street_lights):
    form = posted("title=x&cpv_search=street+light")

    assert not form.is_valid()
    assert Boxes(str(form["cpv"])).boxes == {"34928500": False, "34928510": False}


def test_markup_in_what_was_typed_is_shown_and_not_obeyed(street_lights):
    form = posted("title=x&cpv=%3Cscript%3E&cpv_search=%22%3E%3Cscript%3E")

    html = str(form["cpv"]) + str(form.errors["cpv"].get_json_data(escape_html=True))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


# --- Searching without JavaScript -----------------------------------------------------------------


def test_find_is_told_from_sending(street_lights):
    assert is_search(QueryDict("title=x&find=cpv"))
    assert not is_search(QueryDict("title=find&cpv_search=find"))


def test_find_shows_the_form_as_typed_with_what_was_found_and_no_errors(street_lights):
    form = as_typed(posted("title=&cpv=34000000&cpv_search=street+light&nuts_search=fyn&find=cpv"))

    html = str(form["cpv"])
    assert form.errors == {}
    assert Boxes(html).boxes == {"34000000": True, "34928500": False, "34928510": False}
    assert Boxes(html).inputs["cpv_search"]["value"] == "street light"
    assert "2 codes found." in html
    assert Boxes(str(form["nuts"])).boxes == {"DK031": False}


def test_finding_nothing_says_so(street_lights):
    html = str(as_typed(posted("cpv_search=xqzvkw&find=cpv"))["cpv"])

    assert "Nothing more was found for «xqzvkw». Try another word, or a code." in html
    assert Boxes(html).boxes == {}


def test_the_box_and_the_button_work_without_javascript(street_lights):
    shown = Boxes(str(NeedForm()["cpv"]))

    assert shown.inputs["find"]["value"] == "cpv"
    assert "formnovalidate" in shown.inputs["find"]
    assert shown.inputs["find"]["type"] == "submit"
    assert "required" not in shown.inputs["cpv_search"]
    assert shown.inputs["cpv_search"]["id"] == NeedForm()["cpv"].id_for_label


@pytest.mark.parametrize("kind", ["codes", "rows", "queryset"])
def test_initial_codes_are_shown_ticked_with_their_labels(street_lights, kind):
    rows = CpvCode.objects.filter(code__in=["34928510", "34928530"])
    initial = {"codes": ["34928510", "34928530"], "rows": list(rows), "queryset": rows}[kind]

    with translation.override("da"):
        html = str(NeedForm(initial={"cpv": initial})["cpv"])

    assert Boxes(html).boxes == {"34928510": True, "34928530": True}
    assert "Master til gadelamper" in html
    assert "34928510-6" in html


def test_the_form_knows_whether_codes_were_changed(street_lights):
    def changed(data):
        return NeedForm(QueryDict(data), initial={"title": "x", "cpv": ["34928510"]}).changed_data

    assert changed("title=x&cpv=34928510") == []
    assert changed("title=x&cpv=34928530") == ["cpv"]
    assert changed("title=x&cpv=34928510&cpv_search=34928530") == ["cpv"]
    assert changed("title=x") == ["cpv"]


def test_a_field_takes_few_queries(street_lights, django_assert_num_queries):
    with django_assert_num_queries(1):
        posted("title=x&cpv=34928510&cpv=34928530").is_valid()
    with django_assert_num_queries(1):
        str(NeedForm(initial={"cpv": ["34928510", "34928530"]})["cpv"])
    with django_assert_num_queries(0):
        str(NeedForm()["cpv"])


# --- The partial for htmx -------------------------------------------------------------------------


def search(**query) -> object:
    request = RequestFactory().get("/codes/", query, headers={"HX-Request": "true"})
    request.portal = None
    return views.search(request)


def test_the_partial_keeps_what_is_ticked_and_offers_what_was_found(street_lights):
    response = search(kind="cpv", name="cpv", cpv_search="street", cpv=["34000000", "34928530"])

    html = response.content.decode()
    assert response.status_code == 200
    assert Boxes(html).boxes == {
        "34000000": True,
        "34928530": True,
        "34928510": False,
        "34928500": False,
    }
    assert '<p id="id_cpv_status" hx-swap-oob="innerHTML">2 codes found.</p>' in html


def test_the_partial_takes_the_query_by_its_short_name_too(street_lights):
    html = search(kind="nuts", name="place", q="midtjylland").content.decode()

    assert Boxes(html).boxes == {"DK04": False}
    assert 'name="place"' in html


def test_an_emptied_box_leaves_only_what_is_ticked(street_lights):
    html = search(kind="cpv", name="cpv", cpv_search="", cpv="34928530").content.decode()

    assert Boxes(html).boxes == {"34928530": True}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"kind": "users", "name": "cpv"},
        {"kind": "cpv", "name": ""},
        {"kind": "cpv", "name": '"><script>'},
        {"kind": "cpv", "name": "x" * 65},
    ],
)
def test_a_partial_for_no_field_is_refused(db, query):
    assert search(**query).status_code == 400


def test_the_partial_is_not_for_posting(db):
    request = RequestFactory().post("/codes/", {"kind": "cpv", "name": "cpv"})
    request.portal = None

    assert views.search(request).status_code == 405


def test_the_search_is_declared_public():
    assert views.search.__wrapped__.access.__name__ == "public"
