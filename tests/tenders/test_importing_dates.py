"""Notices with dates that no page could show: the notice is kept, the date is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from ppi.portals.models import Portal
from tenders import importing
from tenders.importing import Outcome
from tenders.models import Opportunity, Version
from tests.tenders.test_importing import CHANGE, FIRST, MINIMAL, everything, notice

LOT = """
 <cac:ProcurementProjectLot>
  <cbc:ID schemeName="Lot">LOT-{number}</cbc:ID>
  <cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>
   <cbc:EndDate>{day}</cbc:EndDate>
  </cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>
 </cac:ProcurementProjectLot>
</ContractNotice>"""


@pytest.fixture
def home(facts, denmark) -> Portal:
    return denmark


def due(*days: str, notice_id: str = FIRST) -> str:
    """A notice of which each lot has its deadline."""
    xml = MINIMAL.format(notice=notice_id, procedure=notice_id, version=1, title="Lamps")
    for number, day in enumerate(days, start=1):
        xml = xml.replace("\n</ContractNotice>", LOT.format(number=number, day=day))
    return xml


@pytest.mark.parametrize(
    ("days", "kept", "sentence"),
    [
        (["9999-12-31"], None, "9999-12-31"),
        (["0001-01-02", "2031-05-02"], datetime(2031, 5, 2, 23, 59, 59, tzinfo=UTC), "0001-01-02"),
        (["2031-05-02"], datetime(2031, 5, 2, 23, 59, 59, tzinfo=UTC), ""),
    ],
)
def test_a_deadline_in_an_impossible_year_is_left_out_and_the_notice_kept(
    home, days, kept, sentence
) -> None:
    told = importing.import_one("lamps.xml", due(*days).encode())

    expected = f"Left out, since no date before 2016 or after 2099 is kept: {sentence}."
    assert (told.outcome, told.sentence) == (Outcome.MADE, expected if sentence else "")
    assert everything(Opportunity).get().deadline == kept


def test_a_dispatch_in_an_impossible_year_counts_as_now(home) -> None:
    stated = notice()
    impossible = replace(stated.dispatched, at=datetime(9000, 1, 1, tzinfo=UTC))
    before = timezone.now()

    importing.keep(replace(stated, dispatched=impossible))

    assert everything(Version).get().dispatched_at >= before
    assert before <= everything(Opportunity).get().published_at <= timezone.now()


def test_the_command_says_of_each_file_what_was_left_out(home, tmp_path, capsys) -> None:
    (tmp_path / "a.xml").write_text(due("9999-12-31"))
    (tmp_path / "b.xml").write_text(due("2031-05-02", notice_id=CHANGE))
    call_command("import_notices", str(tmp_path))

    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("2 notices: 2 made, ")
    [line] = err.splitlines()
    assert line.partition(": ")[0].endswith("a.xml")
    assert line.endswith("is kept: 9999-12-31.")
