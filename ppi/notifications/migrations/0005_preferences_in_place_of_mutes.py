from django.db import migrations, models
from django.db.models import F


def carry_over(apps, schema_editor):
    """What was muted stays so; what was promised before is about its cause, and was due at once."""
    Mute, Preference, Delivery = (
        apps.get_model("notifications", name) for name in ("Mute", "Preference", "Delivery")
    )
    muted = Mute.objects.order_by("pk").iterator()
    Preference.objects.bulk_create(
        (Preference(user_id=row.user_id, kind=row.kind, mail="never") for row in muted),
        batch_size=1000,
    )
    Delivery.objects.update(
        subject_type=F("content_type"), subject_id=F("object_id"), due_at=F("promised_at")
    )


def let_the_clock_send(apps, schema_editor):
    """Jobs of before name one delivery each. The clock finds what is unsent and makes new ones."""
    waiting = apps.get_model("kernel", "Job").objects.filter(done_at=None)
    waiting.filter(
        models.Q(task="ppi.notifications.tasks.send")
        | models.Q(arguments__event="notifications.promised")
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0001_initial"),
        ("notifications", "0004_channels"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(let_the_clock_send, migrations.RunPython.noop),
        migrations.DeleteModel(name="Mute"),
    ]
