from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portals", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="crossing",
            name="session_key",
            field=models.CharField(default="", max_length=40),
        ),
    ]
