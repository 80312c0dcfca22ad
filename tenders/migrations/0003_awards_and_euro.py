"""What was written before: results get their award as a row, values in euro their band."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    opportunities = apps.get_model("tenders", "Opportunity").objects
    opportunities.filter(currency="EUR").update(value_in_euro=F("value"))
    award = apps.get_model("tenders", "Award")
    for result in opportunities.filter(kind="result").exclude(winner_name="").iterator():
        award.objects.create(
            opportunity=result,
            winner_name=result.winner_name,
            value=result.awarded_value,
            currency=result.currency,
            tenders_received=result.tenders_received,
            reason=result.result_note,
        )


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_need_to_result")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
