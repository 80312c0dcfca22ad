from __future__ import annotations

from django.utils import timezone

from ppi.kernel.jobs import job
from ppi.matching import services
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
