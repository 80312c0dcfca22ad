from django.db import migrations

# One call an entry in place of a hundred nested ones, which took longer to plan than to run.
CREATE = """
CREATE FUNCTION search_vector_of(configurations text[], weights text[], texts text[])
RETURNS tsvector LANGUAGE plpgsql STABLE AS $$
DECLARE
    -- Keeps the end of one text and the beginning of the next from being a phrase.
    gap CONSTANT tsvector := 'gapbetweentexts:1';
    joined tsvector := gap;
BEGIN
    FOR i IN 1 .. cardinality(texts) LOOP
        joined := joined || gap || setweight(
            to_tsvector(configurations[i]::regconfig, texts[i])
                || gap || to_tsvector('simple'::regconfig, unaccent(texts[i])),
            weights[i]::"char"
        );
    END LOOP;
    RETURN ts_delete(joined, 'gapbetweentexts');
END
$$
"""
DROP = "DROP FUNCTION search_vector_of(text[], text[], text[])"


class Migration(migrations.Migration):
    dependencies = [("search", "0006_find_titles_by_beginning")]

    operations = [migrations.RunSQL(CREATE, DROP)]
