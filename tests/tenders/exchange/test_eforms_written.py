"""What the reader makes of sparse, sloppy and unusual notices, on one of our own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from tenders.exchange import eforms
from tenders.exchange.notice import (
    Buyer,
    Moment,
    Money,
    Notice,
    Place,
)
from tests.tenders.exchange.writing import (
    DESCRIPTION,
    LOTS,
    MAIN_CPV,
    NATURE,
    TITLE,
    lot,
    project,
    value,
)

CET = timezone(timedelta(hours=1))


WHOLE = Notice(
    source="notice.xml",
    document="ContractNotice",
    notice_id="6b1f0c1e-3c1b-4e0e-9a55-0d4b5c3f7a11",
    version=1,
    publication_id=None,
    procedure_id="0a7d6f0e-5d3c-4a8f-8f4e-2b1c9d8e7f60",
    change=None,
    customization="eforms-sdk-1.15",
    subtype="16",
    notice_type="cn-standard",
    form_type="competition",
    legal_basis="32014L0024",
    dispatched=Moment(datetime(2026, 3, 2, 9, 30, tzinfo=CET), zone_stated=True, time_stated=True),
    language="da",
    additional_languages=(),
    internal_id=None,
    title={"da": "Stille havnekran"},
    description={"da": "En kran, der ikke vækker byen."},
    nature="supplies",
    cpv="42414100",
    cpv_additional=(),
    places=(),
    value=None,
    framework_maximum=None,
    procedure_type=None,
    accelerated=None,
    accepted_languages=(),
    document_urls=(),
    submission_urls=(),
    lots=(),
    parts=(),
    buyers=(
        Buyer(
            name="Havneby Kommune",
            legal_id=None,
            country="DK",
            nuts=None,
            town=None,
            website="https://www.havneby.example",
            legal_type=None,
            activity=None,
        ),
    ),
    result=None,
)


def test_a_notice_without_lots_deadlines_or_result_is_read_whole(read):
    assert read() == WHOLE


def test_a_notice_that_is_nothing_but_its_identifier_is_still_a_notice(written):
    head, _, rest = written().decode().partition("<ext:UBLExtensions>")
    identifier = rest[rest.index("<cbc:ID schemeName") : rest.index("<cbc:ContractFolderID")]
    notice = eforms.read(f"{head}{identifier}</ContractNotice>".encode(), name="bare.xml")
    stated = {
        field: getattr(notice, field)
        for field in Notice.__dataclass_fields__
        if getattr(notice, field) not in (None, (), {})
    }
    assert stated == {
        "source": "bare.xml",
        "document": "ContractNotice",
        "notice_id": "6b1f0c1e-3c1b-4e0e-9a55-0d4b5c3f7a11",
        "version": 1,
    }
    assert (notice.sdk, notice.profile, notice.earliest_deadline) == (None, None, None)


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [("01", 1), ("03", 3), ("12", 12), ("", 1), ("new", 1), ("-2", 1), ("9" * 40, 1)],
)
def test_the_version_is_a_number_and_1_where_none_is_stated(read, stated, read_as):
    changed = f"<cbc:VersionID>{stated}</cbc:VersionID>"
    assert read(("<cbc:VersionID>01</cbc:VersionID>", changed)).version == read_as


def test_what_the_procedure_does_not_state_the_lots_answer(read):
    first = project(
        f"{TITLE}{NATURE}{value('1000.50', 'DKK')}<cac:RealizedLocation><cac:Address>"
        "<cbc:CountrySubentityCode>DK041</cbc:CountrySubentityCode>"
        "</cac:Address></cac:RealizedLocation>"
    )
    second = project(
        f"<cbc:ID>B</cbc:ID><cbc:Name>Anden kran</cbc:Name>{DESCRIPTION}{value('2000', 'DKK')}"
        "<cac:MainCommodityClassification>"
        "<cbc:ItemClassificationCode>42414100-2</cbc:ItemClassificationCode>"
        "</cac:MainCommodityClassification>"
        "<cac:RealizedLocation><cac:Address><cac:Country>"
        "<cbc:IdentificationCode>SWE</cbc:IdentificationCode>"
        "</cac:Country></cac:Address></cac:RealizedLocation>"
    )
    unsaid = [(stated, "") for stated in (TITLE, DESCRIPTION, NATURE, MAIN_CPV)]
    notice = read(*unsaid, (LOTS, lot(1, first) + lot(2, second)))
    assert notice.title == {"da": "Stille havnekran"}
    assert notice.description == {"da": "En kran, der ikke vækker byen."}
    assert (notice.cpv, notice.nature) == ("42414100", "supplies")
    assert notice.places == (Place("DK041", "DK"), Place(country="SE"))
    assert notice.value == Money(Decimal("3000.50"), "DKK")
    assert notice.internal_id is None


@pytest.mark.parametrize(
    "values",
    [
        (value("1000", "DKK"), value("1000", "EUR")),
        (value("1000", "DKK"), ""),
        (value("1000", "DKK"), value("-5", "DKK")),
        (value("1000", "DKK"), value("1E9", "DKK")),
        (value("1000", "DKK"), value("NaN", "DKK")),
        (value("1000", "DKK"), value("1000", "kr.")),
        (value("1000", "DKK"), value("9" * 5000, "DKK")),
    ],
)
def test_no_sum_is_made_up_from_lots_that_do_not_add_up(read, values):
    notice = read((LOTS, "".join(lot(i, project(each)) for i, each in enumerate(values))))
    assert notice.value is None
    assert notice.lots[0].value.amount == 1000


def test_a_lot_without_a_scheme_is_a_lot_and_a_part_is_none(read):
    part = lot(2, project(TITLE), scheme='schemeName="Part"')
    group = lot(3, project(TITLE), scheme='schemeName="LotsGroup"')
    notice = read((LOTS, lot(1, project(TITLE), scheme="") + part + group))
    assert [one.lot_id for one in notice.lots] == ["LOT-0001"]
    assert [one.lot_id for one in notice.parts] == ["LOT-0002"]


def test_strategic_and_innovation_codes_are_told_apart(read):
    kinds = "".join(
        f'<cac:ProcurementAdditionalType><cbc:ProcurementTypeCode listName="{codes}">{code}'
        "</cbc:ProcurementTypeCode></cac:ProcurementAdditionalType>"
        for codes, code in (
            ("contract-nature", "works"),
            ("strategic-procurement", "inn-pur"),
            ("strategic-procurement", "env-imp"),
            ("innovative-acquisition", "prod-innov"),
            ("innovative-acquisition", "rd-act"),
            ("innovative-acquisition", "rd-act"),
            ("social-objective", "acc-all"),
        )
    )
    notice = read((LOTS, lot(1, project(kinds)) + lot(2, project(kinds))))
    assert notice.strategic == notice.lots[0].strategic == ("inn-pur", "env-imp")
    assert notice.innovation == notice.lots[1].innovation == ("prod-innov", "rd-act")
    assert notice.nature == "supplies"


def test_a_text_without_a_language_is_in_the_notices_own(read):
    assert read((TITLE, "<cbc:Name>Stille havnekran</cbc:Name>")).title == {
        "da": "Stille havnekran"
    }


def test_a_text_without_any_language_at_all_is_kept(read):
    notice = read(
        (TITLE, "<cbc:Name>Stille havnekran</cbc:Name>"),
        ("<cbc:NoticeLanguageCode>DAN</cbc:NoticeLanguageCode>", ""),
    )
    assert (notice.title, notice.language) == ({"und": "Stille havnekran"}, None)


def test_comments_and_instructions_do_not_cut_a_text(read):
    title = "<cbc:Name>Stille <!-- sic --><?page 2?>havne<![CDATA[kran & mere]]></cbc:Name>"
    assert read((TITLE, title)).title == {"da": "Stille havnekran & mere"}


def test_text_that_was_garbled_before_it_reached_us_is_not_guessed_at(read):
    assert read(("Stille havnekran", "StrÃ¸m")).title == {"da": "StrÃ¸m"}


def test_only_web_addresses_are_linked_to(read):
    references = "".join(
        "<cac:CallForTendersDocumentReference><cac:Attachment><cac:ExternalReference>"
        f"<cbc:URI>{uri}</cbc:URI>"
        "</cac:ExternalReference></cac:Attachment></cac:CallForTendersDocumentReference>"
        for uri in (
            "javascript:alert(1)",
            "https://havneby.example/udbud?id=1&amp;lang=da",
            "  JAVASCRIPT:alert(1)//https://havneby.example",
            "data:text/html;base64,PHNjcmlwdD4=",
            "ftp://havneby.example",
            "file:///etc/passwd",
            "https://havneby.example/a b",
            "https://",
            "HTTP://HAVNEBY.EXAMPLE",
            "www.havneby.example/udbud",
            "https://havneby.example/udbud?id=1&amp;lang=da",
        )
    )
    terms = f"<cac:TenderingTerms>{references}</cac:TenderingTerms>"
    assert read((LOTS, lot(1, terms))).document_urls == (
        "https://havneby.example/udbud?id=1&lang=da",
        "HTTP://HAVNEBY.EXAMPLE",
        "https://www.havneby.example/udbud",
    )


def test_a_buyer_named_by_its_touch_point_is_the_organisation(read):
    assert [
        buyer.name
        for buyer in read(
            (
                "ORG-0001</cbc:ID></cac:PartyIdentification></cac:Party>",
                "TPO-0001</cbc:ID></cac:PartyIdentification></cac:Party>",
            )
        ).buyers
    ] == ["Havneby Kommune"]


def test_an_organisation_that_buys_twice_over_is_one_buyer(read):
    party = (
        "<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>{}</cbc:ID>"
        "</cac:PartyIdentification></cac:Party></cac:ContractingParty>"
    )
    again = party.format("ORG-0001") + party.format("TPO-0001")
    assert read((LOTS, again)).buyers == read().buyers


def test_a_buyer_that_the_notice_does_not_describe_is_left_out(read):
    unknown = "ORG-0009</cbc:ID></cac:PartyIdentification></cac:Party>"
    assert read((unknown.replace("9", "1"), unknown)).buyers == ()


def test_a_local_law_answers_where_no_domain_is_stated(read):
    law = "".join(
        "<cac:ProcurementLegislationDocumentReference>"
        f"<cbc:ID>{reference}</cbc:ID></cac:ProcurementLegislationDocumentReference>"
        for reference in ("CrossBorderLaw", "LocalLegalBasis")
    )
    notice = read(
        ("<cbc:RegulatoryDomain>32014L0024</cbc:RegulatoryDomain>", ""),
        (
            "<cac:ProcurementProject>",
            f"<cac:TenderingTerms>{law}</cac:TenderingTerms><cac:ProcurementProject>",
        ),
    )
    assert notice.legal_basis == "LocalLegalBasis"


def test_a_notice_with_other_prefixes_is_the_same_notice(written):
    text = written().decode()
    for prefix in ("cac", "cbc", "ext", "efac", "efbc", "efext"):
        text = text.replace(f"<{prefix}:", f"<x{prefix}:").replace(f"</{prefix}:", f"</x{prefix}:")
        text = text.replace(f"xmlns:{prefix}=", f"xmlns:x{prefix}=")
    renamed = eforms.read(text.encode(), name="notice.xml")
    assert renamed == eforms.read(written(), name="notice.xml")
