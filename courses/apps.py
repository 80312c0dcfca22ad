from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from courses import moderation  # noqa: F401 - registers courses for moderation
        from ppi.portals import navigation
        from ppi.portals.choices import Module

        navigation.add_door(_("Courses"), "courses:list", order=40, module=Module.COURSES)
        navigation.add_account_link(
            _("My courses"), "courses:mine", order=30, module=Module.COURSES
        )
