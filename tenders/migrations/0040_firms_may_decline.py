from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenders', '0007_watch_became_star'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitedfirm',
            name='declined_at',
            field=models.DateTimeField(null=True),
        ),
    ]
