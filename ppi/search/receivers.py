"""Thin wires: whatever becomes public, changes or is taken off is indexed anew.

One job serves for all three, because it looks at what is public when it runs.
"""

from __future__ import annotations

from itertools import batched

from cases import events as cases
from courses import events as courses
from ppi.library import events as library
from ppi.network import events as network
from ppi.organisations import events as organisations
from ppi.search import tasks
from ppi.search.services import BATCH
from profiles import events as profiles
from profiles.models import Product, Profile
from tenders import events as tenders
from tenders.models import Opportunity

OF_ANY_STATE = "what is no longer public must leave the index"


@tenders.published.receiver
@tenders.changed.receiver
@tenders.withdrawn.receiver
def opportunity_moved(opportunity_id: int) -> None:
    tasks.reindex.later(model="tenders.Opportunity", ids=[opportunity_id])


@profiles.published.receiver
@profiles.changed.receiver
@profiles.withdrawn.receiver
def profile_moved(profile_id: int) -> None:
    products = Product.objects.everywhere(OF_ANY_STATE).filter(profile=profile_id)
    tasks.reindex.later(model="profiles.Profile", ids=[profile_id])
    tasks.reindex.later(model="profiles.Product", ids=list(products.values_list("pk", flat=True)))


@profiles.product_deleted.receiver
def product_deleted(product_id: int) -> None:
    tasks.reindex.later(model="profiles.Product", ids=[product_id])


@courses.published.receiver
@courses.changed.receiver
@courses.withdrawn.receiver
def course_moved(course_id: int) -> None:
    tasks.reindex.later(model="courses.Course", ids=[course_id])


@cases.published.receiver
@cases.changed.receiver
@cases.withdrawn.receiver
def case_moved(case_id: int) -> None:
    tasks.reindex.later(model="cases.Case", ids=[case_id])


@library.published.receiver
@library.changed.receiver
@library.withdrawn.receiver
def page_moved(page_id: int) -> None:
    tasks.reindex.later(model="library.Page", ids=[page_id])


@network.published.receiver
@network.changed.receiver
@network.withdrawn.receiver
def event_moved(event_id: int) -> None:
    tasks.reindex.later(model="network.Event", ids=[event_id])


@organisations.verified.receiver
@organisations.changed.receiver
def organisation_moved(organisation_id: int) -> None:
    """Its name stands in what it published, and a suspended one takes its profile along."""
    for profile in Profile.objects.everywhere(OF_ANY_STATE).filter(organisation=organisation_id):
        profile_moved(profile.pk)
    rows = Opportunity.objects.everywhere(OF_ANY_STATE).filter(organisation=organisation_id)
    for ids in batched(rows.values_list("pk", flat=True), BATCH):
        tasks.reindex.later(model="tenders.Opportunity", ids=list(ids))
