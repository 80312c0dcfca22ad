"""Opportunities of all kinds, through the same services as everybody's."""

from __future__ import annotations

from datetime import timedelta

from ppi.demo.loading import World
from tenders import services
from tenders.choices import KINDS
from tenders.models import Opportunity, Purchase

TEXTS = ("title", "need", "outcome", "known", "partners_wanted", "result_note")
PLAIN = ("kind", "language", "contract", "procedure", "value", "cpv", "nuts", "innovation",
         "strategic", "accepted_languages", "open_to_foreign", "awarded_value",
         "tenders_received")  # fmt: skip


def opportunities(world: World) -> int:
    purchases: dict[str, Purchase] = {}
    rows = list(world.read("opportunities", "opportunities"))
    for row in rows:
        known = Opportunity.objects.everywhere("the demonstration's own").filter(slug=row["key"])
        opportunity = known.select_related("purchase").first() or _write(world, row, purchases)
        if "purchase" in row:
            purchases[row["purchase"]] = opportunity.purchase
    return len(rows)


def _write(world: World, row: dict, purchases: dict[str, Purchase]) -> Opportunity:
    organisation = world.organisations[row["organisation"]]
    writer = world.writer_of(organisation)
    opportunity = services.start(
        organisation,
        by=writer,
        purchase=purchases.get(row.get("purchase", "")),
        slug=row["key"],
        **facts(world, row),
    )
    if row["state"] != "draft":
        services.submit(opportunity, by=writer)
    if row["state"] == "published":
        _publish(world, row, opportunity)
    return opportunity


def facts(world: World, row: dict) -> dict:
    written = {name: row[name].strip() for name in TEXTS if name in row}
    written |= {name: row[name] for name in PLAIN if name in row}
    written["is_shared"] = row["shared"]
    written["currency"] = row.get("currency", "EUR")
    if KINDS[row["kind"]].has_deadline:
        # Only what lies ahead can be submitted; the true day is set once it is public.
        deadline = world.day(row["deadline"], row.get("deadline_time", "12:00"))
        written["deadline"] = max(deadline, world.today + timedelta(days=2))
    if "winner" in row:
        written["winner_name"] = world.organisations[row["winner"]].name
    return written


def _publish(world: World, row: dict, opportunity: Opportunity) -> None:
    """Published by the portal's moderator, then moved to the day on which it would have been."""
    from ppi.moderation.models import Submission
    from ppi.moderation.services import publish

    moderator = world.moderators[row["portal"]]
    submission = Submission.objects.last_about(opportunity)
    publish(submission, by=moderator)
    then = {"published_at": world.day(row["published"])}
    if KINDS[row["kind"]].has_deadline:
        then["deadline"] = world.day(row["deadline"], row.get("deadline_time", "12:00"))
    rows = Opportunity.objects.everywhere("the demonstration's own").filter(pk=opportunity.pk)
    rows.update(**then)
