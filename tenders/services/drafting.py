"""A draft: started, written, its files, kept by its author and colleagues."""

from __future__ import annotations

import re
import secrets

from django.db import models, transaction
from django.utils.translation import gettext as _

from ppi.documents import services as documents
from ppi.documents.models import Document
from ppi.kernel import audit, slugs
from ppi.kernel.money import home_currency
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Organisation
from tenders import permissions
from tenders.choices import Kind
from tenders.copying import OF_THE_PURCHASE, TIMELESS, take_columns, take_parts
from tenders.judging import judge
from tenders.locking import locked
from tenders.models import Award, Criterion, FormerSlug, Lot, Opportunity, Purchase


@transaction.atomic
def start(
    organisation: Organisation, *, by, purchase: Purchase | None = None, **facts
) -> Opportunity:
    """A new draft for this buyer. `facts` are the model's own columns."""
    permissions.may_post_for(by, organisation).or_refuse()
    at_home = {
        "country": organisation.country,
        "nuts": [organisation.nuts] if organisation.nuts else [],
        "slug": new_slug(facts["title"]),
        "currency": home_currency(organisation.country),
    }
    opportunity = Opportunity(
        organisation=organisation,
        portal=organisation.portal,
        purchase=purchase or Purchase.objects.create(),
        created_by=by,
        **(at_home | facts),
    )
    judge(opportunity)
    opportunity.save()
    audit.record("opportunity.started", opportunity, by=by)
    return opportunity


@transaction.atomic
def start_from(source: Opportunity, organisation: Organisation, *, by) -> Opportunity:
    """A new draft with the need, lots and criteria of an opportunity that `by` may read.

    Dates, urgency, results, files and the official notice stay behind; values and places, of the
    lots too, are the new buyer's own to fill where the buyer is another. Of a result the need is
    taken, and not what was announced: the kind stays open.
    """
    left = _others_own(source, organisation)
    return _take_over(source, organisation, by, left=left, left_of_lots=left)


def _take_over(
    source: Opportunity,
    organisation: Organisation,
    by,
    *,
    left: tuple[str, ...],
    left_of_lots: tuple[str, ...],
) -> Opportunity:
    """A draft with what the source says, but for these columns of it and of its lots."""
    draft = start(organisation, by=by, title=source.title, copied_from=source)
    take_columns(source, draft, tuple(name for name in TIMELESS if name not in left))
    if source.facts.has_result:
        draft.kind, draft.title = "", _title_of_the_need(source)
    draft.save()
    take_parts(source, draft, Lot, without=left_of_lots)
    take_parts(source, draft, Criterion)
    return _judged(draft)


def _judged(draft: Opportunity) -> Opportunity:
    """Once its lots are in the database: they have a say in it."""
    judge(draft)
    draft.save()
    return draft


def _title_of_the_need(result: Opportunity) -> str:
    """That of the call that it concludes, where everybody can read it; else the result's own."""
    call = result.concludes
    return call.title if call is not None and call.is_public else result.title


def _others_own(source: Opportunity, organisation: Organisation) -> tuple[str, ...]:
    if source.organisation_id == organisation.pk:
        return ()
    return (
        "country", "nuts", "value", "currency", "eu_programme", "is_eu_funded", "is_shared",
    )  # fmt: skip


@transaction.atomic
def start_result(call: Opportunity, *, by, **facts) -> Opportunity:
    """The next stage of a call: a draft that tells who won, with the call's content and lots.

    `facts` are columns that differ from the call's. The result that there is already, if one is,
    is returned as it is, unless it was withdrawn or removed. Raises `Refused` while the call can
    be answered, and where it has ended.
    """
    call = locked(call)
    permissions.may_tell_result(by, call).or_refuse()
    if begun := Opportunity.objects.concluding(call).not_taken_off().first():
        return begun
    title = facts.get("title", call.title)
    draft = start(call.organisation, by=by, purchase=call.purchase, title=title, kind=Kind.RESULT)
    take_columns(call, draft, tuple(name for name in OF_THE_PURCHASE if name != "kind"))
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.concludes = call
    draft.save()
    take_parts(call, draft, Lot, Criterion)
    return _judged(draft)


def new_slug(title: str) -> str:
    """Readable, and unguessable enough that a draft's address tells nobody of its neighbours."""
    return f"{slugs.readable(title, otherwise='opportunity')}-{secrets.token_hex(4)}"


@transaction.atomic
def start_call_off(framework: Opportunity, *, by) -> Opportunity:
    """A draft call under this framework agreement or dynamic purchasing system.

    What is called off is a part of it, and its own value is asked for: of the value of the whole
    nothing is taken over, and of its lots their titles.
    """
    permissions.may_call_off(by, framework).or_refuse()
    draft = _take_over(
        framework, framework.organisation, by, left=("value",), left_of_lots=NOT_CALLED_OFF
    )
    draft.kind, draft.technique, draft.runs_until = Kind.CALL, "", None
    draft.framework = framework
    return _judged(draft)


def readdress(opportunity: Opportunity) -> None:
    """To the address of its present title, in memory; the former one redirects from now on."""
    former = opportunity.slug
    token = re.search(r"-[0-9a-f]{8}$", former)
    if token is None:  # given by hand, for good
        return
    readable = slugs.readable(opportunity.title, otherwise="opportunity")
    if readable + token[0] != former:
        FormerSlug.objects.get_or_create(slug=former, opportunity=opportunity)
        opportunity.slug = readable + token[0]


# Of the agreement's lots.
NOT_CALLED_OFF = ("description", "cpv", "nuts", "value")
# What the column of the whole can hold.
MOST_AWARDED = 10**14
# Asked of some kinds only; kept in another they would go on working unseen.
OF_A_DEADLINE = ("deadline", "questions_until")
OF_A_PROCEDURE = ("technique", "runs_until", "prior_information_on", "is_urgent", "urgency_reason")


@transaction.atomic
def edit(opportunity: Opportunity, *, by, **facts) -> Opportunity:
    """Change a draft. What its new kind is not asked is emptied.

    Raises `Refused` once it is with the moderators or public.
    """
    opportunity = locked(opportunity)
    permissions.may_edit(by, opportunity).or_refuse()
    for name, value in facts.items():
        setattr(opportunity, name, value)
    if "kind" in facts:
        _empty_what_is_not_asked(opportunity)
    judge(opportunity)
    opportunity.save()
    audit.record("opportunity.edited", opportunity, by=by, fields=sorted(facts))
    return opportunity


def _empty_what_is_not_asked(opportunity: Opportunity) -> None:
    """In memory. A result keeps what its call was; a plan may name the procedure to come."""
    asked = opportunity.facts
    names = () if asked.has_deadline else OF_A_DEADLINE
    if not (asked.has_procedure or asked.has_result):
        names += OF_A_PROCEDURE
    for name in names:
        setattr(opportunity, name, Opportunity._meta.get_field(name).get_default())


@transaction.atomic
def replace_parts(
    opportunity: Opportunity, kind: type[models.Model], rows: list[dict], *, by
) -> None:
    """The lots, criteria or awards of a draft become these rows, in this order.

    A lot keeps the number it was given, and the awards of that number; a criterion's role is part
    of its row. Awards write the winner, sum and count of the whole into the opportunity's own
    columns, the sum only where all are in one currency; lots decide where the whole stands against
    the threshold.
    """
    opportunity = locked(opportunity)
    permissions.may_edit(by, opportunity).or_refuse()
    lots_of_awards = _lots_of_awards(opportunity) if kind is Lot else {}
    kind.objects.of(opportunity).delete()
    for row in rows:
        kind.objects.create(opportunity=opportunity, **row)
    for award, number in lots_of_awards.items():
        lot = Lot.objects.of(opportunity).filter(number=number).first()
        Award.objects.of(opportunity).filter(pk=award).update(lot=lot)
    if kind is Award:
        _sum_up(opportunity)
    elif kind is Lot:
        judge(opportunity)
        opportunity.save()
    audit.record("opportunity.edited", opportunity, by=by, fields=[kind._meta.model_name])


def _lots_of_awards(opportunity: Opportunity) -> dict[int, int]:
    """The number of the lot that each award is for, by the award's key."""
    awards = Award.objects.of(opportunity).exclude(lot=None).select_related("lot")
    return {award.pk: award.lot.number for award in awards}


def _sum_up(opportunity: Opportunity) -> None:
    awards = list(Award.objects.of(opportunity))
    values = [award.value for award in awards if award.value is not None]
    currencies = {award.currency for award in awards if award.value is not None}
    is_one_sum = len(currencies) == 1
    if is_one_sum and sum(values) >= MOST_AWARDED:
        raise Refused(_("Together these contracts come to more than can be kept."))
    names = dict.fromkeys(award.winner_name for award in awards)
    opportunity.winner_name = ", ".join(names)[:300]
    opportunity.awarded_value = sum(values) if is_one_sum else None
    opportunity.awarded_currency = currencies.pop() if is_one_sum else ""
    opportunity.tenders_received = _tenders_received(awards)
    opportunity.result_note = "\n\n".join(award.reason for award in awards if award.reason)[:5000]
    opportunity.save()


def _tenders_received(awards: list[Award]) -> int | None:
    """Over all lots; who won the same one among several competed with the same tenders."""
    by_lot: dict[int | None, int] = {}
    for award in awards:
        if award.tenders_received is not None:
            by_lot[award.lot_id] = max(by_lot.get(award.lot_id, 0), award.tenders_received)
    return sum(by_lot.values()) if by_lot else None


@transaction.atomic
def assign(opportunity: Opportunity, colleague, *, by) -> None:
    """Put a draft into a colleague's hands; None takes it out of everybody's."""
    opportunity = locked(opportunity)
    permissions.may_work_on(by, opportunity).or_refuse()
    if colleague is not None and not permissions.may_work_on(colleague, opportunity):
        raise Refused(_("Choose somebody who may write for this organisation."), field="assignee")
    opportunity.assignee = colleague
    opportunity.save(update_fields=["assignee", "updated_at"])
    audit.record("opportunity.assigned", opportunity, by=by, to=colleague and colleague.pk)


def attach(opportunity: Opportunity, upload, *, by) -> Document:
    """Keep a file with the draft. Raises `Refused` once the draft is out of the author's hands."""
    return documents.attach(opportunity, upload, organisation=opportunity.organisation, by=by)


def detach(opportunity: Opportunity, document: Document, *, by) -> None:
    """Take a file off the draft; the same rule decides."""
    documents.remove(document, by=by)
