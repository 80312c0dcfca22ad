"""The verbs of matching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.utils import timezone

from ppi.matching import events, scoring
from ppi.matching.models import Match
from ppi.matching.scoring import Side
from profiles.models import Product, Profile
from tenders.models import Opportunity

# A new profile is shown the newest needs only: who reads more than these?
MOST_OPEN_NEEDS = 500
BATCH = 100


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


@transaction.atomic
def match_profile(profile: Profile, *, is_new: bool) -> int:
    """Write the matches of a public profile with needs that are open; how many it has.

    Of the newest `MOST_OPEN_NEEDS` of its subjects. Announces `events.profile_matched` for a new
    profile that fits any; what fits one that changed is found under "For you", without a mail.
    """
    products = _products_of([profile])[profile.pk]
    needs = _newest(open_needs(profile, products))
    found = [_scored(need, profile, products) for need in needs]
    # The newest need is written last, so that it stands first among the newest matches.
    rows = [match for match in reversed(found) if match is not None]
    Match.objects.bulk_create(rows, ignore_conflicts=True)
    made = Match.objects.everywhere("all needs matched").filter(profile=profile)
    if is_new and made.exists():
        events.profile_matched.announce(profile_id=profile.pk)
    return made.count()


def _newest(needs) -> Iterator[Opportunity]:
    """The newest needs, fetched by key: one published meanwhile moves none to another batch."""
    rows, left = needs.order_by("-published_at", "-pk"), MOST_OPEN_NEEDS
    batch = list(rows[: min(BATCH, left)])
    while batch:
        yield from batch
        last, left = batch[-1], left - len(batch)
        earlier = Q(published_at=last.published_at, pk__lt=last.pk)
        earlier |= Q(published_at__lt=last.published_at)
        batch = list(rows.filter(earlier)[: min(BATCH, left)])


def open_needs(profile: Profile, products: list[Product]):
    """Needs that can still be answered, with a CPV code of a division in which the company works,
    where the portal of the profile shows them."""
    codes = [*profile.cpv, *(code for product in products for code in product.cpv)]
    divisions = "|".join(sorted({code[:2] for code in codes})) or "none"
    rows = Opportunity.objects.published(profile.portal).open_at(timezone.now())
    rows = rows.annotate(codes=_as_text("cpv")).filter(codes__regex=rf"\m({divisions})")
    return rows.exclude(organisation=profile.organisation).select_related("organisation")


def _as_text(codes: str) -> Func:
    """An array of codes as text, so that a row is found by the start of any of them."""
    return Func(F(codes), Value(" "), function="array_to_string", output_field=TextField())


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
    own = products.annotate(codes=_as_text("cpv"))
    own = own.filter(codes__regex=rf"\m({'|'.join(divisions)})")
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
