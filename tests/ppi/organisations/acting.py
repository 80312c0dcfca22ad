"""What the tests of services look at."""

from __future__ import annotations

import pytest

from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.organisations import changes, services
from ppi.organisations.models import Membership, Organisation


def announced() -> list[str]:
    """Names of the events promised so far, in their order."""
    return list(
        Job.objects.filter(task="ppi.kernel.events.deliver")
        .order_by("pk")
        .values_list("arguments__event", flat=True)
    )


def roles_in(organisation) -> dict:
    rows = Membership.objects.managed_by(organisation).select_related("user")
    return {membership.user: membership.role for membership in rows}


def now(organisation) -> Organisation:
    return Organisation.objects.everywhere("the test").get(pk=organisation.pk)


def rename(organisation, name: str, *, by, moderator) -> None:
    """Asked for by a member, and accepted by a moderator."""
    services.update(now(organisation), by=by, name=name)
    changes.decide(changes.waiting_of(organisation), True, by=moderator)


def refusal(act, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value
