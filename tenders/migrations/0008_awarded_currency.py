"""An award has its own currency; the estimate keeps the one by which it is judged."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    """That of its contracts; one that names none was shown in the estimate's."""
    awards = apps.get_model("tenders", "Award").objects.filter(opportunity=OuterRef("pk"))
    summed_first = awards.order_by(F("value").desc(nulls_last=True))
    told = apps.get_model("tenders", "Opportunity").objects.exclude(awarded_value=None)
    contracts = Subquery(summed_first.values("currency")[:1])
    told.update(awarded_currency=Coalesce(contracts, F("currency")))


class Migration(migrations.Migration):
    dependencies = [("tenders", "0007_watch_became_star")]
    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="awarded_currency",
            field=models.CharField(
                blank=True,
                choices=[("EUR", "EUR"), ("DKK", "DKK"), ("SEK", "SEK"), ("NOK", "NOK")],
                default="",
                max_length=3,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
