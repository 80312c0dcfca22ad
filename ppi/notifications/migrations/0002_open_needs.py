from django.db import migrations, models

KINDS = [
    ("match", "A new need fits my company"),
    ("open-needs", "Open needs fit my new profile"),
    ("decision", "A moderator has decided about something of mine"),
    ("removal", "A moderator has removed something of mine"),
    ("submission", "Something waits for me as a moderator"),
    ("report", "A reader has reported something to me as a moderator"),
    ("report-answer", "The moderators have answered my report"),
    ("invitation", "I am invited to an organisation"),
    ("join-request", "Somebody asks to join my organisation"),
    ("join-answer", "My request to join an organisation is answered"),
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="kind",
            field=models.CharField(choices=KINDS, max_length=14),
        )
        for name in ("delivery", "mute")
    ]
