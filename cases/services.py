"""The verbs of cases: the only writers of this room."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from cases import events, permissions
from cases.choices import Status
from cases.models import Case, validate_documents
from ppi.kernel import audit, slugs
from ppi.kernel.money import home_currency
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal

TEXTS = (
    "title", "summary", "before", "before_note", "after", "after_note", "story", "lessons",
)  # fmt: skip
# Without these nobody could learn from the case.
NEEDED = ("title", "summary", "story", "before", "after")


@transaction.atomic
def start(organisation: Organisation, *, by, language: str, **facts) -> Case:
    """A new draft for this organisation. `facts` are columns; texts are in `language`."""
    permissions.may_tell_for(by, organisation).or_refuse()
    case = Case(
        organisation=organisation,
        portal=organisation.portal,
        country=organisation.country,
        nuts=[organisation.nuts] if organisation.nuts else [],
        currency=home_currency(organisation.country),
        created_by=by,
        language=language,
        slug=new_slug(facts["title"]),
    )
    _write(case, language, facts)
    case.save()
    audit.record("case.started", case, by=by)
    return case


def new_slug(title: str) -> str:
    """Readable, and unguessable enough that a draft's address tells nobody of its neighbours."""
    return f"{slugs.readable(title, otherwise='case')}-{secrets.token_hex(4)}"


def _write(case: Case, language: str, facts: dict) -> None:
    """Texts go into the columns of the language they are written in, and move when it changes."""
    for name in TEXTS:
        before = build_localized_fieldname(name, case.language)
        text = facts.get(name, getattr(case, before))
        setattr(case, before, None)
        setattr(case, build_localized_fieldname(name, language), text)
    for name in facts.keys() - set(TEXTS):
        setattr(case, name, facts[name])
    case.language = language


def original_texts(case: Case) -> dict[str, str]:
    """The texts as they were written, whatever the reader's language."""
    columns = {name: build_localized_fieldname(name, case.language) for name in TEXTS}
    return {name: getattr(case, column) or "" for name, column in columns.items()}


@transaction.atomic
def edit(case: Case, *, by, **facts) -> Case:
    """Change a draft. Raises `Refused` once it is with the moderators or public."""
    case = locked(case)
    permissions.may_edit(by, case).or_refuse()
    _write(case, facts.pop("language", case.language), facts)
    case.save()
    audit.record("case.edited", case, by=by, fields=sorted(facts))
    return case


def locked(case: Case) -> Case:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Case.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=case.pk)


def missing(case: Case) -> list[str]:
    """Names of the columns that must be filled before anybody else sees the draft."""
    return [name for name in NEEDED if not original_texts(case)[name]]


@transaction.atomic
def submit(case: Case, *, by) -> None:
    """Hand a draft to the moderators of its portal."""
    case = locked(case)
    permissions.may_edit(by, case).or_refuse()
    if absent := missing(case):
        labels = [str(Case._meta.get_field(name).verbose_name) for name in absent]
        raise Refused(_("Still missing: %(names)s.") % {"names": ", ".join(labels)})
    case.move_to(Status.IN_REVIEW)
    case.save(update_fields=["status", "updated_at"])
    moderation.submit(case, by=by)
    audit.record("case.submitted", case, by=by)


@transaction.atomic
def take_back(case: Case, *, by) -> None:
    """Bring a submitted draft back to one's desk before a moderator has decided."""
    case = locked(case)
    permissions.may_own(by, case).or_refuse()
    case.move_to(Status.DRAFT)
    case.save(update_fields=["status", "updated_at"])
    moderation.take_back(case, by=by)
    audit.record("case.taken-back", case, by=by)


@transaction.atomic
def keep_case(slug: str, *, portal: Portal, by, **facts) -> Case:
    """For editors: make the case of this slug, or bring it up to these facts.

    `facts` are columns, texts by language (`title_da=…`), with or without an organisation. It has
    been read by the one who writes it, so `publish` may follow at once. Raises `Refused` where the
    slug is taken by a portal that this person does not moderate.
    """
    permissions.may_publish(by, portal).or_refuse()
    validate_documents(facts.get("documents_on_request", []))
    rows = Case.objects.everywhere("slugs are unique over all portals")
    if known := rows.select_related("portal").filter(slug=slug).first():
        permissions.may_publish(by, known.portal).or_refuse()
    kept = {"portal": portal, **facts}
    case, is_new = rows.update_or_create(
        slug=slug,
        defaults=kept,
        create_defaults={**kept, "created_by": by, "status": Status.IN_REVIEW},
    )
    audit.record("case.started" if is_new else "case.edited", case, by=by)
    note_change(case)
    return case


@transaction.atomic
def note_change(case: Case) -> None:
    """After a public case's texts changed: announces `events.changed`."""
    if case.is_public:
        events.changed.announce(case_id=case.pk)


@transaction.atomic
def publish(case: Case, *, by) -> Case:
    """Make the case public. Announces `events.published`; a second time nothing happens.

    Raises `Refused` with a sentence the reader can act on.
    """
    permissions.may_publish(by, case.portal).or_refuse()
    case = locked(case)
    if case.is_public:
        return case
    case.move_to(Status.PUBLISHED)
    case.published_at = case.published_at or timezone.now()
    case.save(update_fields=["status", "published_at", "updated_at"])
    audit.record("case.published", case, by=by)
    events.published.announce(case_id=case.pk)
    return case


@transaction.atomic
def send_back(case: Case, reason: str, *, by) -> None:
    """Return a submitted draft to its author; moderation keeps and tells the reason."""
    permissions.may_publish(by, case.portal).or_refuse()
    case = locked(case)
    case.move_to(Status.RETURNED)
    case.save(update_fields=["status", "updated_at"])
    audit.record("case.returned", case, by=by, reason=reason)


@transaction.atomic
def remove(case: Case, reason: str, *, by) -> None:
    """A moderator takes it off after a report. Announces `events.withdrawn`."""
    permissions.may_publish(by, case.portal).or_refuse()
    case = locked(case)
    case.move_to(Status.REMOVED)
    case.save(update_fields=["status", "updated_at"])
    audit.record("case.removed", case, by=by, reason=reason)
    events.withdrawn.announce(case_id=case.pk)
