"""What moderation puts on the pages of rooms below it."""

from __future__ import annotations

from django.template.loader import render_to_string

from ppi.kernel import slots
from ppi.organisations.models import Organisation


@slots.fills("organisation.decision")
def last_decision(organisation: Organisation, request) -> str:
    return render_to_string("moderation/last_decision.html", {"subject": organisation}, request)


@slots.fills("organisation.foot")
def report_link(organisation: Organisation, request) -> str:
    if not organisation.is_verified:
        return ""
    return render_to_string("moderation/report_link.html", {"subject": organisation}, request)
