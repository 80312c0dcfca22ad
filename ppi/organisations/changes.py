"""What a verified organisation is called changes once the moderators have agreed; until then its
present name stays public, and it stays verified."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations import addresses, events, permissions
from ppi.organisations.choices import RequestState
from ppi.organisations.models import ChangeRequest, Organisation

CHECKED_ONCE_VERIFIED = frozenset({"name", "buyer_type"})


def ask(organisation: Organisation, *, by, **facts) -> ChangeRequest:
    """Put another name, or kind of buyer, before the moderators. The caller holds the row.

    Announces `events.change_requested`. Raises `Refused` while an earlier one waits: what a
    moderator reads does not change under their eyes.
    """
    if waiting_of(organisation):
        raise Refused(_("A change waits for the moderators already. Let them decide it first."))
    wanted = {name: facts.get(name, getattr(organisation, name)) for name in CHECKED_ONCE_VERIFIED}
    rows = ChangeRequest.objects.managed_by(organisation)
    request = rows.create(organisation=organisation, asked_by=by, **wanted)
    audit.record("organisation.change_requested", organisation, by=by, **wanted)
    events.change_requested.announce(change_request_id=request.pk)
    return request


def waiting_of(organisation: Organisation) -> ChangeRequest | None:
    """The change that the moderators have not decided yet."""
    rows = ChangeRequest.objects.managed_by(organisation)
    return rows.filter(state=RequestState.WAITING).first()


@transaction.atomic
def decide(request: ChangeRequest, accept: bool, *, by) -> None:
    """Take the change over, or leave everything as it is. Only moderators of its portal may.

    A new name gives a new address, and the old one redirects. Announces `events.changed`.
    """
    permissions.may_verify(by, request.organisation).or_refuse()
    rows = Organisation.objects.everywhere("the change's own organisation")
    organisation = rows.select_for_update(of=("self",)).get(pk=request.organisation_id)
    request = ChangeRequest.objects.managed_by(organisation).get(pk=request.pk)
    if request.state != RequestState.WAITING:
        raise Refused(_("This change has been decided already."))
    request.state = RequestState.ACCEPTED if accept else RequestState.DECLINED
    request.decided_by = by
    request.save(update_fields=["state", "decided_by"])
    if accept:
        _take_over(request, organisation, by)


@transaction.atomic
def take_back(organisation: Organisation, *, by) -> None:
    """The owners no longer want the change that waits. Announces `events.change_withdrawn`.

    Raises `Refused` when none waits, as after a decision in the meantime.
    """
    permissions.may_own(by, organisation).or_refuse()
    rows = ChangeRequest.objects.managed_by(organisation).select_for_update()
    request = rows.filter(state=RequestState.WAITING).first()
    if request is None:
        raise Refused(_("This change has been decided already."))
    request.state, request.decided_by = RequestState.WITHDRAWN, by
    request.save(update_fields=["state", "decided_by"])
    audit.record("organisation.change_withdrawn", organisation, by=by)
    events.change_withdrawn.announce(change_request_id=request.pk)


def _take_over(request: ChangeRequest, organisation: Organisation, by) -> None:
    fields = sorted(CHECKED_ONCE_VERIFIED)
    changed = [name for name in fields if getattr(organisation, name) != getattr(request, name)]
    for name in changed:
        setattr(organisation, name, getattr(request, name))
    if Organisation.objects.of_its_name(organisation).verified().exists():
        raise Refused(_("Another verified organisation bears this name already."))
    addresses.move(organisation)
    organisation.save(update_fields=["slug", *fields])
    audit.record("organisation.changed", organisation, by=by, fields=changed)
    events.changed.announce(organisation_id=organisation.pk)
