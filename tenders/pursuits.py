"""What a company's desk shows: its rows, what happened to each, and who may do what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Case, DateTimeField, F, Q, When
from django.db.models.functions import Cast, Coalesce, Least
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.accounts.models import User
from ppi.discussion.models import Note
from ppi.discussion.registry import discussable
from ppi.kernel import audit, dates
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.kernel.models import AuditEntry
from ppi.kernel.remembering import remembered
from ppi.kernel.verdicts import Verdict
from ppi.kernel.words import every_word
from ppi.organisations.choices import WRITERS, Kind
from ppi.organisations.models import Membership, Organisation
from ppi.portals import links
from ppi.portals.models import Portal
from ppi.translations import reading
from ppi.translations.reading import Shown
from tenders import permissions
from tenders.choices import BEFORE_SENDING, Stage
from tenders.models import Opportunity, Pursuit
from tenders.querysets import due_until

MOST_NOTES, MOST_STEPS = 100, 50
# After everything that has a date.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def companies_of(user, *roles: str):
    """Of which this person is a member, in one of the roles where some are named."""
    return Organisation.objects.of_member(user, *roles).exclude(kind=Kind.BUYER).order_by("name")


def has_company(user) -> bool:
    """Asked by the menu of every page, and by each part of a page that is put together apart."""
    return remembered(user, ("has a company",), lambda: companies_of(user).exists())


# The list ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    pursuit: Pursuit
    title: Shown


def listing_of(params: QueryDict, companies: Sequence[Organisation], user) -> Listing:
    """What a row shows beside is fetched for the page alone: thousands are sorted by what is
    read of them."""
    rows = Pursuit.objects.managed_by(*companies).prefetch_related(
        "opportunity__organisation", "opportunity__portal", "organisation", "assignee"
    )
    return Listing(params, rows, facets=_facets(companies, user), sorts=_sorts(), search=_found)


def rows_of(pursuits: Sequence[Pursuit]) -> list[Row]:
    reading.attach([row.opportunity for row in pursuits], "title")
    return [Row(row, reading.text(row.opportunity, "title")) for row in pursuits]


def _found(rows, words: str):
    return rows.filter(every_word(words, "opportunity__title", "opportunity__organisation__name"))


def _sorts() -> list[Sort]:
    return [
        Sort("next", _("What comes next"), _comes_at()),
        Sort("moved", _("Changed last"), "moved_at", descending=True),
    ]


def _comes_at() -> Case:
    """The company's own date or the deadline, whichever is sooner; what is done comes last."""
    own = Cast("due_on", DateTimeField())
    deadline = Case(When(opportunity__ended="", then=F("opportunity__deadline")))
    return Case(
        When(status__in=BEFORE_SENDING, then=Coalesce(Least(own, deadline), NEVER)),
        When(status=Stage.SENT, then=Coalesce(own, NEVER)),
        default=NEVER,
        output_field=DateTimeField(),
    )


def _facets(companies: Sequence[Organisation], user) -> list[Choice]:
    facets = [Choice("status", _("How far"), Stage.choices), _hands(companies, user), _dates()]
    if len(companies) > 1:
        names = [(company.slug, company.name) for company in companies]
        facets.append(Choice("company", _("For which organisation?"), names, "organisation__slug"))
    return facets


def _hands(companies: Sequence[Organisation], user) -> Conditions:
    """One's own hands, nobody's, or those of a colleague who may write."""
    members = Membership.objects.managed_by(*companies).filter(role__in=WRITERS)
    members = members.exclude(user=user).select_related("user").order_by("user__name", "user")
    colleagues = {str(row.user_id): str(row.user) for row in members}
    labels = [("mine", _("In my hands")), ("nobody", _("In nobody's hands"))]
    conditions = {"mine": Q(assignee=user), "nobody": Q(assignee=None)}
    conditions |= {pk: Q(assignee=int(pk)) for pk in colleagues}
    return Conditions(
        "hands", _("In whose hands"), [*labels, *colleagues.items()], conditions=conditions
    )


def _dates() -> Conditions:
    today = timezone.localdate()
    late = due_until(today - timedelta(days=1))
    within = {"week": 7, "month": 30}
    labels = [
        ("late", _("Over, and nothing sent")),
        ("week", _("Within 7 days")),
        ("month", _("Within 30 days")),
    ]
    coming = {
        name: due_until(today + timedelta(days=days)) & ~late for name, days in within.items()
    }
    return Conditions("date", _("What comes"), labels, conditions={"late": late, **coming})


# One of them -------------------------------------------------------------------------------------


def address_of(opportunity: Opportunity, portal: Portal, language: str) -> str:
    """Its page where this portal shows it, else in its own; none once it was taken off."""
    if not opportunity.is_public:
        return ""
    if portal.shows(opportunity):
        return reverse("tenders:detail", args=[opportunity.slug])
    return links.absolute(opportunity.portal, language, "tenders:detail", opportunity.slug)


def colleagues_of(pursuit: Pursuit, *roles: str):
    """Members of the company, in one of the roles where some are named."""
    members = Membership.objects.managed_by(pursuit.organisation)
    if roles:
        members = members.filter(role__in=roles)
    people = User.objects.filter(pk__in=members.values("user"), is_active=True)
    return people.order_by("name", "email")


def notes_of(pursuit: Pursuit) -> list[Note]:
    return list(Note.objects.of(pursuit).select_related("author").order_by("-pk")[:MOST_NOTES])


def steps_of(pursuit: Pursuit) -> list[tuple[AuditEntry, str]]:
    """What was done with it, newest first, each in a sentence."""
    entries = list(audit.trail(pursuit).select_related("actor")[:MOST_STEPS])
    named = {pk for entry in entries for pk in _people_in(entry)}
    names = {person.pk: str(person) for person in User.objects.filter(pk__in=named)}
    return [(entry, _step(entry, names)) for entry in entries]


def _people_in(entry: AuditEntry) -> set[int]:
    return {entry.detail[name] for name in ("to", "left") if entry.detail.get(name)}


def _step(entry: AuditEntry, names: dict[int, str]) -> str:
    told = entry.detail
    words = {
        "person": entry.actor or _("Somebody"),
        "to": names.get(told.get("to"), _("somebody")),
        "left": names.get(told.get("left"), _("Somebody")),
        "was": _stage(told.get("was")),
        "now": _stage(told.get("now")),
        "day": dates.day(date.fromisoformat(told["due_on"])) if told.get("due_on") else "",
    }
    return _sentence(entry.action, told) % words


def _stage(value: str | None) -> str:
    return str(Stage(value).label) if value in Stage.values else ""


def _sentence(action: str, told: dict) -> str:
    if action == "pursuit.assigned" and told.get("left"):
        return _("%(left)s left the organisation; it is in nobody's hands.")
    if action == "pursuit.assigned" and not told.get("to"):
        return _("%(person)s put it into nobody's hands.")
    if action == "pursuit.planned" and not told.get("due_on"):
        return _("%(person)s took our own date away.")
    return {
        "pursuit.added": _("%(person)s put it on the desk."),
        "pursuit.moved": _("%(person)s moved it from «%(was)s» to «%(now)s»."),
        "pursuit.planned": _("%(person)s set our own date: %(day)s."),
        "pursuit.assigned": _("%(person)s put it into the hands of %(to)s."),
        "pursuit.forwarded": _("%(person)s sent it on to %(to)s."),
    }[action]


# The reader's own, on pages of opportunities -----------------------------------------------------


@dataclass(frozen=True)
class OnDesks:
    """For which of the reader's companies an opportunity is on a desk, and whether it may be."""

    pursuits: list[Pursuit]
    may_be_added: bool


def on_desks(opportunity: Opportunity, request: HttpRequest) -> OnDesks | None:
    """None for whoever has no company, and where there is nothing to bid for."""
    user = request.user
    if not user.is_authenticated:
        return None
    pursuits = Pursuit.objects.of_member(user).filter(opportunity=opportunity)
    pursuits = list(pursuits.select_related("organisation").order_by("organisation__name"))
    on_desk = {row.organisation_id for row in pursuits}
    others = [one for one in companies_of(user, *WRITERS) if one.pk not in on_desk]
    may_be_added = any(permissions.may_pursue(user, one, opportunity) for one in others)
    return OnDesks(pursuits, may_be_added) if pursuits or may_be_added else None


def shown_with(opportunities: Sequence[Opportunity], user) -> dict[int, list[Pursuit]]:
    """Those of these opportunities that are on a desk of the reader's; one query."""
    found: dict[int, list[Pursuit]] = {}
    rows = Pursuit.objects.of_member(user).filter(opportunity__in=[o.pk for o in opportunities])
    for pursuit in rows.select_related("organisation").order_by("organisation__name"):
        found.setdefault(pursuit.opportunity_id, []).append(pursuit)
    return found


class PursuitDiscussion:
    """Notes of the company's team; nobody asks about what only the company sees."""

    def may_ask(self, user, subject: Pursuit) -> Verdict:
        return Verdict(_("The buyer takes no questions here."))

    def may_answer(self, user, subject: Pursuit) -> Verdict:
        return self.may_ask(user, subject)

    def may_write_note(self, user, subject: Pursuit) -> Verdict:
        return permissions.may_move(user, subject)

    def address(self, subject: Pursuit) -> tuple[str, list]:
        return "tenders:pursuit", [subject.pk]

    def desk_address(self, subject: Pursuit) -> tuple[str, list]:
        return self.address(subject)


discussable.register(Pursuit, PursuitDiscussion())
