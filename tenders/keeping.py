"""A page of the form and what stands in it: sent now, brought back, or as it is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django import forms
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppi.kernel import dates, kept
from ppi.kernel.models import AuditEntry
from ppi.kernel.verdicts import Refused
from tenders import conflicts, services
from tenders.conflicts import Conflict, fingerprint
from tenders.forms import Step, form_for, steps_for
from tenders.forms.page import Page
from tenders.forms.rows import Group, Row, RowsPage
from tenders.forms.suggestion import REDRAFT
from tenders.locking import locked
from tenders.models import Opportunity, Typed

SEEN = "seen"
# On the page that shows a conflict: what it shows. It excuses nobody from choosing.
TOLD = "told"
# The token, and the button that puts a new draft in the place of what was typed.
NOT_TYPED = {"csrfmiddlewaretoken", TOLD, REDRAFT}
PRESENT_FOR = timedelta(seconds=60)
# In the session: what the last save of an opened form made of its page. Who goes back in the
# browser and saves again is not told of a change that is their own.
OWN_SAVES = "own_saves"
MOST_OWN_SAVES = 20


class Writing:
    """One person at one page of a draft.

    `data` is what the form is bound to: what was sent; else what was kept for them at the sign-in
    or typed before and not saved, where it differs from the page; else None. `seen` names the
    page as it was when they began, and the form that they opened then.
    """

    def __init__(self, request: HttpRequest, opportunity: Opportunity, shown: Step) -> None:
        self.request, self.opportunity, self.shown = request, opportunity, shown
        self.person = request.user
        self.conflict: Conflict | None = None
        self.brought_back: Typed | None = None
        if request.method == "POST":
            self.data, self.seen = request.POST, request.POST.get(SEEN, "")
        else:
            self._open()

    def _open(self) -> None:
        if (sent := kept.take(self.request)) is not None:
            self._keep(sent)
        row = typed_by(self.person, self.opportunity).filter(page=self.shown.name).first()
        if row is not None and differs(self.shown, self.opportunity, row.values):
            self.brought_back = row
            self.data, self.seen = as_sent(row.values), row.seen
        else:
            self.data, self.seen = None, self._seen_now(secrets.token_hex(6))

    def _seen_now(self, opening: str) -> str:
        return f"{fingerprint(self.shown, self._stored())}-{opening}"

    def _stored(self) -> Opportunity:
        """The row as it is now: a form that was judged has written into ours."""
        rows = Opportunity.objects.everywhere("the row that the writer holds already")
        return rows.get(pk=self.opportunity.pk)

    def keep(self) -> None:
        """What was sent and not saved comes back when the page is opened again."""
        with suppress(Refused):
            self.keep_or_refuse()

    def keep_or_refuse(self) -> None:
        self._keep(self.request.POST)

    def _keep(self, sent: QueryDict) -> None:
        values = {name: texts for name, texts in sent.lists() if name not in NOT_TYPED}
        seen, page = sent.get(SEEN, ""), self.shown.name
        services.keep_typed(self.opportunity, page, values, seen=seen, by=self.person)

    @contextmanager
    def saving(self, form: Page | RowsPage) -> Iterator[None]:
        """The transaction in which the page is saved; what was typed on it is forgotten with it.

        Raises `Conflict` where somebody changed the page since it was opened, to say otherwise.
        """
        with transaction.atomic():
            self._refuse_overwriting(locked(self.opportunity), form)
            yield
            services.forget_typed(self.opportunity, self.shown.name, by=self.person)
            self._remember()

    def _refuse_overwriting(self, stored: Opportunity, form: Page | RowsPage) -> None:
        if not self._is_outdated(stored):
            return
        theirs = conflicts.content_of(self.shown, stored)
        mine = conflicts.meant(self.shown, form, theirs)
        if found := conflicts.differences(self.shown, form, mine, theirs):
            raise Conflict(found, conflicts.last_change(self.shown, stored))

    def _is_outdated(self, stored: Opportunity, seen: str = "") -> bool:
        opened, _dash, opening = (seen or self.seen).partition("-")
        if not opened:
            return False
        own = self.request.session.get(OWN_SAVES, {}).get(opening)
        return fingerprint(self.shown, stored) not in (opened, own)

    def _remember(self) -> None:
        now, _dash, opening = self._seen_now(self._opening).partition("-")
        if not opening:
            return
        saves = {**self.request.session.get(OWN_SAVES, {}), opening: now}
        self.request.session[OWN_SAVES] = dict(list(saves.items())[-MOST_OWN_SAVES:])

    @property
    def _opening(self) -> str:
        return self.seen.partition("-")[2]

    @property
    def told(self) -> str:
        """What the person has seen once they have been shown the conflict."""
        return self._seen_now(self._opening)

    @property
    def conflict_sentence(self) -> str:
        return changed_sentence(self.conflict.change, self.person)

    @property
    def sentences(self) -> list[str]:
        """Who else is at this page, and whether it has changed since it was opened."""
        present = presence_sentence(self.shown, self.opportunity, self.person)
        stored = self._stored()
        if self.conflict or not self._is_outdated(stored, self.request.POST.get(TOLD, "")):
            return present
        changed = changed_sentence(conflicts.last_change(self.shown, stored), self.person)
        return [*present, changed, _("When you save, you see both and choose.")]


def typed_by(person, opportunity: Opportunity):
    return Typed.objects.of(opportunity).filter(person=person)


def as_sent(values: dict[str, list[str]]) -> QueryDict:
    fields = QueryDict(mutable=True)
    for name, texts in values.items():
        fields.setlist(name, texts)
    return fields


def unsaved_pages(opportunity: Opportunity, person) -> list[Step]:
    """On which pages this person typed what is not in the draft."""
    typed = {row.page: row.values for row in typed_by(person, opportunity)}
    return [
        step
        for step in steps_for(opportunity)
        if step.name in typed and differs(step, opportunity, typed[step.name])
    ]


# Who else is here ------------------------------------------------------------------------------


def presence_sentence(shown: Step, opportunity: Opportunity, person) -> list[str]:
    since = timezone.now() - PRESENT_FOR
    others = Typed.objects.of(opportunity).filter(page=shown.name, here_at__gt=since)
    rows = others.exclude(person=person).select_related("person").order_by("person__name")
    names = [str(row.person) for row in rows]
    if not names:
        return []
    sentence = ngettext(
        "%(names)s is writing on this page too.",
        "%(names)s are writing on this page too.",
        len(names),
    )
    return [sentence % {"names": ", ".join(names)}]


def changed_sentence(change: AuditEntry | None, person) -> str:
    if change is None or change.actor is None:
        return _("This page was saved after you opened it.")
    told = {"name": change.actor, "moment": dates.day_and_time(change.at)}
    if change.actor == person:
        return _("You saved this page in another window (%(moment)s).") % told
    return _("%(name)s saved this page after you opened it (%(moment)s).") % told


# Whether what was typed is kept already --------------------------------------------------------


def differs(shown: Step, opportunity: Opportunity, values: dict[str, list[str]]) -> bool:
    """Whether the page says otherwise with what was typed, valid or not, than without it."""
    if not values:
        return False
    typed, untouched = form_for(shown, opportunity, as_sent(values)), form_for(shown, opportunity)
    if not isinstance(typed, RowsPage):
        return fields_differ(typed, untouched)
    groups = zip(typed.shown, untouched.shown, strict=True)
    head_differs = typed.above is not None and fields_differ(typed.above, untouched.above)
    return head_differs or any(rows_differ(*pair) for pair in groups)


def fields_differ(typed: Page | Row, untouched: Page | Row) -> bool:
    return any(_is_changed(field, untouched[field.name]) for field in typed)


def rows_differ(typed: Group, untouched: Group) -> bool:
    present = [row for row in untouched.rows if any(map(row.initial.get, row.telling))]
    pairs = zip(typed.filled, present, strict=False)
    return len(typed.filled) != len(present) or any(fields_differ(*pair) for pair in pairs)


def _is_changed(field: forms.BoundField, untouched: forms.BoundField) -> bool:
    """Files are out of it; words left in a search box are not."""
    if isinstance(field.field, forms.FileField):
        return False
    before, now = map(conflicts.with_plain_lines, (untouched.initial, field.data))
    return field.field.has_changed(before, now) or bool(getattr(field.data, "query", ""))
