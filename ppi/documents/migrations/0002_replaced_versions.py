"""Says of each version when the next took its place; files may belong to no organisation."""

import django.db.models.deletion
from django.db import migrations, models


def note_when_each_was_replaced(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    following = Document._base_manager.filter(
        content_type=models.OuterRef("content_type"),
        object_id=models.OuterRef("object_id"),
        name=models.OuterRef("name"),
        number__gt=models.OuterRef("number"),
    ).order_by("number")
    Document._base_manager.update(
        replaced_at=models.Subquery(following.values("uploaded_at")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="replaced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(note_when_each_was_replaced, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="document",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="organisations.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="scan",
            field=models.CharField(
                choices=[
                    ("waiting", "being checked for viruses"),
                    ("clean", "no virus found"),
                    ("skipped", "not scanned: no scanner is set up"),
                    ("infected", "a virus was found: it cannot be downloaded"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), ("replaced_at", None)),
                fields=("content_type", "object_id", "name"),
                name="documents_one_current_version_a_name",
            ),
        ),
    ]
