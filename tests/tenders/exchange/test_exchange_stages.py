"""Which kind of opportunity, and which stage of a purchase, a notice is."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from tenders.exchange import eforms, stages
from tenders.exchange.notice import opportunity_kind, stage
from tenders.exchange.refusals import NotAnOpportunity

TYPE = '<cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode>'
SUBTYPE = "<cbc:SubTypeCode>16</cbc:SubTypeCode>"
PROJECT = "<cac:ProcurementProject>"


@pytest.mark.parametrize(
    ("form_type", "notice_type", "kind"),
    [
        ("consultation", "pmc", "consultation"),
        ("planning", "pin-buyer", "planned"),
        ("planning", "pin-only", "planned"),
        ("planning", "pin-rtl", "planned"),
        ("planning", "pin-tran", "planned"),
        ("competition", "pin-cfc-standard", "call"),
        ("competition", "pin-cfc-social", "call"),
        ("competition", "qu-sy", "call"),
        ("competition", "cn-standard", "call"),
        ("competition", "cn-social", "call"),
        ("competition", "cn-desg", "call"),
        ("competition", "subco", "call"),
        ("dir-awa-pre", "veat", "result"),
        ("result", "can-standard", "result"),
        ("result", "can-social", "result"),
        ("result", "can-desg", "result"),
        ("result", "can-tran", "result"),
        ("cont-modif", "can-modif", "result"),
        ("completion", "compl", "result"),
    ],
)
def test_the_notice_type_decides_kind_and_stage(written, form_type, notice_type, kind):
    changed = f'<cbc:NoticeTypeCode listName="{form_type}">{notice_type}</cbc:NoticeTypeCode>'
    notice = eforms.read(written((TYPE, changed)), name="notice.xml")
    assert (opportunity_kind(notice), stage(notice)) == (kind, notice_type)


@pytest.mark.parametrize(
    ("notice_type", "kind"),
    [("cn-standard", "innovation-partnership"), ("can-standard", "result")],
)
def test_an_innovation_partnership_is_one_only_while_it_is_called_for(written, notice_type, kind):
    innovation = (
        "<cac:TenderingProcess><cbc:ProcedureCode>innovation</cbc:ProcedureCode>"
        "</cac:TenderingProcess>"
    )
    changes = ("cn-standard", notice_type), (PROJECT, f"{innovation}{PROJECT}")
    assert opportunity_kind(eforms.read(written(*changes), name="notice.xml")) == kind


@pytest.mark.parametrize(
    ("subtype", "kind", "stage_name"),
    [
        ("16", "call", "cn-standard"),
        ("N16", "call", "cn-standard"),
        ("4", "planned", "pin-only"),
        ("E1", "consultation", "pmc"),
        ("E4", "result", "can-standard"),
        ("38", "result", "can-modif"),
    ],
)
def test_an_early_change_notice_belongs_to_the_stage_of_its_subtype(
    written, subtype, kind, stage_name
):
    changes = (
        (TYPE, '<cbc:NoticeTypeCode listName="change">corr</cbc:NoticeTypeCode>'),
        (SUBTYPE, f"<cbc:SubTypeCode>{subtype}</cbc:SubTypeCode>"),
    )
    notice = eforms.read(written(*changes), name="notice.xml")
    assert (opportunity_kind(notice), stage(notice)) == (kind, stage_name)


def test_a_type_of_a_later_version_is_known_by_its_form_type(written):
    later = '<cbc:NoticeTypeCode listName="planning">pin-later</cbc:NoticeTypeCode>'
    changes = (TYPE, later), (SUBTYPE, "<cbc:SubTypeCode>99</cbc:SubTypeCode>")
    notice = eforms.read(written(*changes), name="notice.xml")
    assert (opportunity_kind(notice), stage(notice)) == ("planned", "pin-later")


def test_a_notice_that_says_nothing_of_its_type_is_known_by_its_root(written):
    notice = eforms.read(written((TYPE, ""), (SUBTYPE, "")), name="notice.xml")
    assert (opportunity_kind(notice), stage(notice)) == ("call", "cn-standard")


def test_a_company_registration_is_read_and_refused_as_an_opportunity(written):
    root = "BusinessRegistrationInformationNotice"
    namespace = "http://data.europa.eu/p27/eforms-business-registration-information-notice/1"
    source = written(
        ("<ContractNotice", f"<{root}"),
        ("</ContractNotice", f"</{root}"),
        ("urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2", namespace),
        (TYPE, '<cbc:NoticeTypeCode listName="bri">brin-eeig</cbc:NoticeTypeCode>'),
        (SUBTYPE, "<cbc:SubTypeCode>X01</cbc:SubTypeCode>"),
    )
    with pytest.raises(NotAnOpportunity) as caught, translation.override("en"):
        opportunity_kind(eforms.read(source, name="company.xml"))
    with translation.override("en"):
        assert str(caught.value) == (
            "company.xml: This notice (X01) registers a company and announces no purchase."
        )


def test_the_table_has_every_type_and_subtype_of_the_sdk(examples):
    listed = json.loads((examples.parent / "eforms_notice_subtypes.json").read_text("utf-8"))
    assert {
        (subtype, row.form_type, row.code)
        for row in stages.NOTICE_TYPES
        for subtype in row.subtypes
    } == {(row["subtype"], row["form_type"], row["notice_type"]) for row in listed}
