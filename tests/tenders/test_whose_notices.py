"""What `import_notices` passes over, and to which portal a notice comes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.management import call_command

from ppi.portals.models import Portal
from tenders import importing
from tenders.exchange.notice import Notice, Place
from tenders.models import Opportunity
from tests.conftest import portal
from tests.tenders.test_importing import FIRST, MINIMAL, PROCEDURE, everything, notice


@pytest.fixture
def home(facts, denmark) -> Portal:
    return denmark


def test_what_is_in_a_folder_and_not_read_is_named_with_a_sentence(home, tmp_path, capsys) -> None:
    (tmp_path / "gone.xml").symlink_to(tmp_path / "nowhere.xml")
    (tmp_path / "readme.txt").write_text("Notices of October")
    call_command("import_notices", str(tmp_path))

    out, err = capsys.readouterr()
    assert out.startswith("1 notices: 0 made,")
    assert [line.replace(f"{tmp_path}/", "").partition(":")[0] for line in err.splitlines()] == [
        "gone.xml",
        "readme.txt",
    ]
    assert "readme.txt: not read, since its name does not end in .xml." in err


def from_country(code: str, notice_id: str) -> Notice:
    place = Place(country=code)
    return replace(notice(notice_id=notice_id), procedure_id=notice_id, places=(place,))


@pytest.mark.parametrize(
    ("country", "named", "slug"),
    [
        ("LV", None, "lv"),
        ("LV", "dk", "lv"),
        ("SE", "skane", "skane"),
        ("SE", None, "se"),
        ("GR", None, "dk"),
        ("GR", "lv", "lv"),
    ],
)
def test_a_notice_belongs_to_the_portal_of_its_country_or_to_the_one_that_takes_it_in(
    home, latvia, country, named, slug
) -> None:
    portal("se", "PPI Sweden", "SE")
    portal("skane", "Skåne", "SE")
    otherwise = Portal.objects.get(slug=named) if named else None
    importing.keep(from_country(country, FIRST), portal=otherwise)

    assert everything(Opportunity).get().portal.slug == slug


def test_the_command_says_whose_notices_from_elsewhere_became(
    home, latvia, tmp_path, capsys
) -> None:
    good = MINIMAL.format(notice=FIRST, procedure=PROCEDURE, version=1, title="Lamps")
    (tmp_path / "good.xml").write_text(good)
    call_command("import_notices", str(tmp_path), "--portal", "lv")
    call_command("import_notices", str(tmp_path), "--portal", "lv")

    first, second, third = capsys.readouterr().out.splitlines()
    assert first == (
        "1 from countries without a portal here belong to PPI Latvia now; "
        "choose another with --portal."
    )
    assert second.startswith("1 notices: 1 made,")
    assert third.startswith("1 notices: 0 made,")
