"""What cases put on the pages of rooms beside this one, which they know by their registry alone."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string

from cases import permissions
from ppi.kernel import slots
from ppi.organisations.registry import tellable
from ppi.portals.choices import Module


@slots.fills("opportunity.follow_up")
@slots.fills("opportunity.page")
def make_a_case_of_it(subject: models.Model, request: HttpRequest) -> str:
    """For those who may tell it: what came of a purchase begins a case."""
    portal = getattr(request, "portal", None)
    if portal is None or not portal.offers(Module.CASES):
        return ""
    if not permissions.may_tell_for(request.user, subject.organisation):
        return ""
    if tellable.of(subject).beginning(subject) is None:
        return ""
    named = f"{subject._meta.label_lower}:{subject.pk}"
    return render_to_string("cases/make_a_case.html", {"named": named}, request)
