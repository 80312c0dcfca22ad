"""What stands in a form is kept while it is typed, valid or not, until its page is saved."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused
from tenders import permissions
from tenders.locking import locked
from tenders.models import Opportunity, Typed

LARGEST_BYTES = 200_000
FORGOTTEN_AFTER = timedelta(days=30)


@transaction.atomic
def keep_typed(
    opportunity: Opportunity, page: str, values: dict[str, list[str]], *, seen: str, by
) -> Typed:
    """Put it in the place of what this person typed on this page before.

    Raises `Refused` beyond `LARGEST_BYTES`, and once the draft is out of the author's hands.
    """
    draft = _own_draft(opportunity, by)
    storable = {bare(name): [bare(text) for text in texts] for name, texts in values.items()}
    if len(json.dumps(storable, ensure_ascii=False).encode()) > LARGEST_BYTES:
        raise Refused(_("This is too long to be saved while you type."))
    now = timezone.now()
    kept = {"values": storable, "seen": seen[:64], "at": now, "here_at": now}
    rows = Typed.objects.of(draft)
    row, _is_new = rows.update_or_create(opportunity=draft, person=by, page=page, defaults=kept)
    return row


@transaction.atomic
def say_here(opportunity: Opportunity, page: str, *, by) -> None:
    """This person has the page open; what they typed before stays."""
    draft = _own_draft(opportunity, by)
    now = timezone.now()
    Typed.objects.of(draft).update_or_create(
        opportunity=draft,
        person=by,
        page=page,
        defaults={"here_at": now},
        create_defaults={"at": now, "here_at": now},
    )


def bare(text: str) -> str:
    """Without the null character, for which PostgreSQL's JSON has no place."""
    return text.replace("\0", "")


def _own_draft(opportunity: Opportunity, by) -> Opportunity:
    draft = locked(opportunity)
    permissions.may_edit(by, draft).or_refuse()
    return draft


def forget_typed(opportunity: Opportunity, page: str, *, by) -> None:
    """What this person typed on this page was saved, or is not wanted any more."""
    Typed.objects.of(opportunity).filter(person=by, page=page).delete()


def forget_all_typed(opportunity: Opportunity) -> None:
    """It is public: whatever was typed and not saved by then came too late."""
    Typed.objects.of(opportunity).delete()


def sweep_typed(now: datetime) -> int:
    """Delete what nobody came back to for 30 days; how many pages that were."""
    rows = Typed.objects.everywhere("old typing of everybody")
    return rows.filter(at__lt=now - FORGOTTEN_AFTER).delete()[0]
