"""A company of the cast with a profile in each state."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from ppi.moderation import services as moderation
from ppi.moderation.models import Submission
from ppi.organisations.choices import Role
from ppi.organisations.models import Membership
from profiles import lists, products, services
from profiles.models import Product, Profile
from tests.conftest import member, person
from tests.profiles.written import ABOUT, LAMP, SENSOR, added, placed, reloaded


@pytest.fixture
def draft(facts, upes_ziburys, seller_of_upenai) -> Profile:
    """Complete, with a lamp and a product that is kept to themselves; not yet sent."""
    profile = services.edit(services.profile_of(upes_ziburys), by=seller_of_upenai, **ABOUT)
    added(profile, by=seller_of_upenai, **LAMP)
    products.add(profile, by=seller_of_upenai, is_draft=True, **SENSOR)
    return profile


@pytest.fixture
def published(draft, seller_of_upenai, moderator_of_denmark) -> Profile:
    services.submit(draft, by=seller_of_upenai)
    moderation.publish(Submission.objects.last_about(draft), by=moderator_of_denmark)
    return reloaded(draft)


@pytest.fixture
def lamp(published) -> Product:
    return Product.objects.of(published).get(name="Žingsnis")


@pytest.fixture
def elsewhere(latvia, jarvikunta) -> Profile:
    """A published profile of the Latvian portal that is not shared."""
    return placed(jarvikunta, latvia, headline="Canary of the other portal", is_shared=False)


@pytest.fixture
def ruta(published, upes_ziburys) -> Membership:
    """A colleague who may only read; whether she is shown is her own decision all the same."""
    member(person("ruta@private.example", "Rūta"), upes_ziburys, Role.READER)
    rows = Membership.objects.managed_by(upes_ziburys).select_related("organisation", "user")
    return rows.get(user__email="ruta@private.example")


@pytest.fixture
def directory(rf, denmark):
    """What a visitor of the Danish portal finds with such an address."""
    cache.clear()

    def directory(query: str = "") -> lists.Directory:
        request = rf.get(f"/{query}")
        request.portal, request.user = denmark, AnonymousUser()
        return lists.companies(request)

    return directory
