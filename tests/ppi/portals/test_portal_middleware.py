"""Which portal a request is for, and that its address survives everything behind the door."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_script_prefix, reverse
from django.utils import translation

from ppi.portals.middleware import PortalMiddleware
from ppi.portals.models import Portal

pytestmark = pytest.mark.django_db


class Behind:
    """What stands behind the door: notes the request as it arrives there."""

    def __call__(self, request) -> HttpResponse:
        self.portal, self.path_info = request.portal, request.path_info
        self.path, self.prefix = request.path, get_script_prefix()
        with translation.override("da"):
            self.legal = reverse("portals:legal", args=["terms"])
        return HttpResponse("behind the door")


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def visit(behind):
    def go(path: str, host: str = "testserver") -> HttpResponse:
        return PortalMiddleware(behind)(RequestFactory().get(path, headers={"host": host}))

    return go


def test_a_portal_in_the_path_moves_from_the_path_to_the_prefix(visit, behind, denmark) -> None:
    visit("/p/dk/da/portal/legal/terms/")

    assert behind.portal == denmark
    assert behind.path_info == "/da/portal/legal/terms/"
    assert behind.path == "/p/dk/da/portal/legal/terms/"
    assert behind.prefix == "/p/dk/"


def test_reverse_keeps_portal_and_language(visit, behind, denmark) -> None:
    visit("/p/dk/da/organisations/")

    assert behind.legal == "/p/dk/da/portal/legal/terms/"


def test_a_portal_on_a_sub_domain_needs_nothing_in_the_path(visit, behind, denmark) -> None:
    visit("/da/organisations/", host="dk.testserver")

    assert behind.portal == denmark
    assert behind.legal == "/da/portal/legal/terms/"


def test_a_portal_answers_on_its_own_domain_whatever_the_case(visit, behind, own_domain) -> None:
    visit("/da/organisations/", host="Indkob.Example")

    assert behind.portal == own_domain
    assert behind.legal == "/da/portal/legal/terms/"


def test_the_base_host_and_a_host_of_nobody_are_outside_every_portal(
    visit, behind, denmark, own_domain
) -> None:
    seen = {}
    for host in ("testserver", "127.0.0.1", "other.example"):
        visit("/en/", host=host)
        seen[host] = behind.portal

    assert seen == {"testserver": None, "127.0.0.1": None, "other.example": None}


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/p/atlantis/en/", "testserver"),
        ("/en/", "atlantis.testserver"),
        ("/p/dk/api/v1/", "testserver"),
        ("/p/dk/healthz", "testserver"),
    ],
)
def test_an_address_without_a_portal_is_not_found(client, denmark, path, host) -> None:
    response = client.get(path, headers={"host": host})

    assert response.status_code == 404


def test_a_closed_portal_answers_as_one_that_does_not_exist(client, denmark) -> None:
    Portal.objects.filter(pk=denmark.pk).update(is_open=False)

    closed = client.get("/p/dk/en/portal/legal/terms/")
    unknown = client.get("/p/atlantis/en/portal/legal/terms/")

    assert (closed.status_code, unknown.status_code) == (404, 404)
    assert closed.content == unknown.content


def test_one_portals_host_does_not_lead_into_another_portal(client, denmark, latvia) -> None:
    response = client.get("/p/lv/en/portal/legal/terms/", headers={"host": "dk.testserver"})

    assert response.status_code == 404
    assert "PPI Latvia" not in response.text


def test_health_and_api_belong_to_no_portal_on_any_host(visit, behind, denmark) -> None:
    visit("/healthz", host="dk.testserver")

    assert (behind.portal, behind.path_info) == (None, "/healthz")


def test_the_prefix_is_put_back_even_when_the_view_breaks(denmark) -> None:
    before = get_script_prefix()

    def breaks(request) -> HttpResponse:
        assert get_script_prefix() == "/p/dk/"
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        PortalMiddleware(breaks)(RequestFactory().get("/p/dk/en/"))

    assert get_script_prefix() == before


def test_an_applications_own_prefix_stays_before_the_portals(behind, denmark) -> None:
    request = RequestFactory(SCRIPT_NAME="/ppi").get("/p/dk/da/organisations/")
    request.path_info = "/p/dk/da/organisations/"

    PortalMiddleware(behind)(request)

    assert behind.path == "/ppi/p/dk/da/organisations/"
    assert behind.legal == "/ppi/p/dk/da/portal/legal/terms/"


@pytest.mark.parametrize(
    ("accepted", "leads_to"),
    [
        ("da-DK,da;q=0.9,en;q=0.5", "/p/dk/da/"),
        ("fi,lv;q=0.4", "/p/dk/lv/"),
        ("fr,pt;q=0.8", "/p/dk/en/"),
        ("", "/p/dk/en/"),
        ("*;q=0.1,;;=,", "/p/dk/en/"),
    ],
)
def test_a_portals_bare_address_leads_to_a_language_that_it_speaks(
    client, denmark, accepted, leads_to
) -> None:
    response = client.get("/p/dk/", headers={"accept-language": accepted})

    assert (response.status_code, response["Location"]) == (302, leads_to)
    assert "Accept-Language" in response["Vary"]


def test_norwegian_of_any_kind_is_answered_in_bokmal(client, denmark) -> None:
    Portal.objects.filter(pk=denmark.pk).update(languages=["en", "nb"])

    assert [
        client.get("/p/dk/", headers={"accept-language": wanted})["Location"]
        for wanted in ("no", "nn-NO", "nb-NO")
    ] == ["/p/dk/nb/"] * 3
