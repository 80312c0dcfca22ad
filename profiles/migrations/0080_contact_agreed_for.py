"""Everybody who is shown agreed to it for the organisation whose member they are."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    contacts = apps.get_model("profiles", "Contact").objects
    memberships = apps.get_model("organisations", "Membership").objects
    own = memberships.filter(pk=OuterRef("membership")).values("organisation")
    contacts.update(agreed_for=Subquery(own))


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0055_verified_newest"),
        ("profiles", "0070_card"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="agreed_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
