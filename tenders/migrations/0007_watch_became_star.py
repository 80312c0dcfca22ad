from django.db import migrations


class Migration(migrations.Migration):
    """Stars stand in `ppi.matching`, which has read the watches before."""

    dependencies = [("tenders", "0006_judged_value")]

    operations = [migrations.DeleteModel(name="Watch")]
