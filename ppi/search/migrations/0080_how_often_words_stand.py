"""The planner knows ten thousand words by how often they stand, not one thousand.

Of a word that it does not know it believes that it is as frequent as the rarest it knows: at a
million entries that was 9,500 hits for each, and three alternatives of one rare word were taken for
too many to be counted exactly.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0070_branches_of_offers")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE search_entry ALTER COLUMN vector SET STATISTICS 1000",
            "ALTER TABLE search_entry ALTER COLUMN vector SET STATISTICS -1",
        )
    ]
