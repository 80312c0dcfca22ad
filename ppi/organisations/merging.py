"""Two entries of one body become one, with every link that any room has to them; and back again.

The absorbed one stays as a row that nobody sees, with what the other has already. Its addresses
lead to the one that is kept, and so do notices that name it. Each change of a row is a step that is
kept, so that a merge can be undone: what changed meanwhile stays as it is now.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations import claims, events, links, permissions
from ppi.organisations.addresses import free_slug
from ppi.organisations.choices import STOPPED, RequestState, Role, Status
from ppi.organisations.links import Link, Way
from ppi.organisations.members import RANKS, locked
from ppi.organisations.models import (
    ChangeRequest,
    FormerSlug,
    Invitation,
    Mandate,
    Membership,
    Merge,
    MergeStep,
    Organisation,
)

MERGED, UNDONE = "organisation.merged", "organisation.merge_undone"
# What the kept one takes over where it says nothing itself.
TAKEN_OVER = ("registration_number", "website", "about", "nuts", "buyer_type")
BATCH = 1000


@transaction.atomic
def merge(
    kept: Organisation, absorbed: Organisation, reason: str, *, by, roles_stay: bool = True
) -> Merge:
    """Everything that belonged to the absorbed one belongs to the kept one.

    Its members come in with their roles, or as readers. Announces `events.merged`, and
    `events.changed` for both. Raises `Refused` where they are not one body, or a claim waits.
    """
    permissions.may_merge(by, kept, absorbed).or_refuse()
    kept, absorbed = _locked_pair(kept, absorbed)
    _refuse_to_merge(kept, absorbed, reason)
    rows = Merge.objects.everywhere("the moderators' own merge")
    made = rows.create(kept=kept, absorbed=absorbed, reason=reason, merged_by=by)
    _withdraw_changes(absorbed, by)
    _let_members_in(made, roles_stay)
    if not roles_stay:
        _let_offers_in(made)
    _follow(made, absorbed, kept)
    _step_aside(made)
    _take_over(made)
    _tell(made, MERGED, by)
    events.merged.announce(merge_id=made.pk)
    return made


def _locked_pair(one: Organisation, other: Organisation) -> tuple[Organisation, Organisation]:
    """Always in the same order: two merges at once do not wait for each other."""
    now = {row.pk: locked(row) for row in sorted((one, other), key=lambda row: row.pk)}
    return now[one.pk], now[other.pk]


def _refuse_to_merge(kept: Organisation, absorbed: Organisation, reason: str) -> None:
    if not reason.strip():
        sentence = _("Write why they are one body. The members of both read it.")
        raise Refused(sentence, field="reason")
    if kept.pk == absorbed.pk:
        raise Refused(_("Choose two different organisations."))
    if kept.status in STOPPED or absorbed.status == Status.MERGED:
        raise Refused(_("Only into an organisation that is in use can another be merged."))
    _refuse_two_bodies(kept, absorbed)
    for each in (kept, absorbed):
        if claims.waiting_of(each).exists():
            sentence = _("Decide the claims to %(organisation)s first.")
            raise Refused(sentence % {"organisation": each})


def _refuse_two_bodies(kept: Organisation, absorbed: Organisation) -> None:
    if kept.kind != absorbed.kind:
        raise Refused(_("A buyer, a company and an intermediary are never one entry."))
    numbers = {each.registration_number.casefold() for each in (kept, absorbed)}
    if kept.country != absorbed.country or len(numbers - {""}) > 1:
        raise Refused(_("They have different registration numbers or countries: two bodies."))


def _withdraw_changes(absorbed: Organisation, by) -> None:
    rows = ChangeRequest.objects.managed_by(absorbed).filter(state=RequestState.WAITING)
    for request in rows:
        request.state, request.decided_by = RequestState.WITHDRAWN, by
        request.save(update_fields=["state", "decided_by"])
        events.change_withdrawn.announce(change_request_id=request.pk)


def _let_members_in(made: Merge, roles_stay: bool) -> None:
    """Whoever is in both has the higher of two roles; the rows themselves follow as all others."""
    here = dict(_of(made.kept).values_list("user_id", "pk"))
    for membership in _of(made.absorbed):
        role = membership.role if roles_stay else Role.READER
        if membership.user_id not in here:
            _change(made, membership, "role", role)
            continue
        own = _of(made.kept).get(pk=here[membership.user_id])
        if RANKS.index(own.role) < RANKS.index(role):
            _change(made, own, "role", role)


def _let_offers_in(made: Merge) -> None:
    """What the absorbed one's owners have offered is worth no more than their own roles: the
    invited come in as readers, and the kept one's owners decide about who acts for it."""
    for invitation in Invitation.objects.managed_by(made.absorbed).filter(accepted_at=None):
        _change(made, invitation, "role", Role.READER)
    mandates = Mandate.objects.managed_by(made.absorbed).filter(organisation=made.absorbed)
    for mandate in mandates.filter(state=RequestState.ACCEPTED):
        _change(made, mandate, "state", RequestState.WAITING)


def _of(organisation: Organisation) -> models.QuerySet[Membership]:
    return Membership.objects.managed_by(organisation).order_by("pk")


def _follow(made: Merge, was: models.Model, became: models.Model) -> None:
    """All links to one row lead to the other."""
    for link in links.that_go_along(type(was)):
        for row, column, value in link.entering(was, became) if link.entering else ():
            _change(made, row, column, value)
        ids = list(link.rows_about(was).order_by("pk").values_list("pk", flat=True))
        moved = _moved(made, link, ids, became.pk)
        _keep(made, link.model, link.column, was.pk, became.pk, moved)
        if link.way is Way.FOLDS and (left := sorted(set(ids) - set(moved))):
            # One here and one there: a unique constraint has just said so.
            _follow(made, link.rows().get(pk=left[0]), link.rows_about(became).get())


def _moved(made: Merge, link: Link, ids: Sequence[int], to: int) -> list[int]:
    """Those of these rows that could be moved; a constraint keeps the others where they are."""
    if len(ids) > BATCH:
        return [
            pk
            for start in range(0, len(ids), BATCH)
            for pk in _moved(made, link, ids[start : start + BATCH], to)
        ]
    if not ids or _is_set(link.rows().filter(pk__in=ids), link.column, to):
        return list(ids)
    if len(ids) == 1:
        return list(ids) if _is_cleared(made, link, ids[0], to) else []
    half = len(ids) // 2
    return _moved(made, link, ids[:half], to) + _moved(made, link, ids[half:], to)


def _is_set(rows: models.QuerySet, column: str, value: object) -> bool:
    try:
        with transaction.atomic():
            rows.update(**{column: value})
    except IntegrityError:
        return False
    return True


def _is_cleared(made: Merge, link: Link, pk: int, to: int) -> bool:
    """The row fits once its room has changed something else of it, such as its address."""
    if link.clearing is None:
        return False
    row = link.rows().get(pk=pk)
    for column, value in link.clearing(row, to).items():
        _change(made, row, column, value)
    return _is_set(link.rows().filter(pk=pk), link.column, to)


def _step_aside(made: Merge) -> None:
    """The absorbed one is not seen any more, and its address leads to the kept one."""
    slug = made.absorbed.slug
    _change(made, made.absorbed, "status", Status.MERGED)
    _change(made, made.absorbed, "slug", free_slug(f"merged {made.absorbed.pk}"))
    FormerSlug.objects.create(slug=slug, organisation=made.kept)


def _take_over(made: Merge) -> None:
    for column in TAKEN_OVER:
        if not getattr(made.kept, column):
            _change(made, made.kept, column, getattr(made.absorbed, column))


def _change(made: Merge, row: models.Model, column: str, value: object) -> None:
    was = getattr(row, column)
    if was == value:
        return
    setattr(row, column, value)
    links.every(type(row)).filter(pk=row.pk).update(**{column: value})
    _keep(made, type(row), column, was, value, [row.pk])


def _keep(made: Merge, model, column: str, was: object, became: object, ids: list[int]) -> None:
    if ids:
        made.steps.create(
            model=model._meta.label, column=column, was=str(was), became=str(became), ids=ids
        )


@transaction.atomic
def undo(made: Merge, *, by) -> None:
    """Within 30 days, what has not changed since goes back to where it was.

    Announces `events.merge_undone`, and `events.changed` for both. Raises `Refused` after that
    time, and where another organisation has taken its number or name meanwhile.
    """
    permissions.may_merge(by, made.kept, made.absorbed).or_refuse()
    _locked_pair(made.kept, made.absorbed)
    rows = Merge.objects.everywhere("the moderators' own merge")
    made = rows.select_related("kept", "absorbed").get(pk=made.pk)
    _refuse_to_undo(made)
    for step in made.steps.order_by("-pk"):
        _take_back(step)
    made.undone_at, made.undone_by = timezone.now(), by
    made.save(update_fields=["undone_at", "undone_by"])
    made.absorbed.refresh_from_db()
    FormerSlug.objects.filter(organisation=made.kept, slug=made.absorbed.slug).delete()
    _tell(made, UNDONE, by)
    events.merge_undone.announce(merge_id=made.pk)


def _refuse_to_undo(made: Merge) -> None:
    if made.undone_at is not None:
        raise Refused(_("This merge has been undone already."))
    if not made.can_be_undone:
        raise Refused(_("A merge can be undone for 30 days, and they are over."))
    if made.kept.status == Status.MERGED:
        raise Refused(_("It was merged with another since. Undo that first."))


def _take_back(step: MergeStep) -> None:
    model = apps.get_model(step.model)
    was, became = (_value(model, step.column, text) for text in (step.was, step.became))
    rows = links.every(model).filter(**{step.column: became})
    for start in range(0, len(step.ids), BATCH):
        unchanged = rows.filter(pk__in=step.ids[start : start + BATCH])
        if not _is_set(unchanged, step.column, was):
            raise Refused(
                _("Another organisation has taken its number, name or address. Change that first.")
            )


def _value(model: type[models.Model], column: str, text: str) -> object:
    field = model._meta.get_field(column)
    return (field.target_field if field.is_relation else field).to_python(text)


def _tell(made: Merge, action: str, by) -> None:
    """In both trails; all members of both hear of it, and the index looks at both anew."""
    detail = {"merge": made.pk, "other": str(made.absorbed), "reason": made.reason}
    entry = audit.record(action, made.kept, by=by, **detail)
    audit.record(action, made.absorbed, by=by, merge=made.pk, into=made.kept_id)
    people = Membership.objects.managed_by(made.kept, made.absorbed).exclude(user=by)
    if ids := sorted(set(people.values_list("user_id", flat=True))):
        events.concerned.announce(entry_id=entry.pk, user_ids=ids)
    for each in (made.kept, made.absorbed):
        events.changed.announce(organisation_id=each.pk)


def standing_merges(organisation: Organisation) -> models.QuerySet[Merge]:
    """What was merged into it, the last first: a few, for a body has few duplicates."""
    rows = Merge.objects.managed_by(organisation).standing()
    return rows.select_related("absorbed").order_by("-pk")


def counts_of(organisation: Organisation) -> list[tuple[str, int]]:
    """How many rows would go along, the most first; of what has a name for readers."""
    found = [
        (str(link.model._meta.verbose_name_plural), link.rows_about(organisation).count())
        for link in links.that_go_along(Organisation)
        if "verbose_name_plural" in link.model._meta.original_attrs
    ]
    return sorted((row for row in found if row[1]), key=lambda row: -row[1])


def heir_of(organisation: Organisation) -> Organisation:
    """The one that it was merged into; itself, where it was not."""
    rows = Merge.objects.everywhere("where a merged one is found now").standing()
    while made := rows.select_related("kept__portal").filter(absorbed=organisation).first():
        organisation = made.kept
    return organisation
