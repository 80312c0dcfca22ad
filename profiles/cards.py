"""Cards of the directory: made anew from what is public, whenever that changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched

from django.db import transaction
from django.utils import timezone

from ppi.organisations.models import Organisation
from profiles.choices import maturity_of
from profiles.models import Card, Credential, Product, Profile

# Counties, provinces, Regierungsbezirke: the level at which a buyer thinks of "our region".
REGION_LEVEL = 2
REGION_LENGTH = 2 + REGION_LEVEL
BATCH = 1_000
FIELDS = [field.name for field in Card._meta.concrete_fields if not field.primary_key]


def keep(ids: Iterable[int]) -> None:
    """Bring the cards of these profiles up to date; what is not public has none."""
    for some in batched(ids, BATCH):
        _keep(some)


@transaction.atomic
def _keep(ids: tuple[int, ...]) -> None:
    _wait_for_others(ids)
    rows = Profile.objects.published_anywhere().filter(pk__in=ids)
    shown = list(rows.select_related("organisation").defer("about", "proof"))
    gone = set(ids) - {profile.pk for profile in shown}
    every = Card.objects.everywhere("made anew, or gone with what is public")
    every.filter(pk__in=gone).delete()
    Card.objects.bulk_create(
        made(shown), update_conflicts=True, unique_fields=["profile"], update_fields=FIELDS
    )


def _wait_for_others(ids: tuple[int, ...]) -> None:
    """Whoever changes the same profile, or what stands on it, is committed before it is read here:
    of two cards made side by side, the later would lack what the other's act had left."""
    rows = Profile.objects.everywhere("kept from changing until its card is made")
    list(rows.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def made(profiles: list[Profile]) -> list[Card]:
    products: dict[int, list[Product]] = {}
    for product in Product.objects.shown_with(profiles).defer("description"):
        products.setdefault(product.profile_id, []).append(product)
    held = certificates(profiles)
    return [
        card_of(profile, products.get(profile.pk, []), held.get(profile.pk, {}))
        for profile in profiles
    ]


def certificates(profiles: list[Profile]) -> dict[int, dict[str, date | None]]:
    """Profile → standard → the last day of its certificate; those that have ended left out."""
    today, held = timezone.localdate(), {}
    rows = Credential.objects.of(*profiles).exclude(scheme="").order_by("pk")
    for profile, scheme, until in rows.values_list("profile", "scheme", "until"):
        if until is None or until >= today:
            known = held.setdefault(profile, {})
            known[scheme] = max(until, known.get(scheme, until), key=_or_never)
    return held


def _or_never(until: date | None) -> date:
    return until or date.max


def card_of(profile: Profile, products: list[Product], held: dict[str, date | None]) -> Card:
    organisation = profile.organisation
    return Card(
        profile=profile,
        organisation=organisation,
        portal_id=profile.portal_id,
        is_shared=profile.is_shared,
        published_at=profile.published_at,
        updated_at=profile.updated_at,
        country=organisation.country,
        home=home_of(organisation),
        keys=sorted(set(keys_of(profile, products, held))),
        holds_until=min((until for until in held.values() if until), default=None),
    )


def home_of(organisation: Organisation) -> str:
    home = organisation.nuts[:REGION_LENGTH]
    return home if len(home) == REGION_LENGTH else ""


def keys_of(profile: Profile, products: list[Product], held: Iterable[str]) -> Iterator[str]:
    yield f"kind:{profile.organisation.kind}"
    yield f"country:{profile.organisation.country}"
    if home := home_of(profile.organisation):
        yield f"home:{home}"
    if profile.size:
        yield f"size:{profile.size}"
    yield from (f"subject:{division}" for division in profile.divisions)
    yield from (f"language:{code}" for code in profile.languages)
    yield from (f"delivers:{code[:2]}" for code in profile.nuts)
    yield from regions(profile.nuts)
    yield from (f"certificate:{scheme}" for scheme in held)
    for product in products:
        if reached := maturity_of(product.trl, product.market_stage):
            yield f"stage:{reached}"
        if product.seeking_first_buyer:
            yield "first-buyer:yes"


def regions(codes: list[str]) -> Iterator[str]:
    """Regions served, and what is wider than a region served as a whole: each region is met
    once."""
    for code in codes:
        if any(other != code and code.startswith(other) for other in codes):
            continue
        yield f"in:{code[:REGION_LENGTH]}" if len(code) >= REGION_LENGTH else f"whole:{code}"


def of_profile(profile_id: int) -> None:
    keep([profile_id])


def of_organisation(organisation_id: int) -> None:
    rows = Profile.objects.everywhere("public or not, its card is looked at anew")
    keep(rows.filter(organisation=organisation_id).values_list("pk", flat=True))
