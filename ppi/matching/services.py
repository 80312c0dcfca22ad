"""The verbs of matching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from ppi.matching import events, gists, learning, nearness, ranking, scoring, sides, weighing
from ppi.matching.gists import Shared
from ppi.matching.models import Gist, Match
from ppi.matching.querysets import MatchQuerySet
from ppi.matching.scoring import Side
from ppi.matching.sides import Company, Offer
from ppi.search.choices import Kind
from profiles.models import Product, Profile
from profiles.querysets import ProfileQuerySet
from tenders.models import Opportunity
from tenders.querysets import answerable

# A new profile is shown the newest needs only: who reads more than these?
MOST_OPEN_NEEDS = 500
# The gists of objects of a model, by the objects' ids.
Reader = Callable[[type[Model], Sequence[int]], Mapping[int, Gist | Shared]]
CHANGING = ["product", "score", "rank", "reasons"]


def match(opportunity: Opportunity) -> MatchQuerySet:
    """Write the matches of a public opportunity, and bring those that stood there up to date; they
    are read when they are looked at.

    Running it twice, or in two workers at once, leaves one row a pair. Announces
    `events.matched` when there is anything to tell.
    """
    # Committed first: of two that come at the same time, one finds the other.
    gists.refresh(Opportunity, [opportunity.pk])
    return _match(opportunity)


@transaction.atomic
def _match(opportunity: Opportunity) -> MatchQuerySet:
    gist = gists.of_objects(Opportunity, [opportunity.pk]).get(opportunity.pk)
    need = sides.need_of(opportunity, gist)
    companies = sides.companies(candidates(opportunity, gist))
    offers = _offers_of(companies, partial(gists.shared_with, gist))
    weights = weighing.by_portal(company.portal_id for company in companies)
    rarity = learning.rarities(need.stems)
    found = [
        _best(opportunity, need, each.pk, offers[each.pk], weights[each.portal_id], rarity)
        for each in companies
    ]
    _keep([m for m in found if m], Match.objects.about(opportunity), companies)
    made = Match.objects.about(opportunity)
    if made.exists():
        events.matched.announce(opportunity_id=opportunity.pk)
    return made


def match_profile(profile: Profile, *, is_new: bool) -> int:
    """Write the matches of a public profile with needs that are open; how many it has.

    Of the newest `MOST_OPEN_NEEDS` of what it is near to. Announces `events.profile_matched` for a
    new profile that fits any; what fits one that changed is found under "For you", without a mail.
    """
    _refresh(profile)
    return _match_profile(profile, is_new=is_new)


@transaction.atomic
def _match_profile(profile: Profile, *, is_new: bool) -> int:
    needs = open_needs(profile)
    of_needs = gists.of_objects(Opportunity, [need.pk for need in needs])
    companies = sides.companies(Profile.objects.managed_by(profile.organisation))
    offers = _offers_of(companies, gists.of_objects)[profile.pk]
    weights = weighing.by_portal([profile.portal_id])[profile.portal_id]
    rarity = learning.rarities({stem for offer in offers for stem in offer.side.stems})
    found = [
        _best(need, sides.need_of(need, of_needs.get(need.pk)), profile.pk, offers, weights, rarity)
        for need in needs
    ]
    # The newest need is written last, so that it stands first among the newest matches.
    _keep([m for m in reversed(found) if m], _stood(profile, needs), companies)
    made = Match.objects.of_profile(profile)
    if is_new and made.exists():
        events.profile_matched.announce(profile_id=profile.pk)
    return made.count()


def _stood(profile: Profile, needs: list[Opportunity]):
    """Matches that this run judges anew: all open ones, where it has looked at all needs."""
    rows = Match.objects.of_profile(profile)
    if len(needs) == MOST_OPEN_NEEDS:
        return rows.filter(opportunity__in=needs)
    return rows.filter(answerable(timezone.now(), "opportunity__"))


def _refresh(profile: Profile) -> None:
    gists.refresh(Profile, [profile.pk])
    products = Product.objects.published_anywhere().filter(profile=profile)
    gists.refresh(Product, list(products.values_list("pk", flat=True)))


def _best(
    opportunity: Opportunity,
    need: Side,
    profile_id: int,
    offers: Iterable[Offer],
    weights: Mapping[str, int],
    rarity: Mapping[str, float],
) -> Match | None:
    """With what of its offers the company fits best; the whole company where it does as well."""
    scored = [(scoring.reasons(need, o.side, weights, rarity), o.product) for o in offers]
    parts, product = max(scored, key=lambda each: scoring.score(each[0]))
    if not parts:
        return None
    return Match(
        opportunity=opportunity,
        profile_id=profile_id,
        product=product,
        score=scoring.score(parts),
        reasons=parts,
    )


def _keep(found: list[Match], stood: MatchQuerySet, companies: Iterable[Company]) -> None:
    """Add what is new, change what is different, and take off what fits no longer.

    What stood the same is not written, so that two runs over it do not wait for each other.
    """
    ranking.rank(found, {company.pk: company.organisation_id for company in companies})
    before = {(row.opportunity_id, row.profile_id): row for row in stood}
    now = {(row.opportunity_id, row.profile_id): row for row in found}
    changed = [_changed(row, now[pair]) for pair, row in before.items() if pair in now]
    rows = Match.objects.everywhere("what was matched anew")
    rows.bulk_update([row for row in changed if row], CHANGING)
    Match.objects.bulk_create(
        [row for pair, row in now.items() if pair not in before], ignore_conflicts=True
    )
    gone = [row.pk for pair, row in before.items() if pair not in now]
    rows.filter(pk__in=gone).delete()


def _changed(row: Match, wanted: Match) -> Match | None:
    """The row as it should be, where it is not."""
    columns = ("product_id", "score", "rank", "reasons")
    if all(getattr(row, name) == getattr(wanted, name) for name in columns):
        return None
    for name in columns:
        setattr(row, name, getattr(wanted, name))
    return row


def candidates(opportunity: Opportunity, gist: Gist | None) -> ProfileQuerySet:
    """Public profiles that are near, themselves or with a product, in portals that show the need.

    All of them: no limit cuts anybody off who came late or is little known.
    """
    near = nearness.near(opportunity.cpv, gist, (Kind.PROFILE, Kind.PRODUCT))
    rows = Profile.objects.published_anywhere().filter(_in_sight(opportunity))
    rows = rows.filter(organisation__in=near.values("organisation"))
    return rows.exclude(organisation=opportunity.organisation_id).order_by("pk")


def _in_sight(opportunity: Opportunity) -> Q:
    own = Q(portal=opportunity.portal_id)
    return own | Q(portal__shows_network=True) if opportunity.is_shared else own


def open_needs(profile: Profile) -> list[Opportunity]:
    """The newest needs that can still be answered, are near, and are read where the profile is."""
    own = gists.of_objects(Profile, [profile.pk])
    products = _products_of([profile.pk])[profile.pk]
    of_products = gists.of_objects(Product, [product.pk for product in products])
    codes = [*profile.cpv, *(code for product in products for code in product.cpv)]
    near = nearness.near_any(codes, [*own.values(), *of_products.values()], (Kind.OPPORTUNITY,))
    rows = Opportunity.objects.published(profile.portal).open_at(timezone.now())
    rows = rows.filter(pk__in=near.values("object_id"))
    rows = rows.exclude(organisation=profile.organisation_id).select_related("organisation")
    return list(rows.order_by("-published_at", "-pk")[:MOST_OPEN_NEEDS])


def _products_of(profile_ids: Iterable[int]) -> dict[int, list[Product]]:
    """As much of each as is compared."""
    found = defaultdict(list)
    products = Product.objects.published_anywhere().filter(profile__in=list(profile_ids))
    compared = products.only("profile", "cpv", "trl", "seeking_first_buyer")
    for product in compared.order_by("position", "pk"):
        found[product.profile_id].append(product)
    return found


def _offers_of(companies: Sequence[Company], read: Reader) -> dict[int, list[Offer]]:
    """By profile; three queries, however many there are. `read`: the gists of objects."""
    products = _products_of(company.pk for company in companies)
    made = [product.pk for some in products.values() for product in some]
    own = read(Profile, [company.pk for company in companies])
    of_products = read(Product, made) if made else {}
    return {
        each.pk: sides.offers_of(each, products.get(each.pk, []), own.get(each.pk), of_products)
        for each in companies
    }
