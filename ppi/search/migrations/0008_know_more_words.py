from django.db import migrations

# Ten thousand frequent words are counted by name, in place of a thousand: the others are known to
# be that much rarer, and a search for them is not taken for a broad one.
MORE = "ALTER TABLE search_entry ALTER vector SET STATISTICS 1000"
USUAL = "ALTER TABLE search_entry ALTER vector SET STATISTICS -1"


class Migration(migrations.Migration):
    dependencies = [("search", "0007_vector_in_one_call")]

    operations = [migrations.RunSQL(MORE, USUAL)]
