from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("tenders", "0009_awarded_value_has_a_currency")]

    operations = [
        migrations.AddConstraint(
            model_name="opportunity",
            constraint=models.UniqueConstraint(
                condition=Q(status="published"),
                fields=["concludes"],
                name="tenders_one_public_result_a_call",
            ),
        ),
    ]
