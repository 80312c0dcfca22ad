from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction

from ppi.taxonomy import services
from ppi.taxonomy.choices import Origin
from ppi.taxonomy.countries import COUNTRIES
from ppi.taxonomy.models import (
    CpvCode,
    LegalPeriod,
    NationalThreshold,
    NutsRegion,
    SmallLotLimit,
    Threshold,
    TimeLimit,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def everything() -> list[list[dict]]:
    codes, figures = (CpvCode, NutsRegion), (Threshold, NationalThreshold, TimeLimit)
    models = (*codes, *figures, SmallLotLimit, LegalPeriod)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_second_load_changes_nothing(facts):
    before = everything()

    changes = services.load_facts()

    assert {(x.added, x.changed) for x in changes.values()} == {(0, 0)}
    assert everything() == before


def test_the_command_says_what_it_loaded(db):
    out = StringIO()

    call_command("load_facts", stdout=out)

    assert out.getvalue() == (
        "CPV divisions: 45 (45 added, 0 changed), NUTS regions: 237 (237 added, 0 changed), "
        "EU thresholds: 251 (251 added, 0 changed), "
        "national thresholds: 75 (75 added, 0 changed), "
        "small lots: 77 (77 added, 0 changed), time limits: 20 (20 added, 0 changed), "
        "legal periods: 34 (34 added, 0 changed).\n"
    )


def test_every_division_has_a_label_in_nine_languages(facts):
    missing = [
        (row.code, language)
        for row in CpvCode.objects.all()
        for language in LANGUAGES
        if not getattr(row, f"label_{language}")
    ]

    assert CpvCode.objects.divisions().count() == 45
    assert missing == []


def test_all_nine_countries_have_their_regions(facts):
    levels = {
        country: list(
            NutsRegion.objects.filter(country=country)
            .order_by("level")
            .values_list("level", flat=True)
            .distinct()
        )
        for country in COUNTRIES
    }

    assert levels == {**dict.fromkeys(COUNTRIES, [0, 1, 2, 3]), "DE": [0, 1, 2]}


def test_each_figure_has_a_source_that_anybody_can_look_up(facts):
    sources = {
        *Threshold.objects.values_list("source", flat=True),
        *NationalThreshold.objects.values_list("source", flat=True),
        *TimeLimit.objects.values_list("source", flat=True),
        *SmallLotLimit.objects.values_list("source", flat=True),
        *LegalPeriod.objects.values_list("source", flat=True),
    }

    assert all(sources)
    assert not [x for x in sources if ".json" in x or ".md" in x or "shared" in x]


def test_a_figure_mended_in_the_facts_reaches_the_rows(facts):
    Threshold.objects.filter(currency="EUR", contract="concession").update(amount=1)

    changes = services.load_facts()

    assert changes["EU thresholds"].changed == 3
    assert not Threshold.objects.filter(amount=1).exists()


def test_a_national_limit_checked_later_by_an_editor_is_kept(facts):
    later = NationalThreshold.objects.get(country="FI", contract="works")
    later.amount, later.checked_on = Decimal(175000), date(2026, 11, 1)
    later.save()
    unchecked = NationalThreshold.objects.get(country="LT", contract="works")
    unchecked.amount = Decimal(1)
    unchecked.save()

    changes = services.load_facts()

    later.refresh_from_db()
    unchecked.refresh_from_db()
    assert changes["national thresholds"].changed == 1
    assert (later.amount, unchecked.amount) == (175000, 174000)


def test_official_labels_are_not_replaced_by_ours(facts):
    CpvCode.objects.filter(code="45000000").update(label_en="Official", origin=Origin.OFFICIAL)

    services.load_facts()

    assert CpvCode.objects.get(code="45000000").label_en == "Official"


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (CpvCode, {"code": "4500000"}),
        (CpvCode, {"code": "4500000A"}),
        (CpvCode, {"code": "45000000"}),
        (NutsRegion, {"code": "DK1", "level": 1, "country": "DK", "name": "No parent"}),
        (NutsRegion, {"code": "dk", "level": 0, "country": "DK", "name": "Small letters"}),
    ],
)
def test_the_database_refuses_a_code_that_is_none(facts, model, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(origin=Origin.FACTS, **columns)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": -1},
        {"valid_to": date(2025, 12, 31)},
        {"buyer_type": "municipality"},
        {"contract": "goods"},
        {"directive": "2014/26"},
        {"currency": "eur"},
        {"status": "guessed"},
        {"valid_from": date(2024, 1, 1), "valid_to": None},
    ],
)
def test_the_database_refuses_a_threshold_that_cannot_be(facts, change):
    rows = Threshold.objects.filter(
        directive="2014/23", currency="EUR", valid_from=date(2026, 1, 1)
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (SmallLotLimit, {"amount": 0}),
        (SmallLotLimit, {"share": 0}),
        (SmallLotLimit, {"share": 101}),
        (SmallLotLimit, {"valid_to": date(2016, 1, 1)}),
        (SmallLotLimit, {"currency": "kr."}),
        (SmallLotLimit, {"directive": "2014/26"}),
        (SmallLotLimit, {"contract": "goods"}),
        (SmallLotLimit, {"contract": "works"}),
        (LegalPeriod, {"length": 0}),
        (LegalPeriod, {"unit": "weeks"}),
        (LegalPeriod, {"what": "lunch"}),
        (LegalPeriod, {"what": "answers"}),
        (LegalPeriod, {"status": "guessed"}),
        (TimeLimit, {"technique": "auction"}),
        (TimeLimit, {"procedure": "restricted"}),
        (TimeLimit, {"tenders": None, "tenders_electronic": None, "tenders_pin": None,
                     "tenders_urgent": None, "tenders_agreed": 10}),
    ],
)  # fmt: skip
def test_the_database_refuses_a_figure_that_cannot_be(facts, model, change):
    rows = model.objects.filter(directive="2014/24")

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)


def test_a_national_limit_without_a_day_is_stated_once(facts):
    twin = NationalThreshold.objects.get(country="LT", contract="works")
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_the_carried_codes_agree_with_the_official_lists(facts, reference):
    with (reference / "cpv.csv").open(encoding="utf-8") as file:
        divisions = {
            row["code"]: row["check_digit"] for row in csv.DictReader(file) if not row["parent"]
        }
    with (reference / "nuts.csv").open(encoding="utf-8") as file:
        regions = {
            row["code"]: (row["name"], row["parent"], int(row["level"]))
            for row in csv.DictReader(file)
            if row["country"] in COUNTRIES
            and not row["name"].startswith("Extra-Regio")
            and not (row["country"] == "DE" and row["level"] == "3")
        }

    assert dict(CpvCode.objects.values_list("code", "check_digit")) == divisions
    assert {
        row.code: (row.name, row.parent_id or "", row.level) for row in NutsRegion.objects.all()
    } == regions


def test_a_figure_is_called_by_what_it_says(facts):
    def called(model, **facts):
        return str(model.objects.filter(**facts).earliest("pk"))

    assert called(Threshold, currency="EUR", contract="concession", valid_from="2026-01-01") == (
        "2014/23 any concession 5404000.00 EUR from 2026-01-01"
    )
    assert called(NationalThreshold, country="LT", contract="works") == (
        "LT low-value works 174000.00 EUR"
    )
    assert called(TimeLimit, technique="dps", directive="2014/24") == "2014/24 restricted dps"
    assert called(SmallLotLimit, currency="EUR", directive="2014/25", contract="works") == (
        "2014/25 works 1000000.00 EUR"
    )
    assert called(LegalPeriod, what="framework", directive="2009/81") == "2009/81 framework 7 years"
