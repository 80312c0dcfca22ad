"""Saving a form on which another member may have written meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import models, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ppi.kernel import audit, dates, together
from ppi.kernel.together import SEEN, Conflict
from ppi.kernel.verdicts import Refused


class JointForm:
    """One person's form of a row; `seen` and `conflict` are for its template.

    `opened` makes the form of the row as it is now, which is held until the form is saved.
    """

    def __init__(self, request: HttpRequest, form: BaseForm, opened: Callable[[], BaseForm]):
        self.request, self.form, self.opened = request, form, opened
        self.conflict: Conflict | None = None
        self.seen = request.POST.get(SEEN, "") or together.fingerprint(opened())

    def saved(self, save: Callable[[BaseForm], object]) -> bool:
        """Whether it was; else the form, or `conflict`, says why not."""
        try:
            with transaction.atomic():
                taken = together.merge(self.form, self.opened(), self.seen)
                save(self.form)
        except Conflict as conflict:
            self.conflict, self.seen = conflict, together.fingerprint(self.opened())
            return False
        except Refused as refused:
            field = refused.field if refused.field in self.form.fields else None
            self.form.add_error(field, refused.sentence)
            return False
        self._say(taken)
        return True

    def _say(self, taken: list[str]) -> None:
        if taken:
            sentence = _("Somebody else changed this meanwhile, and it is kept: %(fields)s.")
            messages.info(self.request, sentence % {"fields": ", ".join(taken)})


def last_change(*rows: models.Model | None) -> str:
    """Who last saved one of these rows, and when, in a sentence."""
    entries = [entry for row in rows if row and row.pk for entry in audit.trail(row)[:1]]
    latest = max(entries, key=lambda entry: entry.at, default=None)
    if latest is None or latest.actor is None:
        return _("This page was saved after you opened it.")
    told = {"name": latest.actor, "moment": dates.day_and_time(latest.at)}
    return _("%(name)s saved this page after you opened it (%(moment)s).") % told
