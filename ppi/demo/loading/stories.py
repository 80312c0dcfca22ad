"""What becomes of an opportunity: sent, published, asked about, corrected, ended, followed up."""

from __future__ import annotations

from ppi.accounts.models import User
from ppi.demo.loading import World, dating, voices
from ppi.demo.loading.rows import as_of, facts, found
from ppi.moderation.models import Submission
from ppi.moderation.services import publish
from tenders import services, specification
from tenders.models import FollowUp, Opportunity


def tell(world: World, row: dict, draft: Opportunity) -> None:
    """From the finished draft as far as the row's state says, each step dated to its day."""
    author = world.author_of(draft.organisation)
    voices.write_notes(world, row, draft)
    if "assignee" in row:
        services.assign(draft, world.people[row["assignee"]], by=author)
    if row["state"] != "draft":
        services.submit(draft, by=author)
    if row["state"] in ("in-review", "published") and draft.organisation.needs_approval:
        services.approve(draft, by=world.writer_of(draft.organisation))
    if row["state"] == "published":
        publish(Submission.objects.last_about(draft), by=world.moderators[row["portal"]])
        _live(world, row, author)


def _live(world: World, row: dict, author: User) -> None:
    """What can only be said before the deadline comes first; then the true days; then the end."""
    opportunity = found(row["key"])
    voices.ask(world, row, opportunity, author)
    voices.invite(row, opportunity, author)
    for number in range(1, len(row.get("corrections", [])) + 1):
        _correct(world, row, number, author)
    dating.publication(world, row)
    voices.hear(world, row, opportunity)
    if ending := row.get("ending"):
        ended = services.end(opportunity, ending["phase"], ending["reason"], by=author)
        dating.last_word(ended, world.day(ending["day"]))
    if "follow_up" in row:
        _look_back(world, row, author)


def _correct(world: World, row: dict, number: int, author: User) -> None:
    draft = services.start_correction(found(row["key"]), by=author)
    reason = row["corrections"][number - 1]["reason"]
    told = facts(world, as_of(row, number)) | {"correction_reason": reason}
    draft = specify(services.edit(draft, by=author, **told), row, author)
    services.submit(draft, by=author)


def specify(draft: Opportunity, row: dict, author: User) -> Opportunity:
    """With the specification that the platform drafts from the answers, where the row wants it."""
    if row.get("specification") != "drafted":
        return draft
    return services.edit(draft, by=author, specification=specification.draft_of(draft))


def _look_back(world: World, row: dict, author: User) -> None:
    told, rows = row["follow_up"], FollowUp.objects.of(found(row["key"]))
    services.answer(
        rows.get(),
        by=author,
        effects=told["effects"].strip(),
        saved=told["saved"],
        is_recommended=told["is_recommended"],
    )
    rows.update(answered_at=world.day(told["day"]))
