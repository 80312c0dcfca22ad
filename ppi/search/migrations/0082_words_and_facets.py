"""One index for words and facets in place of four. Built while people search."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations

FORMER = ("search_vector", "search_branches", "search_places", "search_themes")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0081_no_branches_of_offers")]

    operations = [
        AddIndexConcurrently(
            "entry",
            GinIndex(
                fields=["vector", "branches", "places", "themes", "country", "kind", "language"],
                name="search_words_and_facets",
            ),
        ),
        *(RemoveIndexConcurrently("entry", name) for name in FORMER),
    ]
