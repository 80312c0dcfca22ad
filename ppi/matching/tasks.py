from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from celery import shared_task
from django.apps import apps
from django.utils import timezone

from ppi.kernel.jobs import job
from ppi.kernel.languages import LANGUAGES
from ppi.matching import gists, learning, relating, reverse, services
from ppi.matching.interests import hits, stars
from ppi.matching.models import SavedSearch
from ppi.matching.reverse import shares
from profiles.models import Profile
from tenders.models import Opportunity


@job
def match_opportunity(opportunity_id: int) -> None:
    """Write the matches of one opportunity; nothing where it is not public any more."""
    rows = Opportunity.objects.published_anywhere().select_related("organisation")
    if opportunity := rows.filter(pk=opportunity_id).first():
        services.match(opportunity)


@job
def match_profile(profile_id: int, is_new: bool) -> None:
    """Write the matches of one profile with what is open; nothing where it is not public."""
    rows = Profile.objects.published_anywhere().select_related("organisation", "portal")
    if profile := rows.filter(pk=profile_id).first():
        services.match_profile(profile, is_new=is_new)


@job
def match_what_came_back(organisation_id: int) -> None:
    """Match all that an organisation shows again, after it was suspended: others came meanwhile."""
    needs = Opportunity.objects.published_anywhere().open_at(timezone.now())
    for need in needs.filter(organisation=organisation_id).values_list("pk", flat=True):
        match_opportunity.later(opportunity_id=need)
    profiles = Profile.objects.published_anywhere().filter(organisation=organisation_id)
    for profile in profiles.values_list("pk", flat=True):
        match_profile.later(profile_id=profile, is_new=False)


@job
def find_for_searches(
    model: str, new: list[int], changed: list[int], translated: Sequence[int] = ()
) -> None:
    """Write the hits of what came into the index or changed there. `model` is "app.Model"."""
    hits.find(apps.get_model(model), new=new, changed=changed, translated=translated)


@job
def tell_of_starred(model: str, changed: list[int], removed: list[list], at: str = "") -> None:
    """Write what became of things that somebody starred. `at`: when, ISO 8601; a job from before
    an upgrade does not say it."""
    moment = datetime.fromisoformat(at) if at else timezone.now()
    stars.tell(apps.get_model(model), changed=changed, removed=removed, at=moment)


@job
def count_keys() -> None:
    """Count anew which keys are rare, and then store every search under its rarest."""
    shares.refresh()
    searches = SavedSearch.objects.everywhere("all are stored anew").order_by("pk")
    for ids in batched(searches.values_list("pk", flat=True).iterator(), reverse.BATCH):
        store_anew.later(search_ids=list(ids))


@job
def store_anew(search_ids: list[int]) -> None:
    searches = SavedSearch.objects.everywhere("all are stored anew").filter(pk__in=search_ids)
    reverse.restore(searches)


@shared_task(ignore_result=True)
def keep_searches_quick() -> None:
    """Once a week, by the clock: what is published and what is looked for has changed since."""
    count_keys.later()


@job
def relate(model: str, ids: list[int]) -> None:
    """Read these objects' entries anew, and write their links. `model` is "app.Model"."""
    known = apps.get_model(model)
    gists.read(known, ids)
    relating.relate(known, ids)


@job
def relate_what_was_not_read() -> None:
    for model, ids in gists.missing():
        relate.later(model=model._meta.label, ids=ids)


@job
def match_portal(portal_id: int) -> None:
    """Match the companies of one portal anew: its weights have changed."""
    profiles = Profile.objects.published_anywhere().filter(portal=portal_id)
    for profile in profiles.values_list("pk", flat=True):
        match_profile.later(profile_id=profile, is_new=False)


@job
def count_words(language: str) -> None:
    learning.learn_rarity(language)


@shared_task
def count_all_words() -> None:
    """Daily: how rare each word is in what is published; and what an upgrade left unread."""
    for language in LANGUAGES:
        count_words.later(language=language)
    relate_what_was_not_read.later()
