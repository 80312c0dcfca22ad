"""What opportunities, companies and products say of themselves, as scoring reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppi.matching.models import Gist
from ppi.matching.scoring import Alike, Side
from ppi.organisations.choices import Kind as Organisations
from ppi.taxonomy.choices import StrategicProcurement
from profiles.choices import is_being_built
from profiles.querysets import ProfileQuerySet
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


# In the order of the fields of `Company`.
COLUMNS = (
    "pk", "organisation_id", "portal_id", "cpv", "nuts", "languages", "size",
    "organisation__country", "organisation__kind",
)  # fmt: skip


# In the order of the fields of `Made`.
MADE = ("pk", "cpv", "trl", "seeking_first_buyer")


@dataclass(slots=True)
class Company:
    """What is compared of a profile: thousands are, for one need, and a row costs less than a
    model's instance. `pk` is the profile's."""

    pk: int
    organisation_id: int
    portal_id: int
    cpv: list[str]
    nuts: list[str]
    languages: list[str]
    size: str
    country: str
    kind: str


@dataclass(slots=True)
class Made:
    """What is compared of a product."""

    pk: int
    cpv: list[str]
    trl: int | None
    seeking_first_buyer: bool


def companies(profiles: ProfileQuerySet) -> list[Company]:
    return [Company(*row) for row in profiles.values_list(*COLUMNS)]


@dataclass(slots=True)
class Offer:
    """A company as a whole, or one of its products; and how far its text agrees with the need's,
    where that is known already and `side` holds no text."""

    side: Side
    product: Made | None = None
    alike: Alike | None = None


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
    """What the texts say; nothing where they are not in the index."""
    gist = gist or NOTHING
    return {
        "stems": dict(zip(gist.stems, gist.words, strict=True)),
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


# What a company, or a product of it, says in its text.
Text = Gist | Alike | None


def offers_of(
    company: Company,
    products: Sequence[Made],
    own: Text,
    of_products: Mapping[int, Text],
) -> list[Offer]:
    """The company as a whole first, then each product; a product delivers where its company does.

    Each is compared on its own: nobody is nearer to a need for having written of many things.
    """
    cpv, nuts, languages = tuple(company.cpv), tuple(company.nuts), tuple(company.languages)
    country, size, kinds = company.country, company.size, said_kinds(company.kind)

    def offer(text: Text, codes: tuple[str, ...], *, is_new=False, product=None) -> Offer:
        side = Side(
            codes, nuts, country, languages, size=size, is_new=is_new, kinds=kinds, **_read(text)
        )
        return Offer(side, product, text if isinstance(text, Alike) else None)

    return [offer(own, cpv)] + [
        offer(
            of_products.get(product.pk),
            tuple(product.cpv) or cpv,
            is_new=is_being_built(product.trl, seeking_first_buyer=product.seeking_first_buyer),
            product=product,
        )
        for product in products
    ]


def _read(text: Text) -> dict:
    return {} if isinstance(text, Alike) else read(text)
