"""A world with a secret in every room, in two portals, for the walk over all addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases import services as cases
from courses import services as courses
from ppi.discussion import services as discussion
from ppi.documents import services as documents
from ppi.kernel import jobs
from ppi.library import services as library
from ppi.matching import answering
from ppi.matching.interests import searches
from ppi.matching.models import Match
from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.network import services as network
from ppi.notifications.models import Delivery, Webhook
from ppi.organisations import services as organisations
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership
from ppi.search.criteria import Criteria
from profiles import buying, products
from profiles import files as product_files
from profiles import services as profiles
from profiles.contacts import show
from profiles.credentials import keep_credential
from profiles.models import Credential, Product
from tenders import services as tenders
from tenders.models import Opportunity
from tenders.services import pursuing
from tests.conftest import member, moderator_of, organisation, person, portal

# Stands in everything that is not public; whoever reads it without a right has found a leak.
# Not Latin, so that no address is made of it: a page may repeat the address it was asked for.
CANARY = "Канарейка"
OPEN = "everybody may read this"


@dataclass
class World:
    """People by role, and for each room the sets of arguments that its addresses are tried with."""

    people: dict[str, object]
    secrets: dict[str, list[dict]] = field(default_factory=dict)
    public: dict[str, list[dict]] = field(default_factory=dict)


def need(buyer, by, text: str, **facts):
    return tenders.start(
        buyer,
        by=by,
        title=text,
        need=text,
        kind="challenge",
        language="en",
        cpv=["34928500"],
        contract="supplies",
        strategic=["inn-pur"],
        deadline=timezone.now() + timedelta(days=20),
        **facts,
    )


def published(opportunity, by, moderator):
    tenders.submit(opportunity, by=by)
    moderation.publish(Submission.objects.last_about(opportunity), by=moderator)
    opportunity.refresh_from_db()
    return opportunity


@pytest.fixture
def world(facts) -> World:
    denmark, latvia = portal("dk", "PPI Denmark", "DK"), portal("lv", "PPI Latvia", "LV")
    havneby = organisation("havneby", "Havneby", denmark, country="DK", nuts="DK050")
    rezekne = organisation("upe", "Upe", latvia, country="LV")
    firm = organisation("lampa", "Lampa", denmark, country="LV", kind="supplier")
    people = {
        "visitor": None,
        "stranger": person("stranger@elsewhere.example", "The stranger"),
        "editor": member(person("editor@havneby.example", "Editor"), havneby, Role.EDITOR),
        "owner": member(person("owner@havneby.example", "Owner"), havneby),
        "reader": member(person("reader@havneby.example", "Reader"), havneby, Role.READER),
        "seller": member(person("seller@lampa.example", "Seller"), firm),
        "moderator of Denmark": moderator_of(denmark),
        "moderator of Latvia": moderator_of(latvia),
    }
    abroad = member(person("buyer@upe.example", "Buyer abroad"), rezekne)
    world = World(people)
    _needs(world, havneby, people["owner"], rezekne, abroad)
    _bodies(world, denmark, people["stranger"], firm, people["seller"])
    _editorial(world, denmark, people["moderator of Denmark"])
    jobs.run_all_due()
    _interests(world, denmark)
    _news(world, havneby, people["owner"])
    _queue(world)
    _desk(world, firm, people["seller"])
    _matches(world, people["seller"])
    return world


def _needs(world: World, havneby, owner, abroad_buyer, abroad) -> None:
    people = world.people
    draft = need(havneby, owner, CANARY)
    upload = SimpleUploadedFile("plan.txt", CANARY.encode())
    paper = documents.attach(draft, upload, organisation=havneby, by=owner)
    foreign = published(
        need(abroad_buyer, abroad, CANARY, is_shared=False), abroad, people["moderator of Latvia"]
    )
    waiting = need(havneby, owner, CANARY)
    tenders.submit(waiting, by=owner)
    shown = published(need(havneby, owner, OPEN), owner, people["moderator of Denmark"])
    names = {"name": "value", "pk": paper.pk}
    asked = discussion.ask(shown, CANARY, language="en", by=person("asks@shown.example", "Asks"))
    discussion.write_note(shown, CANARY, by=owner)
    world.secrets["tenders"] = [
        {"slug": draft.slug, **names, "insiders": DANES},
        {"slug": waiting.slug, **names, "insiders": DANES},
        {"slug": foreign.slug, **names, "insiders": {"moderator of Latvia"}},
        # The page is public; the question that waits there and the note to the team are not.
        {"slug": shown.slug, **names, "pk": asked.pk, "insiders": TEAM},
    ]
    world.public["tenders"] = [{"slug": shown.slug, **names}]


TEAM = {"editor", "owner", "reader"}
DANES = TEAM | {"moderator of Denmark"}


def _bodies(world: World, denmark, stranger, firm, seller) -> None:
    """Organisations and profiles: one that waits to be verified, one whose profile is a draft."""
    someone = person("founder@hidden.example", "Founder")
    hidden = organisations.found(
        by=someone, name=CANARY, kind="supplier", country="DK", portal=denmark, language="en"
    )
    profiles.edit(
        profiles.profile_of(hidden), by=someone, headline=CANARY, about=CANARY, language="en"
    )
    profiles.keep_profile(
        firm, headline=OPEN, about=OPEN, cpv=["34928500"], nuts=["DK"], languages=["en"],
        products=[{"name": "Lamp", "problem": OPEN, "language": "en", "cpv": ["34928500"]}],
    )  # fmt: skip
    asked = organisations.request_to_join(firm, CANARY, by=person("asks@x.example", "Asks"))
    invited = organisations.invite(firm, "guest@x.example", Role.EDITOR, by=seller)
    names = {"pk": asked.pk, "name": "about", "product": "lamp", "token": "no-token"}
    only_moderators = {"moderator of Denmark"}
    for room in ("organisations", "profiles"):
        world.secrets[room] = [{"slug": hidden.slug, **names, "insiders": only_moderators}]
        world.public[room] = [{"slug": firm.slug, **names}]
    _unread_change(world, firm, seller)
    world.secrets["profiles"] += [
        {"slug": slug, **names, "kind": "reference", "pk": pk, "insiders": insiders}
        for pk in _beside(hidden, someone)
        for slug, insiders in ((hidden.slug, only_moderators), (firm.slug, set()))
    ]
    # What owners do with members, invitations and requests, tried by everybody else.
    world.secrets["organisations"] += [
        {"slug": firm.slug, **names, "pk": pk, "insiders": {"seller", "moderator of Denmark"}}
        for pk in (asked.pk, invited.pk)
    ]


def _unread_change(world: World, firm, seller) -> None:
    """The firm is public, and so is its lamp; what it would have the lamp say instead is not."""
    lamp = Product.objects.managed_by(firm).get()
    products.edit(lamp, by=seller, problem=CANARY)
    paper = SimpleUploadedFile("report.txt", CANARY.encode())
    unread = product_files.add_document(lamp, paper, by=seller)
    names = {"slug": firm.slug, "product": lamp.slug, "name": "about", "pk": unread.pk}
    insiders = {"seller", "moderator of Denmark"}
    world.secrets["profiles"].append(names | {"insiders": insiders})


def _beside(hidden, founder) -> list[int]:
    """Keys of what stands beside a profile that is not public: a reference, and a person."""
    profile = profiles.profile_of(hidden)
    keep_credential(profile, kind="reference", title=CANARY, said_by=CANARY)
    buying.write(profile, {"needs": CANARY})
    shown = {"name": CANARY, "position": CANARY, "email": "canary@hidden.example"}
    member = Membership.objects.managed_by(hidden).get(user=founder)
    contact = show(member, by=founder, agreed=True, **shown)
    return [Credential.objects.of(profile).get().pk, contact.pk]


def _editorial(world: World, denmark, moderator) -> None:
    shared = {"portal": denmark, "by": moderator, "language": "en"}
    lesson = {"slug": "one", "title_en": CANARY, "body_en": CANARY, "minutes": 5}
    opened = {**lesson, "title_en": OPEN, "body_en": OPEN}
    made = {
        "cases": cases.keep_case("secret-case", title_en=CANARY, **shared),
        "courses": courses.keep_course(
            "secret-course", title_en=CANARY, lessons=[lesson], questions=[], **shared
        ),
        "library": library.keep_page("secret-page", title_en=CANARY, kind="guide", **shared),
        "network": network.keep_event("secret-event", title=CANARY, **_when(), **shared),
    }
    for room, thing in made.items():
        world.secrets[room] = [{**_names(thing), "insiders": {"moderator of Denmark"}}]
    open_things = {
        "cases": cases.publish(cases.keep_case("a-case", title_en=OPEN, **shared), by=moderator),
        "courses": courses.publish(
            courses.keep_course("a-course", title_en=OPEN, lessons=[opened], **shared),
            by=moderator,
        ),
        "library": library.publish(
            library.keep_page("a-page", title_en=OPEN, kind="guide", **shared), by=moderator
        ),
        "network": network.publish(
            network.keep_event("an-event", title=OPEN, **_when(), **shared), by=moderator
        ),
    }
    world.public |= {room: [_names(thing)] for room, thing in open_things.items()}


def _interests(world: World, denmark) -> None:
    """What somebody looks for, and a need that may not be starred."""
    of_somebody = {"portal": denmark, "by": person("looks@x.example", "Looks"), "language": "en"}
    search = searches.save(Criteria(CANARY), **of_somebody)
    hidden = world.secrets["tenders"][0]["slug"]
    draft = Opportunity.objects.everywhere("the walk's own").get(slug=hidden)
    world.secrets["matching"] = [{"pk": pk, "insiders": set()} for pk in (search.pk, draft.pk)]


def _when() -> dict:
    starts = timezone.now() + timedelta(days=3)
    return {
        "kind": "webinar",
        "is_online": True,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=1),
    }


def _names(thing) -> dict:
    return {"slug": thing.slug, "lesson": "one", "attempt": 1, "name": "story", "pk": 1}


def _matches(world: World, seller) -> None:
    """What fits the firm, and what it answered: nobody else may touch either."""
    rows = Match.objects.everywhere("tests look at all rows")
    [fit] = rows.select_related("opportunity", "profile__organisation")
    answer = answering.answer(fit, "now", by=seller)
    world.secrets["matching"] += [{"pk": fit.pk}, {"pk": answer.pk}]


def _news(world: World, havneby, owner) -> None:
    """The webhook's secret is its owners' alone, and a person's news are theirs."""
    Webhook.objects.managed_by(havneby).create(
        organisation=havneby, url="https://havneby.example/", secret=CANARY
    )
    told = Delivery.objects.in_bell_of(owner).first()
    names = {"slug": havneby.slug, "pk": told.pk, "token": "no-token"}
    world.secrets["notifications"] = [{**names, "insiders": {"owner"}}]


def _desk(world: World, firm, seller) -> None:
    """What a firm follows up is its own: notes, date and what colleagues say of it."""
    shown = Opportunity.objects.published_anywhere().get(title=OPEN)
    pursuit = pursuing.pursue(shown, firm, by=seller)
    pursuing.plan(pursuit, timezone.localdate(), CANARY, by=seller)
    discussion.write_note(pursuit, CANARY, by=seller)
    world.secrets["tenders"].append({"pk": pursuit.pk, "insiders": {"seller"}})


def _queue(world: World) -> None:
    waiting = Submission.objects.everywhere("tests look at all rows").filter(decided_at=None)
    world.secrets["moderation"] = [
        {"pk": row.pk, "model_label": "tenders.opportunity", "insiders": {"moderator of Denmark"}}
        for row in waiting
        if row.portal.slug == "dk"
    ]
