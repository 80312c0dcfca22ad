from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistantConfig(AppConfig):
    name = "ppi.assistant"

    def ready(self) -> None:
        from ppi.assistant import receivers  # noqa: F401 - registers itself
        from ppi.portals import navigation
        from ppi.portals.choices import Module

        navigation.add_door(_("Ask"), "assistant:ask", order=70, module=Module.ASSISTANT)
