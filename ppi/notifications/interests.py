"""The reasons of the rooms below, as a reader finds them beside each news."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from ppi.matching.models import Match
from ppi.matching.reasons import Wording
from ppi.notifications.because import Reason, because
from tenders.models import Watch


def why_it_fits(ids: Collection[int]) -> dict[int, str]:
    matches = list(Match.objects.everywhere("reasons of one's own news").filter(pk__in=ids))
    wording = Wording(matches)
    return {
        match.pk: _("It fits your company: %(reasons)s.") % {"reasons": wording.sentence(match)}
        for match in matches
    }


def watched(ids: Collection[int]) -> dict[int, str]:
    rows = Watch.objects.everywhere("reasons of one's own news").filter(pk__in=ids)
    return dict.fromkeys(rows.values_list("pk", flat=True), _("You watch it."))


def stop_watching(pk: int, *, by) -> None:
    Watch.objects.of_person(by).filter(pk=pk).delete()


because.register(Match, Reason(why_it_fits))
because.register(Watch, Reason(watched, stop_watching))
