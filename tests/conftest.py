"""The cast: people named after what they do and where. Every test story is played by them."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from ppi.accounts.models import User
from ppi.kernel import jobs
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import Membership, Organisation
from ppi.portals.choices import Role as PortalRoleName
from ppi.portals.models import Portal, PortalRole
from ppi.taxonomy import services as taxonomy

PASSWORD = "a-long-test-password"
# Addresses that the journeys' browsers showed to axe; in a parallel run each worker hands in its
# own at its end.
AXE_PAGES: set[str] = set()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["axe"] = sorted(AXE_PAGES)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    AXE_PAGES.update(getattr(node, "workeroutput", {}).get("axe", ()))


def pytest_terminal_summary(terminalreporter) -> None:
    if AXE_PAGES:
        terminalreporter.write_line(f"axe looked at {len(AXE_PAGES)} addresses and found nothing")


@pytest.fixture(autouse=True)
def _an_empty_cache():
    """Rate limits and answers of one story must not reach the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _told_in_english():
    """A page opened in Danish must not make the next story write its texts in Danish."""
    with translation.override("en"):
        yield


def portal(slug: str, name: str, country: str, **facts) -> Portal:
    zone = {"DK": "Europe/Copenhagen", "LV": "Europe/Riga", "SE": "Europe/Stockholm"}[country]
    facts = {"language": "en", "languages": ["en", "da", "lv", "sv"], "time_zone": zone} | facts
    return Portal.objects.create(slug=slug, name=name, country=country, **facts)


def person(email: str, name: str, language: str = "en") -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, language=language)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def organisation(slug: str, name: str, home: Portal, **facts) -> Organisation:
    facts = {"kind": Kind.BUYER, "buyer_type": "sub-central", "language": "en"} | facts
    if facts["kind"] != Kind.BUYER:
        facts["buyer_type"] = ""
    return Organisation.objects.create(
        slug=slug, name=name, portal=home, status=Status.VERIFIED, **facts
    )


def member(user: User, of: Organisation, role: str = Role.OWNER) -> User:
    Membership.objects.managed_by(of).create(organisation=of, user=user, role=role)
    return user


@pytest.fixture
def facts(db) -> None:
    """CPV divisions, regions, thresholds and time limits as the repository carries them."""
    taxonomy.load_facts()


@pytest.fixture
def denmark(db) -> Portal:
    return portal("dk", "PPI Denmark", "DK")


@pytest.fixture
def latvia(db) -> Portal:
    return portal("lv", "PPI Latvia", "LV")


@pytest.fixture
def havneby(denmark) -> Organisation:
    return organisation("havneby", "Havneby Kommune", denmark, country="DK", nuts="DK050")


@pytest.fixture
def jarvikunta(latvia) -> Organisation:
    """A buyer at home in the other portal."""
    return organisation("jarvikunta", "Järvikunta", latvia, country="FI", nuts="FI197")


@pytest.fixture
def upes_ziburys(denmark) -> Organisation:
    return organisation(
        "upes-ziburys", "Upės žiburys", denmark, country="LT", nuts="LT024", kind=Kind.SUPPLIER
    )


@pytest.fixture
def buyer_of_havneby(havneby) -> User:
    return member(person("buyer@havneby.example", "The buyer of Havneby", "da"), havneby)


@pytest.fixture
def reader_of_havneby(havneby) -> User:
    who = person("reader@havneby.example", "The reader of Havneby")
    return member(who, havneby, Role.READER)


@pytest.fixture
def buyer_of_jarvikunta(jarvikunta) -> User:
    return member(person("buyer@jarvikunta.example", "The buyer of Järvikunta", "fi"), jarvikunta)


@pytest.fixture
def seller_of_upenai(upes_ziburys) -> User:
    who = person("seller@upes-ziburys.example", "The seller of Upėnai", "lt")
    return member(who, upes_ziburys)


@pytest.fixture
def learner_of_metsalinn(db) -> User:
    return person("learner@metsalinn.example", "The learner of Metsalinn", "et")


@pytest.fixture
def stranger(db) -> User:
    return person("stranger@elsewhere.example", "The stranger")


def moderator_of(home: Portal) -> User:
    who = person(f"moderator@{home.slug}.example", f"The moderator of {home.name}")
    PortalRole.objects.create(portal=home, user=who, role=PortalRoleName.MODERATOR)
    return who


@pytest.fixture
def moderator_of_denmark(denmark) -> User:
    return moderator_of(denmark)


@pytest.fixture
def moderator_of_latvia(latvia) -> User:
    return moderator_of(latvia)


@pytest.fixture
def as_user():
    """`as_user(person)` is a browser in which this person is signed in; None is a visitor."""

    def browser(who: User | None) -> Client:
        client = Client(raise_request_exception=True)
        if who is not None:
            client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def run_jobs():
    """Runs what was promised, in this process, until nothing is due."""
    return jobs.run_all_due
