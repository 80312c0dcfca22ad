from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ppi.search"

    def ready(self) -> None:
        from ppi.search import indexables, receivers  # noqa: F401 - register themselves
