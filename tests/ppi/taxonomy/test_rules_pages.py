"""«Which rules apply to my purchase?» and the procedures' pages, as a visitor sees them."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from ppi.taxonomy.procedures import PROCEDURES

RULES = "/p/dk/en/rules/"
ASKED = {
    "country": "DK",
    "buyer_type": "sub-central",
    "contract": "services",
    "value": "215999",
    "currency": "EUR",
    "date": "2026-03-02",
    "novelty": "off-the-shelf",
}
FIELDS = [*ASKED, "research", "lots", "prior_information_on", "urgent", "paper_tenders",
          "paper_documents"]  # fmt: skip


def ask(client, language: str = "en", **changes):
    query = urlencode({name: value for name, value in (ASKED | changes).items() if value != ""})
    return client.get(f"/p/dk/{language}/rules/?{query}")


def text(response) -> str:
    """What stands in the main part, each run of white space as one space."""
    main = html.fromstring(response.content.decode()).xpath("//main")[0]
    return re.sub(r"\s+", " ", main.text_content()).replace("\xa0", " ")


def errors(response) -> dict[str, str]:
    """Field errors by the field they stand at."""
    page = html.fromstring(response.content.decode())
    found = page.xpath("//*[contains(@id, '_error')]")
    return {
        mistake.get("id").removeprefix("id_").removesuffix("_error"): re.sub(
            r"\s+", " ", mistake.text_content()
        ).strip()
        for mistake in found
    }


@pytest.fixture
def visitor(facts, denmark, as_user):
    return as_user(None)


# --- The question ------------------------------------------------------------------------------


def test_the_page_begins_with_the_portals_country_and_no_answer(visitor) -> None:
    page = html.fromstring(visitor.get(RULES).content.decode())

    chosen = {
        field.get("name"): field.xpath("string(option[@selected]/@value)")
        for field in page.xpath("//main//select")
    }
    assert chosen == {
        "country": "DK",
        "buyer_type": "sub-central",
        "contract": "services",
        "currency": "DKK",
    }
    assert "The answer appears here" in page.xpath("string(//main)")
    assert "EU threshold of" not in page.xpath("string(//main)")


@pytest.mark.parametrize(
    ("value", "judgement", "advice"),
    [
        ("215999", "215,999 € lies below the EU threshold of 216,000 €.", "Request for quotations"),
        # Equal is above (article 4).
        ("216000", "216,000 € reaches the EU threshold of 216,000 €.", "Open procedure"),
        ("", "No value is given. The EU threshold is 216,000 €.", "Open procedure"),
    ],
)
def test_the_answer_begins_with_verdict_source_and_advice(
    visitor, value, judgement, advice
) -> None:
    page = html.fromstring(ask(visitor, value=value).content.decode())
    verdict = page.xpath("//*[@class='verdict']")[0].text_content().replace("\xa0", " ")

    assert judgement in verdict
    assert "article 4(c) of Directive 2014/24/EU" in verdict
    assert page.xpath("string(//article[contains(@class, 'card')]//h3)") == advice


def test_the_answer_above_the_threshold_gives_every_procedure_its_time(visitor) -> None:
    page = html.fromstring(ask(visitor, value="300000").content.decode())
    rows = [
        [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("*")]
        for row in page.xpath("//main//tbody/tr")
    ]

    # 2 March and 30 days give 1 April 2026, the day before Maundy Thursday, a Danish holiday.
    assert rows == [
        ["Open procedure", "30 days", "1 April 2026"],
        ["Restricted procedure", "30 days", "1 April 2026"],
    ]


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"paper_tenders": "on"}, ["Open procedure", "35 days", "7 April 2026"]),
        ({"paper_documents": "on"}, ["Open procedure", "35 days", "7 April 2026"]),
        ({"urgent": "on"}, ["Open procedure", "15 days", "17 March 2026"]),
        (
            {"prior_information_on": "2025-12-01"},
            ["Open procedure", "15 days", "17 March 2026"],
        ),
        ({"prior_information_on": "2026-03-01"}, ["Open procedure", "30 days", "1 April 2026"]),
    ],
)
def test_what_changes_the_time_limit_changes_the_first_day(visitor, changes, row) -> None:
    page = html.fromstring(ask(visitor, value="300000", **changes).content.decode())
    first = page.xpath("//main//tbody/tr")[0]

    assert [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in first.xpath("*")] == row
    assert page.xpath("//details[@open]//input[@name='urgent']")


def test_questions_and_standstill_are_told_with_the_earliest_deadline(visitor) -> None:
    said = text(ask(visitor, value="300000"))

    # Six whole days before 1 April: neither that day nor the day of the answer counts.
    assert (
        "With the earliest deadline of this procedure: Open procedure. Questions that came in good "
        "time must be answered by 25 March 2026"
    ) in said
    assert (
        "Wait at least 10 days between sending the award decision and signing the contract. "
        "Article 2a(2) of Directive 89/665/EEC."
    ) in said


def test_below_the_threshold_no_time_limit_is_claimed(visitor) -> None:
    said = text(ask(visitor, value="100000"))

    assert "The directives fix no minimum time limit below the threshold" in said
    assert "Earliest deadline" not in said


def test_national_limits_are_indicative_and_name_their_source(visitor) -> None:
    said = text(ask(visitor, country="FI", value="70000"))

    assert "Finland" in said
    assert "60,000 €" in said
    assert "Indicative." in said
    assert (
        "Source: Act 1397/2016, section 25; tem.fi; hankinnat.fi; bill HE 2/2026. Last checked on "
        "5 February 2026. Read the act"
    ) in said


def test_a_national_limit_that_nobody_compared_with_the_act_says_so_and_links_to_it(
    visitor,
) -> None:
    answer = ask(visitor, country="DK", value="600000", currency="DKK")
    page = html.fromstring(answer.content.decode())

    assert (
        "Source: Udbudsloven (Act No 1564 of 2015), parts IV and V; frinet.dk (undated). Not yet "
        "checked against the act."
    ) in text(answer)
    assert page.xpath("//a[normalize-space()='Read the act']/@href") == [
        "https://www.retsinformation.dk/eli/lta/2015/1564"
    ]


def test_another_currency_is_shown_as_a_conversion_and_never_decides(visitor) -> None:
    said = text(ask(visitor, value="1611360", currency="DKK"))

    assert "1,611,360 DKK reaches the EU threshold of 1,611,360 DKK." in said
    assert re.search(r"≈ [\d,.]+ €, converted at the ECB rate of", said)


def test_the_sum_of_the_lots_decides_and_small_lots_are_named(visitor) -> None:
    said = text(ask(visitor, value="", lots="150000\n\n70000\n"))

    assert "220,000 € reaches the EU threshold of 216,000 €." in said
    assert "80,000 €" in said
    assert "Open procedure" in said


def test_the_answer_leads_to_the_need_and_to_the_same_question_by_the_api(visitor) -> None:
    page = html.fromstring(ask(visitor, novelty="does-not-exist").content.decode())
    need = urlsplit(page.xpath("//main//a[starts-with(@href, '/p/dk/en/opportunities/')]/@href")[0])
    api = page.xpath("//main//a[contains(@href, '/api/v1/')]/@href")[0]

    assert parse_qs(need.query) == {
        "contract": ["services"],
        "value": ["215999"],
        "currency": ["EUR"],
        "novelty": ["does-not-exist"],
        "kind": ["challenge"],
    }
    assert api == (
        "http://testserver/api/v1/thresholds/verdict/?date=2026-03-02&buyer_type=sub-central"
        "&contract=services&value=215999&currency=EUR"
    )
    answered = visitor.get(api).json()
    assert (answered["verdict"], answered["threshold"]) == ("below", "216000.00")


def test_a_short_address_is_completed_with_the_beginning(visitor) -> None:
    page = html.fromstring(visitor.get(f"{RULES}?value=5000000").content.decode())

    assert "5,000,000 DKK reaches the EU threshold of 1,611,360 DKK" in page.xpath(
        "string(//main)"
    ).replace("\xa0", " ")


def test_amounts_are_read_as_the_readers_language_writes_them(visitor) -> None:
    danish = html.fromstring(ask(visitor, language="da", value="215.999,50").content.decode())
    english = errors(ask(visitor, value="215.999,50"))

    assert "215.999,50 €" in danish.xpath("string(//main)").replace("\xa0", " ")
    assert list(english) == ["value"]


def test_htmx_gets_the_answer_alone(visitor) -> None:
    part = visitor.get(f"{RULES}?{urlencode(ASKED)}", headers={"HX-Request": "true"})
    shown = html.fragment_fromstring(part.content.decode().strip())

    assert shown.get("id") == "answer"
    assert "<form" not in part.content.decode()
    assert "lies below" in shown.xpath("string(.//*[@data-announce])")


def test_htmx_gets_the_mistakes_with_links_to_their_fields(visitor) -> None:
    query = urlencode(ASKED | {"value": "much"})
    part = visitor.get(f"{RULES}?{query}", headers={"HX-Request": "true"}).content.decode()

    shown = html.fragment_fromstring(part.strip())
    assert shown.xpath(".//li/a/@href") == ["#id_value"]
    assert "Write the amount in digits" in shown.xpath("string(.//li)")
    assert "EU threshold of" not in part


# --- Bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"value": "much"}, "value", "Write the amount in digits"),
        ({"value": "NaN"}, "value", "Write the amount in digits"),
        ({"value": "-1"}, "value", "A value cannot be negative."),
        ({"value": "1e99"}, "value", "Write the amount in digits"),
        ({"value": "1e999"}, "value", "Write the amount in digits"),
        ({"value": "9e2"}, "value", "Write the amount in digits"),
        ({"value": "9" * 40}, "value", ""),
        ({"value": "1\x00"}, "value", ""),
        ({"date": "0001-01-01"}, "date", "Choose a day between 2016 and 2099."),
        ({"date": "9999-12-31"}, "date", "Choose a day between 2016 and 2099."),
        ({"date": "31.12.2026"}, "date", "Write the day as year-month-day."),
        ({"date": "2026-02-30"}, "date", "Write the day as year-month-day."),
        (
            {"prior_information_on": "1970-01-01"},
            "prior_information_on",
            "Choose a day between 2016 and 2099.",
        ),
        ({"country": "XX"}, "country", ""),
        ({"buyer_type": "king\x00"}, "buyer_type", ""),
        ({"contract": "<script>"}, "contract", ""),
        ({"currency": "BTC"}, "currency", ""),
        ({"novelty": "magic"}, "novelty", ""),
        ({"lots": "5000\nmuch"}, "lots", "Line 2: Write the amount in digits"),
        ({"lots": "1\n" * 101}, "lots", "Write at most 100 lots."),
        ({"lots": "NaN\n1e99"}, "lots", "Line 1:"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    visitor, changes, field, sentence
) -> None:
    response = ask(visitor, **changes)
    found = errors(response)

    assert response.status_code == 200
    assert list(found) == [field]
    assert sentence in found[field]
    assert found[field]
    page = html.fromstring(response.content.decode())
    kept = {
        "value": page.xpath("string(//input[@name='value']/@value)"),
        "date": page.xpath("string(//input[@name='date']/@value)"),
        "lots": page.xpath("string(//textarea[@name='lots'])").strip(),
    }
    typed = {name: (ASKED | {"lots": ""} | changes)[name].strip() for name in kept}
    assert {name: value.replace("\x00", "").replace("�", "") for name, value in kept.items()} == {
        name: value.replace("\x00", "") for name, value in typed.items()
    }


NASTY = st.one_of(
    st.sampled_from(
        ["", "\x00", "NaN", "Infinity", "-0", "1e99", "0001-01-01", "9999-12-31", "٣", "𝟙", "1_0"]
    ),
    st.text(max_size=30),
    st.dates().map(str),
    st.decimals().map(str),
    st.sampled_from([value for value in ASKED.values()]),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(query=st.dictionaries(st.sampled_from(FIELDS), NASTY))
def test_no_address_breaks_the_page(visitor, query) -> None:
    encoded = urlencode({name: value.encode("utf-8", "replace") for name, value in query.items()})

    for headers in ({}, {"HX-Request": "true"}):
        assert visitor.get(f"{RULES}?{encoded}", headers=headers).status_code == 200


# --- The catalogue -----------------------------------------------------------------------------


def test_the_list_leads_to_every_procedure(visitor) -> None:
    page = html.fromstring(visitor.get("/p/dk/en/procedures/").content.decode())

    assert page.xpath("//main//article//h2/a/@href") == [
        f"/p/dk/en/procedures/{code}/" for code in PROCEDURES
    ]


@pytest.mark.parametrize("code", PROCEDURES)
def test_a_procedures_page_tells_when_how_how_long_and_where_it_stands(visitor, code) -> None:
    said = text(visitor.get(f"/p/dk/en/procedures/{code}/"))
    about = PROCEDURES[code]

    lines = [*about.when, *about.when_not, *about.conditions, *about.advice]
    lines += [step.text for step in about.steps] + [act.title for act in about.sources]
    lines += list(about.legal_basis.values()) or [about.legal_note]
    for line in [about.name, about.summary, about.checked, *lines]:
        assert str(line) in said, line


def test_the_time_limits_on_a_page_are_those_recorded(visitor) -> None:
    page = html.fromstring(visitor.get("/p/dk/en/procedures/restricted/").content.decode())
    rows = [
        [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("*")]
        for row in page.xpath("//main//tbody/tr")
    ]

    classic = "Directive 2014/24/EU on public procurement, article 28"
    utilities = "Directive 2014/25/EU on procurement by utilities, article 46"
    defence = "Directive 2009/81/EC on defence and security, article 33"
    assert rows == [
        [classic, "30 (urgent 15)", "30", "25", "10", "10"],
        [utilities, "30 (urgent 15)", "10", "–", "–", "–"],
        [defence, "37 (urgent 15)", "40", "–", "36", "10"],
    ]


def test_a_time_limit_nobody_has_checked_says_so_and_names_its_article(visitor) -> None:
    said = text(visitor.get("/p/dk/en/procedures/innovation-partnership/"))

    assert (
        "Directive 2014/24/EU on public procurement, article 31: Not yet checked against the "
        "official text. Ask your legal adviser before you rely on it."
    ) in re.sub(r" +", " ", said)
    assert "memory" not in said


@pytest.mark.parametrize("code", ["barter", "open-procedure", "OPEN"])
def test_a_procedure_that_does_not_exist_is_not_found(visitor, code) -> None:
    assert visitor.get(f"/p/dk/en/procedures/{code}/").status_code == 404


def test_the_pages_stand_in_the_sitemap_in_each_language(visitor) -> None:
    sections = [visitor.get(f"/p/dk/sitemap-{name}.xml") for name in ("pages", "procedures")]
    listed = "".join(section.content.decode() for section in sections)

    for path in ("rules/", "procedures/", "procedures/open/", "procedures/quotation/"):
        assert f"/p/dk/en/{path}</loc>" in listed
        assert f"/p/dk/da/{path}</loc>" in listed


def test_the_footer_of_every_page_leads_to_the_rules(visitor) -> None:
    page = html.fromstring(visitor.get("/p/dk/en/library/").content.decode())

    assert page.xpath("string(//footer//a[@href='/p/dk/en/rules/'])") == (
        "Which rules apply to my purchase?"
    )
