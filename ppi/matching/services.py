"""The verbs of matching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from ppi.kernel.many import OneOf
from ppi.matching import (
    events,
    gists,
    keeping,
    learning,
    nearness,
    offers,
    scoring,
    sides,
    weighing,
)
from ppi.matching.keeping import Fit
from ppi.matching.models import Match
from ppi.matching.querysets import MatchQuerySet
from ppi.matching.scoring import Side
from ppi.matching.sides import MADE, Company, Made, Offer, Text
from ppi.search.choices import Kind
from profiles.models import Product, Profile
from profiles.querysets import ProfileQuerySet
from tenders.models import Opportunity
from tenders.querysets import answerable

# A new profile is shown the newest needs only: who reads more than these?
MOST_OPEN_NEEDS = 500
# What is compared of texts: whole, or only what they have in common with a need's.
Texts = Mapping[type[Model], Mapping[int, Text]]
Comparing = Callable[[Opportunity, Side, Company, list[Offer]], Fit | None]


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
    near, texts = offers.near(opportunity.cpv, gist)
    companies = sides.companies(candidates(opportunity, near))
    compare = _comparing(learning.rarities(need.stems), companies)
    offered = _offers_of(companies, texts)
    found = [compare(opportunity, need, each, offered[each.pk]) for each in companies]
    found = [fit for fit in found if fit]
    made = Match.objects.about(opportunity)
    keeping.keep(found, made)
    if found:
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
    [company] = companies
    offered = _offers_of(companies, _whole_texts(profile))[profile.pk]
    stems = {stem for offer in offered for stem in offer.side.stems}
    compare = _comparing(learning.rarities(stems), companies)
    found = [
        compare(need, sides.need_of(need, of_needs.get(need.pk)), company, offered)
        for need in needs
    ]
    # The newest need is written last, so that it stands first among the newest matches.
    keeping.keep([fit for fit in reversed(found) if fit], _stood(profile, needs))
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


def _comparing(rarity: Mapping[str, float], companies: Iterable[Company]) -> Comparing:
    """What finds the best that a company offers for a need, by its own portal's weights."""
    weights = weighing.by_portal(company.portal_id for company in companies)

    def compare(opportunity: Opportunity, need: Side, company: Company, offered) -> Fit | None:
        return _best(opportunity, need, company, offered, weights[company.portal_id], rarity)

    return compare


def _best(
    opportunity: Opportunity,
    need: Side,
    company: Company,
    offered: Iterable[Offer],
    weights: Mapping[str, int],
    rarity: Mapping[str, float],
) -> Fit | None:
    """With what of its offers the company fits best; the whole company where it does as well."""
    best, parts, product = 0, [], None
    for offer in offered:
        agreements = scoring.agreements_of(need, offer.side, rarity, offer.alike)
        if not scoring.fits(agreements):
            continue
        found = scoring.points(agreements, weights)
        score = scoring.at_most_whole([share for share, _agreement in found])
        if score > best:
            best, parts, product = score, found, offer.product
    if not best:
        return None
    return Fit(opportunity, company, product and product.pk, best, scoring.told(parts))


def candidates(opportunity: Opportunity, near: Iterable[int]) -> ProfileQuerySet:
    """Public profiles of these organisations, in portals that show the need; no buyers'.

    All of them: no limit cuts anybody off who came late or is little known.
    """
    rows = Profile.objects.published_anywhere().filter(_in_sight(opportunity))
    rows = rows.filter(OneOf("organisation_id", near)).that_could_deliver()
    return rows.exclude(organisation=opportunity.organisation_id).order_by("pk")


def _in_sight(opportunity: Opportunity) -> Q:
    own = Q(portal=opportunity.portal_id)
    return own | Q(portal__shows_network=True) if opportunity.is_shared else own


def open_needs(profile: Profile) -> list[Opportunity]:
    """The newest needs that can still be answered, are near, and are read where the profile is.

    None for a buyer: its profile says what it buys itself.
    """
    if profile.organisation.is_buyer:
        return []
    own = gists.of_objects(Profile, [profile.pk])
    products = _products_of([profile.pk])[profile.pk]
    of_products = gists.of_objects(Product, [product.pk for product in products])
    codes = [*profile.cpv, *(code for product in products for code in product.cpv)]
    near = nearness.near_any(codes, [*own.values(), *of_products.values()], (Kind.OPPORTUNITY,))
    rows = Opportunity.objects.published(profile.portal).open_at(timezone.now())
    rows = rows.filter(pk__in=near.values("object_id"))
    rows = rows.exclude(organisation=profile.organisation_id).select_related("organisation")
    return list(rows.order_by("-published_at", "-pk")[:MOST_OPEN_NEEDS])


def _products_of(profile_ids: Iterable[int]) -> dict[int, list[Made]]:
    """By profile, in its own order."""
    found = defaultdict(list)
    products = Product.objects.published_anywhere().filter(OneOf("profile_id", profile_ids))
    for profile, *facts in products.order_by("position", "pk").values_list("profile", *MADE):
        found[profile].append(Made(*facts))
    return found


def _offers_of(companies: Sequence[Company], texts: Texts) -> dict[int, list[Offer]]:
    """By profile; one query, however many there are."""
    products = _products_of(company.pk for company in companies)
    own, of_products = texts[Profile], texts[Product]
    return {
        each.pk: sides.offers_of(each, products.get(each.pk, []), own.get(each.pk), of_products)
        for each in companies
    }


def _whole_texts(profile: Profile) -> Texts:
    products = Product.objects.published_anywhere().filter(profile=profile)
    ids = list(products.values_list("pk", flat=True))
    return {
        Profile: gists.of_objects(Profile, [profile.pk]),
        Product: gists.of_objects(Product, ids),
    }
