"""Where an organisation is found: its slug, and those that it had before."""

from __future__ import annotations

from ppi.kernel import slugs
from ppi.organisations.models import FormerSlug, Organisation

# Parts of addresses that stand where a slug would.
TAKEN_SLUGS = {"new", "join", "invitation", "second-step"}


def move(organisation: Organisation) -> None:
    """To the address of its new name; the present one redirects, a former one is taken back."""
    former, slug = organisation.slug, free_slug(organisation.name, of=organisation)
    if slug == former:
        return
    FormerSlug.objects.filter(slug=slug, organisation=organisation).delete()
    FormerSlug.objects.get_or_create(slug=former, organisation=organisation)
    organisation.slug = slug


def free_slug(name: str, *, of: Organisation | None = None) -> str:
    """An address for the name, with a number where another organisation has or had it.

    `of` is an organisation whose own addresses are free to it.
    """
    base = slugs.readable(name, otherwise="organisation")
    present = Organisation.objects.everywhere("slugs are unique over all portals")
    present, former = present.filter(slug__startswith=base), FormerSlug.objects.all()
    if of is not None:
        present, former = present.exclude(pk=of.pk), former.exclude(organisation=of)
    former = former.filter(slug__startswith=base)
    taken = {*present.values_list("slug", flat=True), *former.values_list("slug", flat=True)}
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 4))]
    return next(slug for slug in candidates if slug not in taken | TAKEN_SLUGS)


def ids_at(slug: str) -> list[int]:
    """The organisation whose address this is, or was; several where it was reused.

    Asked of two indexes, one after the other: as alternatives of one condition, both would be
    compared with every organisation there is.
    """
    rows = Organisation.objects.everywhere("an address; permissions decide at the caller")
    present = rows.filter(slug=slug).values_list("pk", flat=True)
    former = FormerSlug.objects.filter(slug=slug).values_list("organisation", flat=True)
    return list(present.union(former))
