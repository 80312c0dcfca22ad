from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from ppi.matching import events as matching
from ppi.matching import tasks
from ppi.organisations import events as organisations
from ppi.search import events as search
from profiles import events as profiles
from tenders import events


@events.published.receiver
def match_what_was_published(opportunity_id: int) -> None:
    tasks.match_opportunity.later(opportunity_id=opportunity_id)


@events.changed.receiver
def match_what_was_changed(opportunity_id: int) -> None:
    tasks.match_opportunity.later(opportunity_id=opportunity_id)


@profiles.published.receiver
def match_who_came(profile_id: int) -> None:
    tasks.match_profile.later(profile_id=profile_id, is_new=True)


@profiles.changed.receiver
def match_who_changed(profile_id: int) -> None:
    tasks.match_profile.later(profile_id=profile_id, is_new=False)


@organisations.restored.receiver
def match_who_is_back(organisation_id: int) -> None:
    tasks.match_what_came_back.later(organisation_id=organisation_id)


@search.indexed.receiver
def what_is_found_is_another(
    model: str, new: list, changed: list, removed: list, translated: Sequence = (), at: str = ""
) -> None:
    """Stars tell of what changed; a translation brings new readers, and changes nothing.

    What was announced before an upgrade knows neither translations nor the moment.
    """
    if new or changed or translated:
        tasks.relate.later(model=model, ids=[*new, *changed, *translated])
        tasks.find_for_searches.later(
            model=model, new=new, changed=changed, translated=list(translated)
        )
    if changed or removed:
        at = at or timezone.now().isoformat()
        tasks.tell_of_starred.later(model=model, changed=changed, removed=removed, at=at)


@matching.weighed.receiver
def match_by_new_weights(portal_id: int) -> None:
    tasks.match_portal.later(portal_id=portal_id)
