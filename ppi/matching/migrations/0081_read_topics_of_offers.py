"""What has been read of offers already stands under its topics and branches from now on."""

from django.db import migrations

READ = """
    INSERT INTO matching_offertopic (entry_id, code, strength, leads, organisation_id)
    SELECT entry.id, held.code, max(held.strength), bool_or(held.leads), entry.organisation_id
    FROM search_entry AS entry
    JOIN matching_gist AS gist ON gist.entry_id = entry.id
    CROSS JOIN LATERAL (
        SELECT code, round(strength * 10000)::smallint AS strength,
            code = ANY(gist.nearest) AS leads
        FROM unnest(gist.topics, gist.strengths) AS topic (code, strength)
        UNION ALL
        SELECT ('1' || left(digits, length))::integer, 0, false
        FROM unnest(entry.cpv[1:20]) AS code,
            LATERAL (SELECT rtrim(code, '0') AS short) AS cut,
            LATERAL (SELECT short || repeat('0', 2 - length(short)) AS digits) AS meaning,
            (VALUES (2), (3)) AS cuts (length)
        WHERE length(digits) >= cuts.length
    ) AS held
    WHERE entry.kind IN ('profile', 'product') AND entry.organisation_id IS NOT NULL
    GROUP BY entry.id, held.code, entry.organisation_id
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0080_topics_of_offers")]

    operations = [migrations.RunSQL(READ, migrations.RunSQL.noop)]
