"""A change as its authors and its moderator see it: what is public beside what would be."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ppi.documents.models import Document
from ppi.kernel.access import access, found_or_404
from ppi.kernel.languages import language_name
from ppi.kernel.verdicts import Refused
from profiles import pages, revisions, selftest
from profiles.choices import TRL_LABELS, MarketStage
from profiles.editing import own_profile, writing
from profiles.models import Product, Profile, Revision
from profiles.product_editing import own_product


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def context_of_revision(revision: Revision, request: HttpRequest) -> dict:
    """What differs, and the whole as it would be."""
    subject = revision.subject
    written = revisions.as_written(subject, revision)
    is_product = isinstance(subject, Product)
    whole = pages.context_of_product if is_product else pages.context_of
    return {
        **whole(written, request),
        "revision": revision,
        "differences": differences(subject, written, revision),
        "answers": selftest.answered(subject.self_test) if is_product else [],
    }


def differences(subject, written, revision: Revision) -> list[Difference]:
    """By columns in the order of the model; then the files."""
    names = [field.name for field in subject._meta.fields if field.name in revision.facts]
    found = [
        Difference(_label(subject, name), *(_said(row, name) for row in (subject, written)))
        for name in names
    ]
    if revision.has_files:
        found += _of_files(subject, revision)
    return found


def _label(subject, name: str) -> str:
    label = str(subject._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _said(row: Profile | Product, name: str) -> str:
    value = getattr(row, name)
    if name == "language":
        return language_name(value)
    if name == "trl":
        return str(TRL_LABELS.get(value, ""))
    if name == "market_stage":
        return str(MarketStage(value).label) if value else ""
    if name == "pictures":
        return "\n".join(f"{one['name']}: {one['alt']}" for one in value)
    return value


def _of_files(subject: Product, revision: Revision) -> list[Difference]:
    before, after = (
        {(row.name, row.sha256): row for row in Document.objects.of(holder)}
        for holder in (subject, revision)
    )
    if before.keys() == after.keys():
        return []
    said = ("\n".join(sorted(name for name, _digest in one)) for one in (before, after))
    return [Difference(_("Files"), *said)]


VERBS = {
    "send": revisions.submit,
    "take-back": revisions.take_back,
    "give-up": revisions.give_up,
}


@access(writing)
def change(request: HttpRequest, slug: str, product: str = "") -> HttpResponse:
    """What would change, and three buttons: send it, take it back, give it up."""
    subject = own_product(request, slug, product) if product else own_profile(request, slug)
    found_or_404(subject.pk)
    back = ["profiles:product-board", slug, product] if product else ["profiles:edit", slug]
    if request.method == "POST":
        carry_out(request, subject)
        return redirect(*back)
    revision = revisions.open_revision(subject)
    if revision is None:
        return redirect(*back)
    return render(request, "profiles/change.html", context_of_revision(revision, request))


def carry_out(request: HttpRequest, subject: Profile | Product) -> None:
    decision = request.POST.get("decision")
    found_or_404(decision in VERBS)
    try:
        VERBS[decision](subject, by=request.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said_of(decision))


def said_of(decision: str) -> str:
    return {
        "send": _("Sent to the moderators. What is public stays as it is until they have read it."),
        "take-back": _("It is on your desk again."),
        "give-up": _("The change is gone. What is public stays as it is."),
    }[decision]
