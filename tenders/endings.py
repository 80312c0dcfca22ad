"""The ways in which a buyer ends what is public: what each does, who may now, and its verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm
from ppi.kernel.verdicts import ALLOWED, Refused, Verdict
from tenders import permissions, services
from tenders.choices import Phase
from tenders.models import Opportunity
from tenders.services.ending import refuse_impossible_end


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("A sentence or two. What you write here is public."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InnerReasonForm(ReasonForm):
    """For what nobody else sees afterwards."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].help_text = _("A sentence or two, kept in the record.")


@dataclass(frozen=True)
class Ending:
    """One way to end: what the page says, and which verb it leads to."""

    heading: object
    effects: tuple[object, ...]
    done: object
    act: Callable
    may: Callable[[object, Opportunity], Verdict]
    form: type[ReasonForm] = ReasonForm


def may_say(phase: str, user, opportunity: Opportunity) -> Verdict:
    """May this person say now that it has come so far?"""
    if refusal := permissions.may_end(user, opportunity).reason:
        return Verdict(refusal)
    try:
        refuse_impossible_end(opportunity, phase)
    except Refused as refused:
        return Verdict(refused.sentence)
    return ALLOWED


def _say(phase: str, opportunity: Opportunity, reason: str, *, by) -> None:
    services.end(opportunity, phase, reason, by=by)


STAYS = _("The page stays public, with your reason and the day at the top.")
ENDINGS = {
    "close-early": Ending(
        _("Close before the deadline"),
        (
            _("Nobody can answer from now on."),
            STAYS,
            _("A correction with a new deadline opens it again."),
        ),
        _("It is closed."),
        partial(_say, Phase.CLOSED),
        partial(may_say, Phase.CLOSED),
    ),
    "cancel": Ending(
        _("Cancel"),
        (_("Nobody can answer from now on."), STAYS, _("This cannot be undone.")),
        _("It is cancelled."),
        partial(_say, Phase.CANCELLED),
        partial(may_say, Phase.CANCELLED),
    ),
    "no-contract": Ending(
        _("End without a contract"),
        (
            _("It says that no contract came of it: no suitable tender, or none at all."),
            STAYS,
            _("This cannot be undone."),
        ),
        _("It has ended without a contract."),
        partial(_say, Phase.UNSUCCESSFUL),
        partial(may_say, Phase.UNSUCCESSFUL),
    ),
    "withdraw": Ending(
        _("Withdraw"),
        (
            _("The page is no longer public: only you and your colleagues see it."),
            _("To end what companies have already read, cancel it instead."),
            _("This cannot be undone."),
        ),
        _("It is withdrawn."),
        services.withdraw,
        permissions.may_withdraw,
        InnerReasonForm,
    ),
}


@dataclass(frozen=True)
class Tool:
    label: object
    url: str


def offered(user, opportunity: Opportunity) -> list[Tool]:
    """The endings that this person may choose now, for the buyer's tools on the page."""
    return [
        Tool(ending.heading, reverse(f"tenders:{name}", args=[opportunity.slug]))
        for name, ending in ENDINGS.items()
        if ending.may(user, opportunity)
    ]
