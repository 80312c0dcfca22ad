from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "ppi.discussion"

    def ready(self) -> None:
        from ppi.organisations import links

        for model in ("Question", "Note"):
            links.moves(f"discussion.{model}.organisation", f"discussion.{model}.subject")
