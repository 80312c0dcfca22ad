"""Changes to a notice, and what came of a procedure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tenders.exchange.notice import (
    Change,
    Money,
    NoticeReference,
    Result,
)
from tests.tenders.exchange.writing import EXTENSION_END, LOTS


@pytest.mark.parametrize(
    ("identifier", "reference"),
    [
        (
            "C4C415EE-AC08-4465-8FA6-57568CF69462-01",
            NoticeReference("c4c415ee-ac08-4465-8fa6-57568cf69462", 1),
        ),
        (
            "c4c415ee-ac08-4465-8fa6-57568cf69462",
            NoticeReference("c4c415ee-ac08-4465-8fa6-57568cf69462", None),
        ),
        ("123456-2024", NoticeReference("123456-2024", None)),
        ("", None),
    ],
)
def test_a_change_notice_names_the_notice_and_version_that_it_changes(read, identifier, reference):
    changes = (
        f"<efac:Changes><efbc:ChangedNoticeIdentifier>{identifier}</efbc:ChangedNoticeIdentifier>"
        "<efac:ChangeReason><cbc:ReasonCode>update-add</cbc:ReasonCode>"
        '<efbc:ReasonDescription languageID="DAN">Ny frist.</efbc:ReasonDescription>'
        "</efac:ChangeReason></efac:Changes>"
    )
    notice = read((EXTENSION_END, f"{changes}{EXTENSION_END}"))
    assert notice.change == Change(
        reference=reference, reasons=("update-add",), explanation={"da": "Ny frist."}
    )


def test_the_contract_that_a_modification_modifies_is_no_changed_notice(read):
    modified = (
        "<efac:ContractModification><efbc:ChangedNoticeIdentifier>"
        "c4c415ee-ac08-4465-8fa6-57568cf69462-01"
        "</efbc:ChangedNoticeIdentifier></efac:ContractModification>"
    )
    assert read((EXTENSION_END, f"{modified}{EXTENSION_END}")).change is None


def tender(number: int, amount: int) -> str:
    return (
        f"<efac:LotTender><cbc:ID>TEN-000{number}</cbc:ID><cac:LegalMonetaryTotal>"
        f'<cbc:PayableAmount currencyID="DKK">{amount}</cbc:PayableAmount>'
        "</cac:LegalMonetaryTotal><efac:TenderingParty>"
        f"<cbc:ID>TPA-000{number}</cbc:ID></efac:TenderingParty></efac:LotTender>"
    )


def contract(number: int, day: str) -> str:
    return (
        f"<efac:SettledContract><cbc:AwardDate>{day}</cbc:AwardDate>"
        "<cbc:IssueDate>2026-06-30Z</cbc:IssueDate>"
        f"<efac:LotTender><cbc:ID>TEN-000{number}</cbc:ID></efac:LotTender>"
        "</efac:SettledContract>"
    )


def group(number: int, member: str) -> str:
    return (
        f"<efac:TenderingParty><cbc:ID>TPA-000{number}</cbc:ID>"
        f"<efac:Tenderer><cbc:ID>{member}</cbc:ID></efac:Tenderer></efac:TenderingParty>"
    )


def received(code: str, number: int) -> str:
    return (
        "<efac:LotResult><efac:ReceivedSubmissionsStatistics>"
        f"<efbc:StatisticsCode>{code}</efbc:StatisticsCode>"
        f"<efbc:StatisticsNumeric>{number}</efbc:StatisticsNumeric>"
        "</efac:ReceivedSubmissionsStatistics></efac:LotResult>"
    )


def company(identifier: str, name: str) -> str:
    return (
        "<efac:Organization><efac:Company><cac:PartyIdentification>"
        f"<cbc:ID>{identifier}</cbc:ID></cac:PartyIdentification><cac:PartyName>"
        f"<cbc:Name>{name}</cbc:Name></cac:PartyName></efac:Company></efac:Organization>"
    )


def test_losing_tenders_have_no_part_in_the_result(read):
    found = (
        received("tenders", 4) + received("t-sme", 3) + received("tenders", 2),
        tender(1, 100) + tender(2, 200) + tender(3, 300),
        contract(1, "2026-05-01Z") + contract(3, "2026-05-20Z"),
        group(1, "ORG-0002") + group(2, "ORG-0003") + group(3, "ORG-0002"),
    )
    companies = company("ORG-0002", "Upėnai kranai") + company("ORG-0003", "Taber ApS")
    notice = read(
        (EXTENSION_END, f"<efac:NoticeResult>{''.join(found)}</efac:NoticeResult>{EXTENSION_END}"),
        ("</efac:Organizations>", f"{companies}</efac:Organizations>"),
    )
    assert notice.result == Result(
        awarded_on=date(2026, 5, 20),
        total=Money(Decimal(400), "DKK"),
        winners=("Upėnai kranai",),
        tenders_received=6,
    )


def test_a_procedure_without_a_winner_has_a_result_without_one(read):
    found = received("tenders", 2) + tender(1, 100) + group(1, "ORG-0001")
    dummy = "<cac:TenderResult><cbc:AwardDate>2000-01-01Z</cbc:AwardDate></cac:TenderResult>"
    notice = read(
        (EXTENSION_END, f"<efac:NoticeResult>{found}</efac:NoticeResult>{EXTENSION_END}"),
        (LOTS, dummy),
    )
    assert notice.result == Result(awarded_on=None, total=None, winners=(), tenders_received=2)
