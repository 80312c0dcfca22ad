from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "ppi.translations"

    def ready(self) -> None:
        from ppi.organisations import links

        links.stays("translations.Text.subject", because="it translates that very text")
