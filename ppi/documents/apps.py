from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ppi.documents"

    def ready(self) -> None:
        from ppi.documents import receivers  # noqa: F401
