from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ppi.search"

    def ready(self) -> None:
        from ppi.organisations import links  # noqa: I001 - the order below matters
        from ppi.search import finding, indexables  # noqa: F401 - register themselves
        from ppi.search import receivers  # noqa: F401 - listens for what was registered

        links.stays(
            "search.Entry.content_type",
            "search.Entry.organisation",
            because="made anew of the rows that it is about",
        )
