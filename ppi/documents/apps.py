from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "ppi.documents"

    def ready(self) -> None:
        from ppi.documents import receivers  # noqa: F401
        from ppi.organisations import links

        links.moves("documents.Document.organisation", "documents.Document.subject")
