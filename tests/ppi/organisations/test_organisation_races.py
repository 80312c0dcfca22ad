"""Two people at the same moment, with real transactions."""

import threading

import pytest
from django.db import connection

from ppi.kernel.verdicts import Refused
from ppi.organisations import services
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """Do all at the same moment; what each of them came to."""
    outcomes, start = [], threading.Barrier(len(acts))

    def run(act) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_owners_who_leave_at_once_do_not_both_leave(
    havneby, buyer_of_havneby, editor_of_havneby
) -> None:
    Membership.objects.managed_by(havneby).update(role=Role.OWNER)
    rows = Membership.objects.managed_by(havneby).select_related("organisation", "user")
    memberships = list(rows)

    outcomes = at_once(*(lambda m=m: services.leave(m, by=m.user) for m in memberships))

    assert outcomes == [
        "An organisation needs an owner. Make somebody else owner first.",
        "done",
    ]
    assert Membership.objects.managed_by(havneby).filter(role=Role.OWNER).count() == 1


def test_an_invitation_opened_twice_at_once_is_used_once(
    havneby, buyer_of_havneby, stranger
) -> None:
    invitation = services.invite(havneby, stranger.email, Role.EDITOR, by=buyer_of_havneby)

    outcomes = at_once(*[lambda: services.accept_invitation(invitation.token, by=stranger)] * 2)

    assert outcomes == [
        "This invitation has been used or is too old. Ask for a new one.",
        "done",
    ]
    assert Membership.objects.of_person(stranger).count() == 1
