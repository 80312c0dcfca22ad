"""The reasons of the rooms below, as a reader finds them beside each news."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.matching.interests import searches
from ppi.matching.models import Match, SavedSearch, Star
from ppi.matching.reasons import Wording
from ppi.notifications.because import Reason, because
from tenders import services as tenders
from tenders.models import Handover, InvitedFirm


def why_it_fits(ids: Collection[int]) -> dict[int, str]:
    matches = list(Match.objects.everywhere("reasons of one's own news").filter(pk__in=ids))
    wording = Wording(matches)
    return {
        match.pk: _("It fits your company: %(reasons)s.") % {"reasons": wording.sentence(match)}
        for match in matches
    }


def starred(ids: Collection[int]) -> dict[int, str]:
    rows = Star.objects.everywhere("reasons of one's own news").filter(pk__in=ids)
    return dict.fromkeys(rows.values_list("pk", flat=True), _("You starred it."))


def take_star_off(pk: int, *, by) -> None:
    Star.objects.of_person(by).filter(pk=pk).delete()


def what_was_looked_for(ids: Collection[int]) -> dict[int, str]:
    rows = SavedSearch.objects.everywhere("reasons of one's own news").filter(pk__in=ids)
    return {
        pk: _("Your search «%(name)s» finds it.") % {"name": name}
        for pk, name in rows.values_list("pk", "name")
    }


def stop_searching(pk: int, *, by) -> None:
    for search in SavedSearch.objects.of_person(by).filter(pk=pk):
        searches.stop(search)


def who_invited(ids: Collection[int]) -> dict[int, str]:
    rows = InvitedFirm.objects.everywhere("reasons of a firm's own mails").filter(pk__in=ids)
    rows = rows.filter(declined_at=None).select_related("opportunity__organisation")
    return {
        firm.pk: _("%(buyer)s invited you to look at this: %(title)s.")
        % {"buyer": firm.opportunity.organisation.name, "title": firm.opportunity.title}
        for firm in rows
    }


def decline(pk: int, *, by) -> None:
    tenders.decline_mails(pk)


def who_handed(ids: Collection[int]) -> dict[int, str]:
    rows = Handover.objects.everywhere("reasons of one's own news").filter(pk__in=ids)
    return {
        handover.pk: _("You are a member of %(organisation)s.")
        % {"organisation": handover.pursuit.organisation.name}
        for handover in rows.select_related("pursuit__organisation")
    }


because.register(
    Handover, Reason(who_handed, ending=gettext_lazy("Stop mails about what colleagues hand on"))
)
because.register(InvitedFirm, Reason(who_invited, decline))
because.register(Match, Reason(why_it_fits, ending=gettext_lazy("Stop mails about needs that fit")))
because.register(Star, Reason(starred, take_star_off))
because.register(SavedSearch, Reason(what_was_looked_for, stop_searching))
