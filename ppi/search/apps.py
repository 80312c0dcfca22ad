from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "ppi.search"

    def ready(self) -> None:
        from ppi.search import finding, indexables  # noqa: F401, I001 - register themselves
        from ppi.search import receivers  # noqa: F401 - listens for what was registered
