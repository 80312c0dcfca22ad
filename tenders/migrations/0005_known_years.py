"""Dates lie in the years that the rules know, and that every time zone and database can tell."""

from datetime import UTC, date, datetime

from django.db import migrations, models
from django.db.models import F, Q

FIRST_DAY, LAST_DAY = date(2016, 1, 1), date(2099, 12, 31)
BEGIN, END = datetime(2015, 12, 31, tzinfo=UTC), datetime(2100, 1, 2, tzinfo=UTC)
DAYS = ("starts_on", "prior_information_on", "runs_until", "standstill_until")


def drop_impossible_dates(apps, schema_editor):
    """A date that no page could show goes; what must be dated gets the day on which it came."""
    opportunities = apps.get_model("tenders", "Opportunity").objects
    versions = apps.get_model("tenders", "Version").objects
    for name in DAYS:
        opportunities.filter(
            Q(**{f"{name}__lt": FIRST_DAY}) | Q(**{f"{name}__gt": LAST_DAY})
        ).update(**{name: None})
    for rows, name, instead in (
        (opportunities, "deadline", None),
        (opportunities, "questions_until", None),
        (opportunities, "published_at", F("created_at")),
        (versions, "dispatched_at", F("arrived_at")),
    ):
        beyond = Q(**{f"{name}__lt": BEGIN}) | Q(**{f"{name}__gte": END})
        rows.filter(beyond).update(**{name: instead})
    # PostgreSQL changes no table whose checks of foreign keys still wait for the commit.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def within(model, name, **bounds):
    constraint = models.CheckConstraint(
        condition=Q(**{f"{name}__{bound}": value for bound, value in bounds.items()}),
        name=f"tenders_{name}_in_known_years",
        violation_error_message="Choose a day between 2016 and 2099.",
    )
    return migrations.AddConstraint(model, constraint)


class Migration(migrations.Migration):
    dependencies = [("tenders", "0004_typed_here_at")]
    operations = [
        migrations.RunPython(drop_impossible_dates, migrations.RunPython.noop),
        within("opportunity", "deadline", gte=BEGIN, lt=END),
        within("opportunity", "questions_until", gte=BEGIN, lt=END),
        within("opportunity", "published_at", gte=BEGIN, lt=END),
        *[within("opportunity", name, gte=FIRST_DAY, lte=LAST_DAY) for name in DAYS],
        within("version", "dispatched_at", gte=BEGIN, lt=END),
    ]
