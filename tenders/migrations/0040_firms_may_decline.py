from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenders', '0010_one_public_result_a_call'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitedfirm',
            name='declined_at',
            field=models.DateTimeField(null=True),
        ),
    ]
