"""What editors write can be reported and removed; none of it waits in the queue."""

from __future__ import annotations

from types import ModuleType

from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused
from ppi.moderation.editing.models import Edited


class EditedModeration:
    """Base of a room's entry in the registry: the room adds label, preview and the following."""

    model: type[Edited]
    # The room's, with `publish` and `remove`.
    services: ModuleType
    # Name of the page on which the row is read.
    page: str
    related = ("portal", "created_by")

    def get(self, pk: int) -> Edited | None:
        rows = self.model.objects.everywhere("moderation checked the portal")
        return rows.select_related(*self.related).filter(pk=pk).first()

    def address(self, subject: Edited) -> tuple[str, list]:
        return self.page, [subject.slug]

    def publish(self, subject: Edited, *, by) -> None:
        self.services.publish(subject, by=by)

    def send_back(self, subject: Edited, reason: str, *, by) -> None:
        raise Refused(_("Editors write this themselves: nobody waits for it to come back."))

    def remove(self, subject: Edited, reason: str, *, by) -> None:
        self.services.remove(subject, reason, by=by)

    def restore(self, subject: Edited, *, by) -> None:
        self.services.publish(subject, by=by)

    def authors(self, subject: Edited) -> list:
        return [subject.created_by] if subject.created_by else []
