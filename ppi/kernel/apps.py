from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "ppi.kernel"

    def ready(self) -> None:
        from ppi.kernel import editorial, tasks  # noqa: F401

        editorial.fall_back_to_the_original()
