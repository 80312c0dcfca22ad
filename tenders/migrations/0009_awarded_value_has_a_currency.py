from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Apart from the filling: one transaction does not change rows and then their table."""

    dependencies = [("tenders", "0008_awarded_currency")]

    operations = [
        migrations.AddConstraint(
            model_name="opportunity",
            constraint=models.CheckConstraint(
                condition=Q(awarded_value=None) | ~Q(awarded_currency=""),
                name="tenders_awarded_value_has_a_currency",
            ),
        ),
    ]
