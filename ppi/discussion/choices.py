"""The states of a question, and the table of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    WAITING = "waiting", _("waiting for an answer")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("not answered, with a reason")
    WITHDRAWN = "withdrawn", _("taken back")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.WAITING: {Status.ANSWERED, Status.DECLINED, Status.WITHDRAWN},
    Status.ANSWERED: {Status.REMOVED},
    Status.REMOVED: {Status.ANSWERED},
}
