"""The demonstration as it is loaded: nothing twice, and every part of an opportunity's life."""

from __future__ import annotations

from collections import Counter
from datetime import time
from io import StringIO

from django.core.management import call_command
from django.db.models import Count, F
from django.test import TestCase
from django.utils import timezone

from ppi.accounts.middleware import zone
from ppi.demo.models import SentMail
from ppi.discussion.models import Note, Question
from ppi.kernel.models import AuditEntry, Job
from ppi.matching.models import Star
from ppi.organisations.models import Membership, Organisation
from tenders.choices import Phase, Status
from tenders.models import (
    Award,
    Commitment,
    Criterion,
    FollowUp,
    InvitedFirm,
    Lot,
    NoBid,
    Opportunity,
    Pursuit,
    Version,
)
from tenders.versions import entries_of

PARTS = (
    Lot,
    Criterion,
    Award,
    Version,
    FollowUp,
    Commitment,
    NoBid,
    InvitedFirm,
    Question,
    Pursuit,
)


def load() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def rows(model):
    return model.objects.everywhere("the test looks at all of the world")


def slugs(queryset) -> set[str]:
    return set(queryset.values_list("slug", flat=True))


def of_each(model) -> Counter[str]:
    """How many rows of this model each opportunity has."""
    return Counter(rows(model).values_list("opportunity__slug", flat=True))


def count() -> dict[str, int]:
    """Rows, entries in the trail and jobs promised, by their names."""
    models = (Opportunity, *PARTS, Note)
    counted = {model.__name__: rows(model).count() for model in models}
    trail = AuditEntry.objects.filter(action__startswith="opportunity").count()
    jobs = Counter(Job.objects.values_list("arguments__event", flat=True))
    about = {name: number for name, number in jobs.items() if name and name.startswith("tenders.")}
    return counted | {"trail": trail} | about


class TheWorld(TestCase):
    """Loaded once for all the tests: it takes some seconds."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.said = load()

    def test_loading_twice_makes_nothing_twice(self) -> None:
        first = count()
        assert load() == self.said
        assert count() == first
        assert first["Opportunity"] > 70
        assert first["tenders.published"] > 70

    def test_what_is_new_in_the_files_is_added_to_an_earlier_world(self) -> None:
        now = count()
        editor = rows(Membership).filter(user__email="editor@jarvikunta.example")
        rows(Opportunity).filter(slug="jarvikunta-pyoratie").delete()
        rows(Organisation).filter(slug="jarvikunta").update(needs_approval=False)
        editor.delete()
        load()
        assert count() | {"trail": None, "Note": None} == now | {"trail": None, "Note": None}
        draft = rows(Opportunity).get(slug="jarvikunta-pyoratie")
        assert (draft.status, draft.submitted_by) == (Status.IN_APPROVAL, editor.get().user)

    def test_the_world_shows_every_part_of_an_opportunitys_life(self) -> None:
        everything = rows(Opportunity)
        published = everything.filter(status=Status.PUBLISHED)

        # The need, written as the form asks for it.
        full = everything.exclude(who="").exclude(novelty="").exclude(specification="")
        assert full.exclude(starts_on=None).exclude(months=None).count() >= 12
        assert set(full.values_list("language", flat=True)) == {
            "da", "de", "et", "fi", "lt", "lv", "nb", "sv",
        }  # fmt: skip
        assert slugs(published.filter(is_urgent=True)) == {"kystfarvand-stormlys"}

        # Parts.
        assert {slug for slug, number in of_each(Lot).items() if number > 1} >= {
            "havneby-gadelys-udbud", "havneby-moebler", "norderhaven-lueftung",
            "jarvikunta-sisailma", "lindvik-asfalt-upphandling", "vejupio-trasos-pirkimas",
            "skjaervaag-landstrom-konkurranse", "almarp-mobler-upphandling", "kalnezera-sniegs",
        }  # fmt: skip
        results = published.filter(kind="result")
        assert set(of_each(Award)) == slugs(results)
        awarded_by_lot = rows(Award).exclude(lot=None).values_list("opportunity__slug", flat=True)
        assert set(awarded_by_lot) == {
            "havneby-skolekoekken-resultat", "vejupio-trasos-rezultatas", "almarp-mobler-resultat",
            "skjaervaag-landstrom-resultat", "sundstrup-regnmaaling-ramme",
        }  # fmt: skip

    def test_purchases_have_their_whole_story(self) -> None:
        stories = (
            rows(Opportunity)
            .filter(status=Status.PUBLISHED)
            .values("purchase")
            .annotate(stages=Count("kind", distinct=True))
            .filter(stages__gte=4)
        )
        assert stories.count() == 4
        told = dict(rows(FollowUp).values_list("opportunity__slug", "answered_at"))
        today = timezone.localdate()
        due = rows(FollowUp).filter(answered_at=None, due_on__lte=today)
        assert [one.opportunity.slug for one in due] == ["vejupio-trasos-rezultatas"]
        assert {slug for slug, at in told.items() if at} == {"skjaervaag-landstrom-resultat"}

        # Agreements, and what is called off from one.
        agreements = rows(Opportunity).exclude(technique="").exclude(runs_until=None)
        assert slugs(agreements) == {
            "sundstrup-regnmaaling-ramme", "selkamaa-anturit-dps", "almarp-mobler-resultat",
        }  # fmt: skip
        assert [one.slug for one in agreements if one.expires_soon] == [
            "sundstrup-regnmaaling-ramme"
        ]
        assert slugs(rows(Opportunity).filter(framework__slug="selkamaa-anturit-dps")) == {
            "selkamaa-anturit-kaatumiset", "selkamaa-anturit-liesi",
        }  # fmt: skip

    def test_what_changed_and_ended_says_why_and_when(self) -> None:
        corrected = {
            opportunity.slug: [
                (entry.version.number, [change.sentence.split(" ")[0] for change in entry.changes])
                for entry in entries_of(opportunity, Version.objects.of(opportunity))
                if entry.is_correction and entry.version.reason
            ]
            for opportunity in rows(Opportunity).filter(version__gt=1)
        }
        assert {slug: told for slug, told in corrected.items() if told} == {
            "havneby-gadelys-udbud": [(2, ["Deadline", "Last"])],
            "havneby-moebler": [(3, ["Deadline"]), (2, ["What", "Functional"])],
            "metsalinn-load": [(2, ["What", "Functional"])],
            "upenu-konteineriai": [(2, ["Estimated"])],
        }
        said = rows(Opportunity).exclude(ended="").exclude(ended=Phase.AWARDED)
        assert {one.slug: one.ended for one in said if one.ended_reason} == {
            "lindvik-busskurer": "cancelled",
            "kalnezera-sniegs": "unsuccessful",
            "vesterlund-broende": "closed",
        }
        # Nothing happens before it was published, and nothing but a plan happens tomorrow.
        now = timezone.now()
        for version in rows(Version).select_related("opportunity"):
            assert version.opportunity.published_at <= version.dispatched_at <= now, version
        begun = rows(Opportunity).filter(technique="", deadline__date__gte=F("starts_on"))
        assert slugs(begun) == set()

    def test_deadlines_are_told_on_the_portals_clock(self) -> None:
        call = rows(Opportunity).get(slug="havneby-gadelys-udbud")
        for moment in (call.deadline, call.questions_until):
            assert moment.astimezone(zone(call.portal.time_zone)).time() == time(12)

    def test_people_ask_promise_star_and_decline(self) -> None:
        asked: dict[str, Counter] = {}
        for question in rows(Question):
            asked.setdefault(question.subject.slug, Counter())[question.status] += 1
        assert asked == {
            "havneby-gadelys-udbud": {"answered": 4, "waiting": 1},
            "lindvik-asfalt-upphandling": {"answered": 3},
            "norderhaven-lueftung": {"answered": 3},
            "saarte-parvlaev-hange": {"answered": 3, "waiting": 1},
            "skjaervaag-rent-havnebasseng": {"answered": 2},
            "sundstrup-skybrud-partnerskab": {"answered": 2, "declined": 1},
            "upenu-konteineriai": {"answered": 2},
        }
        assert set(of_each(Commitment)) == {
            "havneby-borgersprog", "metsalinn-koolitoit", "natverket-skyfall",
            "sundstrup-skybrud-partnerskab", "upenu-apsvietimas-kartu",
        }  # fmt: skip
        assert of_each(NoBid) == {
            "kalnezera-sniegs": 3, "skjaervaag-rent-havnebasseng": 2, "norderhaven-lueftung": 1,
            "lindvik-busskurer": 1,
        }  # fmt: skip
        assert of_each(InvitedFirm) == {"havneby-gadelys-udbud": 3}
        assert rows(InvitedFirm).filter(sent_at=None).count() == 0
        assert {str(status) for status in rows(Pursuit).values_list("status", flat=True)} == {
            "looking",
            "bidding",
            "let-go",
        }
        assert rows(Star).count() > 20

    def test_one_draft_waits_for_a_listed_owners_approval(self) -> None:
        waiting = rows(Opportunity).get(status=Status.IN_APPROVAL)
        assert waiting.slug == "jarvikunta-pyoratie"
        assert waiting.submitted_by.email == "editor@jarvikunta.example"
        assert "buyer@jarvikunta.example" in self.said
        approved = rows(Opportunity).filter(
            organisation=waiting.organisation, status=Status.PUBLISHED
        )
        assert set(approved.values_list("approved_by__email", flat=True)) == {
            "buyer@jarvikunta.example"
        }

    def test_nobody_is_mailed_about_what_happened_before_the_loading(self) -> None:
        promised = set(Job.objects.values_list("arguments__event", flat=True))
        assert promised & {"tenders.published", "profiles.published"}
        assert promised & {"tenders.approval_asked", "tenders.firms_invited"} == set()
        assert {name for name in promised if name and name.startswith("discussion.")} == set()
        assert SentMail.objects.count() == 0
