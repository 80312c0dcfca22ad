"""The newest version of each opportunity says whether other portals show it.

Of the versions before nobody knows any more; what a version did not record is no change.
"""

from django.db import migrations

FILL = """
UPDATE tenders_version AS version
SET content = version.content || jsonb_build_object('is_shared', opportunity.is_shared)
FROM tenders_opportunity AS opportunity
WHERE opportunity.id = version.opportunity_id
  AND opportunity.version = version.number
  AND NOT jsonb_exists(version.content, 'is_shared')
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0040_firms_may_decline")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
