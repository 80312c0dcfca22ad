"""What opportunities, companies and products say of themselves, as scoring reads it."""

from __future__ import annotations

from dataclasses import dataclass

from ppi.matching.models import Gist
from ppi.matching.scoring import Side
from ppi.organisations.choices import Kind as Organisations
from ppi.taxonomy.choices import StrategicProcurement
from profiles.models import Product, Profile
from tenders.choices import Kind
from tenders.models import Opportunity

NOTHING = Gist()
# Kinds that ask for what is not there yet, from whoever may find it.
ASKING_FOR_IDEAS = {
    Kind.CONSULTATION,
    Kind.CHALLENGE,
    Kind.PCP,
    Kind.INNOVATION_PARTNERSHIP,
    Kind.CO_BUYERS,
}
DEVELOPING = {Kind.CHALLENGE, Kind.PCP, Kind.INNOVATION_PARTNERSHIP}


@dataclass(frozen=True)
class Offer:
    """A company as a whole, or one of its products."""

    side: Side
    product: Product | None = None


def need_of(opportunity: Opportunity, gist: Gist | None) -> Side:
    return Side(
        cpv=tuple(opportunity.cpv),
        nuts=tuple(opportunity.nuts),
        country=opportunity.country,
        languages=tuple(opportunity.accepted_languages or [opportunity.language]),
        value=opportunity.value_in_euro,
        is_new=asks_for_something_new(opportunity),
        kinds=asked(opportunity),
        **read(gist),
    )


def read(gist: Gist | None) -> dict:
    """What the texts say; nothing where they are not in the index.

    A gist without its words stands for the side that is not quoted.
    """
    gist = gist or NOTHING
    words = gist.stems if "words" in gist.get_deferred_fields() else gist.words
    return {
        "stems": dict(zip(gist.stems, words, strict=True)),
        "topics": dict(zip(gist.topics, gist.strengths, strict=True)),
    }


def asks_for_something_new(opportunity: Opportunity) -> bool:
    said = bool(opportunity.innovation)
    return (
        said
        or StrategicProcurement.INNOVATION in opportunity.strategic
        or opportunity.kind in DEVELOPING
    )


def asked(opportunity: Opportunity) -> frozenset[str]:
    """Companies; and clusters, universities and the like where ideas are asked for."""
    if opportunity.kind in ASKING_FOR_IDEAS:
        return frozenset({Organisations.SUPPLIER, Organisations.INTERMEDIARY})
    return frozenset({Organisations.SUPPLIER})


def said_kinds(kind: str) -> frozenset[str]:
    """A company is always asked, so its kind says nothing for or against it."""
    return frozenset() if kind == Organisations.SUPPLIER else frozenset({kind})


def offers_of(
    profile: Profile, products: list[Product], own: Gist | None, of_products: dict[int, Gist]
) -> list[Offer]:
    """The company as a whole first, then each product; a product delivers where its company does.

    Each is compared on its own: nobody is nearer to a need for having written of many things.
    """
    facts = {
        "nuts": tuple(profile.nuts),
        "country": profile.organisation.country,
        "languages": tuple(profile.languages),
        "size": profile.size,
        "kinds": said_kinds(profile.organisation.kind),
    }
    whole = Side(cpv=tuple(profile.cpv), **facts, **read(own))
    return [Offer(whole)] + [
        Offer(
            Side(
                cpv=tuple(product.cpv or profile.cpv),
                is_new=product.is_being_built,
                **facts,
                **read(of_products.get(product.pk)),
            ),
            product,
        )
        for product in products
    ]
