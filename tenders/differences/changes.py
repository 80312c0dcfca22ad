"""Each change of a column, a part or a file as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenders.choices import Phase
from tenders.differences import parts, texts, wording
from tenders.differences.wording import Content
from tenders.models import Opportunity
from tenders.snapshots import CONTENT

MOVED = {
    "deadline": gettext_lazy("Deadline moved from %(before)s to %(after)s"),
    "questions_until": gettext_lazy("Last moment for questions moved from %(before)s to %(after)s"),
}
# Labels that are no names of things: «changed from» would not read after them.
PHRASES = (
    "novelty", "starts_on", "runs_until", "standstill_until", "prior_information_on",
    "takes_questions", "is_electronic", "is_urgent", "is_for_small_firms", "is_eu_funded",
    "open_to_foreign", "is_shared",
)  # fmt: skip
ENDED = {
    Phase.CLOSED: gettext_lazy("Closed before its deadline"),
    Phase.CANCELLED: gettext_lazy("Cancelled"),
    Phase.UNSUCCESSFUL: gettext_lazy("Ended without a contract"),
    Phase.AWARDED: gettext_lazy("Awarded"),
    "": gettext_lazy("Open again"),
}


@dataclass(frozen=True)
class Change:
    """`kind` says what `before` and `after` are: value, list, text, part or document."""

    name: str
    label: str
    kind: str
    before: str
    after: str
    sentence: str

    @property
    def marked(self) -> SafeString | str:
        """Long texts word by word; nothing for the others, whose sentence says it all."""
        return texts.marked(self.before, self.after) if self.kind == "text" else ""


def differences_between(before: Content, after: Content) -> list[Change]:
    """What `after` says otherwise, in the order of the form, then parts, then files."""
    columns = (column_change(Opportunity, name, before, after) for name in CONTENT)
    found = [change for change in columns if change is not None]
    return [*found, *part_changes(before, after), *document_changes(before, after)]


def column_change(
    model: type[models.Model], name: str, before: Content, after: Content
) -> Change | None:
    if name in wording.UNTOLD or name not in before or name not in after:
        return None
    if wording.parsed(name, before) == wording.parsed(name, after):
        return None
    if name in wording.LISTS:
        return list_change(model, name, before[name] or [], after[name] or [])
    label = wording.label_of(model, name)
    if name in wording.TEXTS:
        old, new = before[name] or "", after[name] or ""
        return Change(name, label, "text", old, new, text_sentence(label, old, new))
    old, new = wording.said(model, name, before), wording.said(model, name, after)
    if name == "ended":
        sentence = ending_sentence(before[name], after[name])
    else:
        sentence = value_sentence(name, label, old, new)
    return Change(name, label, "value", old, new, sentence)


def ending_sentence(before: str, after: str) -> str:
    if before == Phase.AWARDED:
        return _("The result was withdrawn")
    return str(ENDED[after])


def value_sentence(name: str, label: str, old: str, new: str) -> str:
    told = {"label": label, "before": old, "after": new}
    if not old:
        return _("%(label)s: %(after)s, not stated before") % told
    if not new:
        return _("%(label)s: no longer stated, %(before)s before") % told
    if name in PHRASES:
        return _("%(label)s: %(after)s instead of %(before)s") % told
    return MOVED.get(name, _("%(label)s changed from %(before)s to %(after)s")) % told


def text_sentence(label: str, old: str, new: str) -> str:
    if not old:
        return _("%(label)s: text added") % {"label": label}
    if not new:
        return _("%(label)s: text removed") % {"label": label}
    return _("%(label)s: text changed") % {"label": label}


def list_change(model: type[models.Model], name: str, old: list[str], new: list[str]) -> Change:
    label = wording.label_of(model, name)
    told = {
        "label": label,
        "added": ", ".join(wording.named(name, [code for code in new if code not in old])),
        "removed": ", ".join(wording.named(name, [code for code in old if code not in new])),
        "all": ", ".join(wording.named(name, new)),
    }
    before = ", ".join(wording.named(name, old))
    return Change(name, label, "list", before, told["all"], list_sentence(told))


def list_sentence(told: dict[str, str]) -> str:
    if told["added"] and told["removed"]:
        return _("%(label)s: added %(added)s; removed %(removed)s") % told
    if told["added"]:
        return _("%(label)s: added %(added)s") % told
    if told["removed"]:
        return _("%(label)s: removed %(removed)s") % told
    return _("%(label)s: now in the order %(all)s") % told


def part_changes(before: Content, after: Content) -> Iterator[Change]:
    """Lots by number, criteria and awards by name."""
    for kind in parts.KINDS:
        if kind.key not in before or kind.key not in after:
            continue
        for old, new in parts.paired(before, after, kind):
            yield from _of_part(kind, old, new)
        if parts.is_reordered(before, after, kind):
            label = str(kind.plural)
            yield Change(kind.key, label, "part", "", "", _("%s: another order") % label)


def _of_part(kind: parts.PartKind, old: Content | None, new: Content | None) -> Iterator[Change]:
    label = kind.named(new or old)
    if old is None:
        yield Change(kind.key, label, "part", "", label, _("%s: added") % label)
    elif new is None:
        yield Change(kind.key, label, "part", label, "", _("%s: removed") % label)
    else:
        for name in kind.columns:
            if change := column_change(kind.model, name, old, new):
                sentence = _("%(part)s: %(change)s")
                told = {"part": label, "change": change.sentence}
                yield replace(change, label=f"{label}: {change.label}", sentence=sentence % told)


def document_changes(before: Content, after: Content) -> Iterator[Change]:
    if "documents" not in before or "documents" not in after:
        return
    old = {one["name"]: one["sha256"] for one in before["documents"]}
    new = {one["name"]: one["sha256"] for one in after["documents"]}
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            yield document_change(name, is_old=name in old, is_new=name in new)


def document_change(name: str, *, is_old: bool, is_new: bool) -> Change:
    sentence = _("Document «%(name)s» replaced by a new version")
    if not is_old:
        sentence = _("Document «%(name)s» added")
    elif not is_new:
        sentence = _("Document «%(name)s» removed")
    label, told = _("Documents"), {"name": name}
    before, after = name if is_old else "", name if is_new else ""
    return Change("documents", label, "document", before, after, sentence % told)
