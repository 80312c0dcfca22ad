"""Absolute addresses: the same whoever asks for them, in a request or in a job."""

import pytest
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from ppi.portals import links

pytestmark = pytest.mark.django_db


def test_a_portal_in_the_path_has_its_slug_in_every_link(denmark) -> None:
    assert links.absolute(denmark, "da", "organisations:detail", "havneby") == (
        "http://testserver/p/dk/da/organisations/havneby/"
    )


def test_a_portal_with_a_domain_of_its_own_has_neither_slug_nor_base_host(own_domain) -> None:
    assert links.absolute(own_domain, "da", "organisations:detail", "havneby") == (
        "http://indkob.example/da/organisations/havneby/"
    )


def test_the_scheme_is_the_deployments(denmark, settings) -> None:
    settings.PPI_SCHEME = "https"

    assert links.absolute(denmark, "en", "organisations:mine") == (
        "https://testserver/p/dk/en/organisations/"
    )


def test_a_link_depends_neither_on_the_active_language_nor_on_the_request(latvia) -> None:
    before = get_script_prefix()
    set_script_prefix("/p/somewhere-else/")
    try:
        with translation.override("sv"):
            link = links.absolute(latvia, "lv", "organisations:mine")
        assert link == "http://testserver/p/lv/lv/organisations/"
        assert get_script_prefix() == "/p/somewhere-else/"
    finally:
        set_script_prefix(before)


def test_the_prefix_comes_back_when_the_name_is_unknown(denmark) -> None:
    before = get_script_prefix()

    with pytest.raises(Exception, match="no-such-page"):
        links.absolute(denmark, "en", "organisations:no-such-page")

    assert get_script_prefix() == before


def test_at_the_base_host_a_portal_with_its_own_domain_has_its_slug(own_domain) -> None:
    path = links.path_at_base(own_domain, "da", "portals:depart")

    assert path == "/p/dk/da/portal/sign-in/depart/"


def test_content_of_one_portal_has_its_true_address_there_in_the_readers_language(latvia) -> None:
    home = "http://testserver/p/lv/{}/cases/lampas/"
    languages = [(code, home.format(code)) for code in ("en", "da", "lv", "sv")]

    with translation.override("sv"):
        offered = links.canonical(latvia, "cases:detail", "lampas")
    with translation.override("fi"):
        unknown = links.canonical(latvia, "cases:detail", "lampas")

    alternates = [*languages, ("x-default", home.format("en"))]
    assert offered == {"canonical_url": home.format("sv"), "alternates": alternates}
    assert unknown == {"canonical_url": home.format("en"), "alternates": alternates}
