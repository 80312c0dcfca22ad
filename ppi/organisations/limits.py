"""How often one person may do what sends mails to others, or takes the moderators' time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel.models import AuditEntry
from ppi.kernel.verdicts import Refused


def refuse_too_many(person, action: str, most: int, *, field: str | None = None) -> None:
    """The trail counts, for what was withdrawn or renewed is deleted, and its mail was sent."""
    since = timezone.now() - timedelta(days=1)
    if AuditEntry.objects.filter(actor=person, action=action, at__gt=since).count() >= most:
        sentence = _("You have done this often enough for one day. Go on tomorrow.")
        raise Refused(sentence, field=field)
