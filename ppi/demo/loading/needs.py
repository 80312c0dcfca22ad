"""Opportunities of all kinds, through the same services as everybody's."""

from __future__ import annotations

from ppi.accounts.models import User
from ppi.demo.loading import World, stories
from ppi.demo.loading.rows import as_of, awards, criteria, facts, found, lots
from tenders import services
from tenders.models import Award, Criterion, Lot, Opportunity, Purchase


def opportunities(world: World) -> int:
    """In the order in which they were published, so that a result finds its call."""
    purchases: dict[str, Purchase] = {}
    rows = list(world.read("opportunities", "opportunities"))
    for row in sorted(rows, key=lambda row: row.get("published", 0)):
        opportunity = found(row["key"])
        if opportunity is None:
            opportunity = _write(world, row, purchases)
            stories.tell(world, row, opportunity)
        purchases[row["purchase"]] = opportunity.purchase
    return len(rows)


def _write(world: World, row: dict, purchases: dict[str, Purchase]) -> Opportunity:
    """A finished draft that says what was said before any correction."""
    author = world.author_of(world.organisations[row["organisation"]])
    draft = _begin(world, row, purchases, author)
    told = facts(world, as_of(row, 0)) | {"slug": row["key"]}
    draft = stories.specify(services.edit(draft, by=author, **told), row, author)
    for part, rows in ((Lot, lots(row)), (Criterion, criteria(row))):
        if rows:
            services.replace_parts(draft, part, rows, by=author)
    if contracts := awards(world, row, draft):
        services.replace_parts(draft, Award, contracts, by=author)
    return draft


def _begin(world: World, row: dict, purchases: dict[str, Purchase], author: User) -> Opportunity:
    if "concludes" in row:
        return services.start_result(found(row["concludes"]), by=author)
    if "framework" in row:
        return services.start_call_off(found(row["framework"]), by=author)
    return services.start(
        world.organisations[row["organisation"]],
        by=author,
        purchase=purchases.get(row["purchase"]),
        title=row["title"],
    )
