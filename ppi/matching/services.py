"""The verbs of matching."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value

from ppi.matching import events, scoring
from ppi.matching.models import Match
from ppi.matching.scoring import Side
from profiles.models import Product, Profile
from tenders.models import Opportunity


@transaction.atomic
def match(opportunity: Opportunity) -> list[Match]:
    """Write the matches of a public opportunity that are not there yet.

    Running it twice, or in two workers at once, leaves one row a pair. Announces
    `events.matched` when there is anything to tell.
    """
    profiles = list(candidates(opportunity)) if opportunity.cpv else []
    products = _products_of(profiles)
    found = [_scored(opportunity, p, products[p.pk]) for p in profiles]
    Match.objects.bulk_create([m for m in found if m is not None], ignore_conflicts=True)
    made = Match.objects.everywhere("all companies matched").filter(opportunity=opportunity)
    if made.exists():
        events.matched.announce(opportunity_id=opportunity.pk)
    return list(made)


def _products_of(profiles: list[Profile]) -> dict[int, list[Product]]:
    found = defaultdict(list)
    for product in Product.objects.published_anywhere().filter(profile__in=profiles):
        found[product.profile_id].append(product)
    return found


def _scored(opportunity: Opportunity, profile: Profile, products: list[Product]) -> Match | None:
    parts = scoring.reasons(need_of(opportunity), offer_of(profile, products))
    if not parts:
        return None
    return Match(
        opportunity=opportunity, profile=profile, score=scoring.score(parts), reasons=parts
    )


def candidates(opportunity: Opportunity):
    """Public profiles with a CPV code of the same division, in portals that show the need."""
    divisions = sorted({code[:2] for code in opportunity.cpv})
    products = Product.objects.published_anywhere().filter(profile=OuterRef("pk"))
    # An array of codes is read as text, so that a product is found by the start of any of them.
    codes = Func(F("cpv"), Value(" "), function="array_to_string", output_field=TextField())
    own = products.annotate(codes=codes).filter(codes__regex=rf"\m({'|'.join(divisions)})")
    rows = Profile.objects.published_anywhere().filter(_in_sight(opportunity))
    rows = rows.filter(Q(divisions__overlap=divisions) | Exists(own))
    return rows.exclude(organisation=opportunity.organisation).select_related("organisation")


def _in_sight(opportunity: Opportunity) -> Q:
    own = Q(portal=opportunity.portal_id)
    return own | Q(portal__shows_network=True) if opportunity.is_shared else own


def need_of(opportunity: Opportunity) -> Side:
    accepted = opportunity.accepted_languages or [opportunity.language]
    return Side(
        cpv=tuple(opportunity.cpv),
        nuts=tuple(opportunity.nuts),
        country=opportunity.country,
        languages=tuple(accepted),
        text=" ".join([opportunity.title, opportunity.need, opportunity.outcome]),
    )


def offer_of(profile: Profile, products: list[Product]) -> Side:
    texts = [f"{p.name} {p.problem} {p.description}" for p in products]
    codes = [code for p in products for code in p.cpv]
    return Side(
        cpv=tuple(dict.fromkeys([*profile.cpv, *codes])),
        nuts=tuple(profile.nuts),
        country=profile.organisation.country,
        languages=tuple(profile.languages),
        text=" ".join([profile.headline, profile.about, *texts]),
    )
