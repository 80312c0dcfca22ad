"""The value that rules go by: the estimate, or the sum of the lots where that is higher."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Greatest


def fill(apps, schema_editor):
    """Values in euro grow with the value they were converted from."""
    opportunities = apps.get_model("tenders", "Opportunity").objects
    lots = apps.get_model("tenders", "Lot").objects
    sums = lots.filter(opportunity=OuterRef("pk")).order_by().values("opportunity")
    total = Subquery(sums.annotate(total=Sum("value")).values("total"))
    # PostgreSQL's GREATEST passes over what is null.
    opportunities.update(judged_value=Greatest(F("value"), total))
    opportunities.filter(currency="EUR").update(value_in_euro=F("judged_value"))
    higher = opportunities.exclude(currency="EUR").filter(value__gt=0, judged_value__gt=F("value"))
    higher.update(value_in_euro=F("value_in_euro") * F("judged_value") / F("value"))


class Migration(migrations.Migration):
    dependencies = [("tenders", "0005_known_years")]
    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="judged_value",
            field=models.DecimalField(decimal_places=2, max_digits=20, null=True),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="value_in_euro",
            field=models.DecimalField(decimal_places=2, max_digits=20, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
