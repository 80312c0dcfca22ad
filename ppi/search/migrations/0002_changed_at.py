from django.db import migrations, models
from django.db.models import F


def start_at_publication(apps, schema_editor) -> None:
    """The day that is known of every entry; `manage.py reindex` puts the true one."""
    apps.get_model("search", "Entry")._base_manager.update(changed_at=F("published_at"))


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AddField("entry", "changed_at", models.DateTimeField(null=True)),
        migrations.RunPython(start_at_publication, migrations.RunPython.noop),
        migrations.AlterField("entry", "changed_at", models.DateTimeField()),
    ]
