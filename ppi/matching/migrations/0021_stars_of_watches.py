"""Who watched an opportunity has starred it."""

from django.db import migrations


def star_what_was_watched(apps, schema_editor):
    of_model, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="tenders", model="opportunity"
    )
    watches = apps.get_model("tenders", "Watch").objects.select_related("opportunity").order_by("pk").iterator()
    star(watches, apps.get_model("matching", "Star").objects, of_model)


def star(watches, stars, of_model):
    rows = (
        stars.model(
            content_type=of_model,
            object_id=row.opportunity_id,
            person_id=row.person_id,
            portal_id=row.opportunity.portal_id,
            since=row.since,
        )
        for row in watches
    )
    stars.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0020_interests"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("tenders", "0006_judged_value"),
    ]
    # Which deletes the watches.
    run_before = [("tenders", "0007_watch_became_star")]

    operations = [
        migrations.RunPython(star_what_was_watched, migrations.RunPython.noop),
    ]
