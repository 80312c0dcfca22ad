from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="match",
            name="found_open",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
