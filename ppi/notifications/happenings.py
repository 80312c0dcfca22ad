"""What happened to an organisation, as its people are told: a sentence for each kind of entry.

A new one is a row here, and `organisations.events.concerned` announced with the trail's entry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ppi.kernel.models import AuditEntry
from ppi.organisations.models import Organisation

BOARD, PAGE = "organisations:board", "organisations:detail"
MANDATES = "organisations:mandates"


@dataclass(frozen=True)
class Wording:
    """With what the entry's detail holds, beside `organisation` and `by`."""

    heading: str | Promise
    sentence: str | Promise
    page: str = BOARD


@dataclass(frozen=True)
class Happened:
    heading: str
    sentence: str
    address: tuple[str, str]


CLAIM_ACCEPTED = Wording(
    _("Somebody else speaks for %(organisation)s now"),
    _("The moderators have made %(person)s owner of %(organisation)s."),
    PAGE,
)
CLAIM_DECLINED = Wording(
    _("%(organisation)s stays yours"),
    _("The moderators have declined the claim of %(person)s to %(organisation)s."),
)

WORDINGS: dict[str, Wording | Callable[[dict], Wording]] = {
    "organisation.claimed": Wording(
        _("%(by)s claims %(organisation)s"),
        _(
            "%(by)s says that they should speak for %(organisation)s. The moderators decide. If "
            "you own it, you may object on its page, within 14 days."
        ),
    ),
    "organisation.claim_decided": lambda detail: (
        CLAIM_ACCEPTED if detail["accepted"] else CLAIM_DECLINED
    ),
    "organisation.last_owner_left": Wording(
        _("Nobody owns %(organisation)s now"),
        _(
            "%(by)s was its last owner and has left. Do you work there? Then ask the moderators "
            "to make you owner; they need not wait for anybody's objection."
        ),
    ),
    "organisation.merged": Wording(
        _("%(organisation)s and %(other)s are one now"),
        _(
            "The moderators have merged the two entries. What belonged to either belongs to "
            "%(organisation)s, and the members of both work there. It can be undone for 30 days."
        ),
        PAGE,
    ),
    "organisation.came_by_domain": Wording(
        _("%(by)s has come into %(organisation)s"),
        _(
            "%(by)s has a confirmed address @%(domain)s, and came in as a reader. If they do not "
            "belong to you, end the membership."
        ),
    ),
    "organisation.address_left": Wording(
        _("%(by)s of %(organisation)s has another address"),
        _(
            "Mails to %(by)s no longer go to an address @%(domain)s. If they have left you, end "
            "the membership; what they wrote stays with you."
        ),
    ),
    "organisation.mandate_asked": Wording(
        _("%(umbrella)s asks to act for %(organisation)s"),
        _(
            "%(umbrella)s asks to write and announce on behalf of %(organisation)s. You decide, "
            "and can end it at any time."
        ),
        MANDATES,
    ),
    "organisation.mandate_given": Wording(
        _("%(umbrella)s may act for %(organisation)s"),
        _("Owners and editors of %(umbrella)s may now write on behalf of %(organisation)s."),
        PAGE,
    ),
    "organisation.mandate_declined": Wording(
        _("%(umbrella)s does not act for %(organisation)s"),
        _("%(organisation)s does not want %(umbrella)s to act on its behalf."),
        PAGE,
    ),
    "organisation.mandate_ended": Wording(
        _("%(umbrella)s no longer acts for %(organisation)s"),
        _("%(by)s has ended it. What was done stays with %(organisation)s."),
        PAGE,
    ),
    "organisation.merge_undone": Wording(
        _("%(organisation)s and %(other)s are two again"),
        _(
            "The moderators have undone the merge. What has not changed since is where it was "
            "before."
        ),
        PAGE,
    ),
}


def organisation_of(entry: AuditEntry) -> Organisation | None:
    rows = Organisation.objects.everywhere("the news' own organisation")
    return rows.filter(pk=entry.subject_id).first()


def of(entry: AuditEntry) -> Happened:
    """Raises `KeyError` for an entry that nobody is told of."""
    wording = WORDINGS[entry.action]
    if not isinstance(wording, Wording):
        wording = wording(entry.detail)
    organisation = organisation_of(entry)
    facts = {**entry.detail, "organisation": organisation.name, "by": str(entry.actor or "–")}
    return Happened(
        wording.heading % facts, wording.sentence % facts, (wording.page, organisation.slug)
    )
