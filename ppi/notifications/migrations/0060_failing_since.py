from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0050_subjects_by_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='webhook',
            name='failing_since',
            field=models.DateTimeField(null=True),
        ),
    ]
