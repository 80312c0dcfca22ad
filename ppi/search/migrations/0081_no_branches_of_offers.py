"""Offers are found under their branches in a table of matching; nothing reads this index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0080_how_often_words_stand")]

    operations = [migrations.RemoveIndex("entry", "search_branches_of_offers")]
