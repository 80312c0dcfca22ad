"""Components: what they promise to the pages that use them, to keyboards and to screen readers."""

from __future__ import annotations

import re

import pytest
from django.template.loader import get_template
from django.utils import translation
from lxml import html

from tests.house.gallery import PIECES, ROOT, TEMPLATES, listing, names, path_of, render, tree


def test_every_component_is_described_where_authors_look():
    described = set(re.findall(r"<c-([a-z.-]+)>", (ROOT / "docs/components.md").read_text()))

    assert described - {"slot"} == set(names()) - PIECES


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.stem)
def test_no_template_holds_inline_style_or_script(path):
    source = path.read_text()

    data = re.sub(r'<script[^>]*type="application/json"', "", source)
    found = re.findall(
        r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:|hx-vals=.js", data
    )

    assert found == []


def test_every_icon_that_a_template_names_stands_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/ppi/icons.svg").read_text()))
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:<c-icon[^>]*\bname|\bicon)="([a-z-]+)"', path.read_text())
    }

    assert used - sprite == set()


@pytest.mark.parametrize("name", sorted(set(names()) - PIECES))
def test_a_component_without_values_renders_and_takes_nothing_from_the_page(name):
    words = set(re.findall(r"[a-z_]+", path_of(name).read_text()))
    page = dict.fromkeys(words - {"request", "csrf_token"}, "LEAKED")

    shown = render(f"<c-{name} />", **page)

    assert "LEAKED" not in shown


# --- Values ------------------------------------------------------------------------------------


def test_text_handed_to_a_component_is_escaped_once():
    text = "Fish & <b>chips</b>"

    by_object = tree('<c-row :title="text" href="/x/" :summary="text" />', text=text)
    by_text = tree('<c-row title="{{ text }}" href="/x/" summary="{{ text }}" />', text=text)

    for row in (by_object, by_text):
        assert row.xpath("string(.//h3/a)") == text
        assert row.xpath("string(.//p)") == text


@pytest.mark.parametrize("component", ["row", "card"])
@pytest.mark.parametrize(
    ("page", "written", "mark"),
    [
        ("en", "de", ["In German"]),
        ("da", "de", ["På tysk"]),
        ("de", "de", []),
        ("en", "", []),
    ],
)
def test_a_title_in_another_language_than_the_page_says_which(component, page, written, mark):
    with translation.override(page):
        shown = tree(f'<c-{component} title="Licht" lang="{written}">x</c-{component}>')

    said = [span.text_content() for span in shown.xpath(".//*[@class='in-language']")]
    assert said == mark
    assert shown.xpath("string(.//h3/@lang)") == written
    assert len(shown.xpath(".//*[@class='meta']")) == len(mark)


def test_a_row_of_a_page_that_says_its_language_does_not_say_it_again():
    assert not tree('<c-row title="Licht" lang="de" unmarked />').xpath(".//*[@class='meta']")


def test_a_button_is_a_link_where_it_leads_somewhere():
    link = tree('<c-button href="/x/?a=1&b=2" variant="secondary">Go</c-button>')[0]
    button = tree('<c-button name="step" value="0" hx-get="/x/">Go</c-button>')[0]

    assert (link.tag, link.get("href"), link.get("data-variant")) == (
        "a",
        "/x/?a=1&b=2",
        "secondary",
    )
    assert {**button.attrib} == {
        "class": "ds-button",
        "type": "submit",
        "data-variant": "primary",
        "data-color": "accent",
        "data-size": "md",
        "name": "step",
        "value": "0",
        "hx-get": "/x/",
    }


def test_an_icon_is_silent_unless_it_carries_the_meaning_alone():
    silent = tree('<c-icon name="check" />')[0]
    speaking = tree('<c-icon name="check" label="Done" />')[0]

    assert (silent.get("aria-hidden"), silent.get("role")) == ("true", None)
    assert (speaking.get("role"), speaking.get("aria-label")) == ("img", "Done")


def test_empty_slots_leave_no_empty_boxes():
    row = tree('<c-row title="Light"><c-slot name="tags"> </c-slot></c-row>')
    head = tree('<c-page-head title="Light"><c-slot name="actions">\n</c-slot></c-page-head>')

    assert row.xpath(".//*[@class='tags' or @class='meta' or @class='row__aside']") == []
    assert head.xpath(".//*[@class='page-head__actions']") == []


def test_the_stage_a_purchase_is_in_is_said_and_not_only_coloured():
    events = [
        {"label": "Planned", "date_text": "3 Sep", "state": "done"},
        {"label": "Challenge", "date_text": "10 Oct", "state": "now"},
        {"label": "Result", "date_text": "4 Dec", "state": "next"},
    ]

    shown = tree('<c-timeline :events="events" />', events=events).xpath(".//li")

    assert [item.get("aria-current") for item in shown] == [None, "step", None]
    assert [" ".join(item.text_content().split()) for item in shown] == [
        "3 Sep Planned",
        "10 Oct Challenge",
        "4 Dec Result (still to come)",
    ]


def test_a_form_of_many_pages_says_which_one_is_open():
    names = {"Need": "done", "Value": "now", "Check": "next"}
    steps = [{"label": name, "state": state, "url": ""} for name, state in names.items()]

    shown = tree('<c-steps :steps="steps" />', steps=steps)

    said = [" ".join(line.text_content().split()) for line in shown.xpath(".//p | .//li")]
    assert said == ["Step 2 of 3 Value", "1. Need (done)", "2. Value", "3. Check"]


# --- Forms ---------------------------------------------------------------------------------------


def test_the_facets_are_one_form_that_works_without_javascript():
    shown = tree(
        '<c-listing :listing="listing"><c-row title="Light" /></c-listing>', listing=listing()
    )
    form = shown.get_element_by_id("listing-form")
    inside = {control.get("name") for control in form.xpath(".//input")}

    assert (form.get("method"), form.get("action"), form.get("hx-get")) == (
        "get",
        "/here/",
        "/here/",
    )
    assert inside == {"q", "kind", "land"}
    assert shown.xpath(".//select[@name='sort']/@form") == ["listing-form"]
    assert form.xpath(".//button[@type='submit']") != []
    assert form.xpath(".//input[@checked]/@id") == ["facet-kind-3", "facet-land-12"]
    assert form.xpath(".//details/@open") == [""]
    assert form.xpath(".//form") == []


def test_a_list_says_its_count_its_filters_and_its_next_page():
    shown = tree(
        '<c-listing :listing="listing"><c-row title="Light" /></c-listing>', listing=listing()
    )
    results = shown.get_element_by_id("results")

    assert results.xpath("string(.//h2[@data-announce])") == "3 found"
    assert results.xpath(".//*[@class='chip']/@href") == ["?land=11"]
    assert results.xpath("string(.//h3)") == "Light"
    assert results.xpath(".//a[@rel='next']/@href") == ["?after=x"]


def test_a_search_that_finds_nothing_offers_the_way_back():
    shown = tree(
        '<c-listing :listing="listing" empty_heading="No needs yet">'
        '<c-row title="Light" /></c-listing>',
        listing=listing(count=0),
    )

    assert "Light" not in shown.text_content()
    assert "No needs yet" not in shown.text_content()
    assert shown.xpath(".//*[@class='empty']//a/@href") == ["?"]


def test_an_empty_room_says_what_will_come():
    bare = listing(count=0, chips=[], query="", facets=[])

    shown = tree('<c-listing :listing="listing" empty_heading="No needs yet" />', listing=bare)

    assert shown.xpath("string(.//*[@class='empty']//h3)") == "No needs yet"


# --- The frame -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf", "problem"])
def test_a_page_for_an_error_renders_without_a_portal_and_offers_a_way_on(name):
    page = html.fromstring(get_template(f"errors/{name}.html").render())

    assert page.xpath("//main//a/@href") == ["/"]
    assert len(page.xpath("//h1")) == 1
    assert page.get("lang")


def test_a_page_names_its_languages_and_marks_the_one_it_is_in():
    links = [("en", "English", "/en/x/", True), ("da", "Dansk", "/da/x/", False)]
    alternates = [("da", "https://ppi.example/da/x/")]
    context = {"language_links": links, "alternates": alternates}
    page = html.fromstring(get_template("base.html").render(context))

    assert page.xpath("//link[@rel='alternate']/@hreflang") == ["da"]
    assert page.xpath("//*[@class='menu__list']//a[@aria-current]/@lang") == ["en"]
    assert page.xpath("//*[@class='menu__list']//a/@href") == ["/en/x/", "/da/x/"]
