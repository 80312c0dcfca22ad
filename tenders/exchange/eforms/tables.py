"""Where eForms keeps what, for every version of the SDK and for national profiles.

Field names are those of `tenders.exchange.notice`, where their business terms are named too. A
path is relative to the element that the table is read from.
"""

from __future__ import annotations

from datetime import time

from tenders.exchange import codes, values
from tenders.exchange.fields import (
    EXTENSION,
    Element,
    Reader,
    deadline,
    many,
    moment,
    money,
    one,
    paragraphs,
    path,
    texts,
)
from tenders.exchange.notice import Moment, Place

_PROJECT = "cac:ProcurementProject"
_CODE = "cbc:ItemClassificationCode"
_ADDITIONAL = f"{_PROJECT}/cac:ProcurementAdditionalType/cbc:ProcurementTypeCode"
_SYSTEM = "cac:TenderingProcess/cac:ContractingSystem/cbc:ContractingSystemTypeCode"
_PROCESS = f"cac:TenderingProcess/{EXTENSION}"
_TERMS = "cac:ProcurementProjectLot/cac:TenderingTerms"

_locations = path(f"{_PROJECT}/cac:RealizedLocation/cac:Address")
_nuts = one("cbc:CountrySubentityCode", codes.nuts)
_country = one("cac:Country/cbc:IdentificationCode", codes.country)
_anywhere = one("cbc:Region")


def _place(address: Element) -> Place | None:
    nuts = _nuts(address)
    country = _country(address) or (codes.country(nuts[:2]) if nuts else None)
    anywhere = _anywhere(address)
    return Place(nuts, country, anywhere) if nuts or country or anywhere else None


def _places(element: Element) -> tuple[Place, ...]:
    places = (_place(address) for address in _locations(element))
    return tuple(dict.fromkeys(place for place in places if place))


_sent = moment(
    f"{EXTENSION}/efbc:TransmissionDate", f"{EXTENSION}/efbc:TransmissionTime", otherwise=time.min
)
_issued = moment("cbc:IssueDate", "cbc:IssueTime", otherwise=time.min)


def _dispatched(notice: Element) -> Moment | None:
    return _sent(notice) or _issued(notice)


def _eu_funded(code: str) -> bool | None:
    return {"eu-funds": True, "no-eu-funds": False}.get(code)


# Read from the root for the whole procedure, and from each lot.
PROJECT: dict[str, Reader] = {
    "internal_id": one(f"{_PROJECT}/cbc:ID"),
    "title": texts(f"{_PROJECT}/cbc:Name"),
    "description": texts(f"{_PROJECT}/cbc:Description", paragraphs),
    "nature": one(f"{_PROJECT}/cbc:ProcurementTypeCode"),
    "cpv": one(f"{_PROJECT}/cac:MainCommodityClassification/{_CODE}", codes.cpv),
    "cpv_additional": many(f"{_PROJECT}/cac:AdditionalCommodityClassification/{_CODE}", codes.cpv),
    "places": _places,
    "value": money(f"{_PROJECT}/cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount"),
    "framework_maximum": money(
        f"{_PROJECT}/cac:RequestedTenderTotal/{EXTENSION}/efbc:FrameworkMaximumAmount"
    ),
}

LOT: dict[str, Reader] = PROJECT | {
    "tenders_by": deadline("cac:TenderingProcess/cac:TenderSubmissionDeadlinePeriod"),
    "requests_by": deadline("cac:TenderingProcess/cac:ParticipationRequestReceptionPeriod"),
    "interest_by": deadline(f"{_PROCESS}/efac:InterestExpressionReceptionPeriod"),
    "answers_by": deadline(f"{_PROCESS}/efac:AnswerReceptionPeriod"),
    "strategic": many(f"{_ADDITIONAL}[@listName='strategic-procurement']"),
    "innovation": many(f"{_ADDITIONAL}[@listName='innovative-acquisition']"),
    "sme_suitable": one(f"{_PROJECT}/cbc:SMESuitableIndicator", values.flag),
    "eu_funded": one("cac:TenderingTerms/cbc:FundingProgramCode", _eu_funded),
    "framework": one(f"{_SYSTEM}[@listName='framework-agreement']"),
    "dynamic_purchasing_system": one(f"{_SYSTEM}[@listName='dps-usage']"),
}

NOTICE: dict[str, Reader] = {
    "publication_id": one(f"{EXTENSION}/efac:Publication/efbc:NoticePublicationID"),
    "procedure_id": one("cbc:ContractFolderID", codes.identifier),
    "customization": one("cbc:CustomizationID"),
    "subtype": one(f"{EXTENSION}/efac:NoticeSubType/cbc:SubTypeCode"),
    "notice_type": one("cbc:NoticeTypeCode"),
    "dispatched": _dispatched,
    "language": one("cbc:NoticeLanguageCode", codes.language),
    "additional_languages": many("cac:AdditionalNoticeLanguage/cbc:ID", codes.language),
    "procedure_type": one("cac:TenderingProcess/cbc:ProcedureCode"),
    "accelerated": one(
        "cac:TenderingProcess/cac:ProcessJustification"
        "/cbc:ProcessReasonCode[@listName='accelerated-procedure']",
        values.flag,
    ),
    "accepted_languages": many(f"{_TERMS}/cac:Language/cbc:ID", codes.language),
    "document_urls": many(
        f"{_TERMS}/cac:CallForTendersDocumentReference"
        "/cac:Attachment/cac:ExternalReference/cbc:URI",
        codes.address,
    ),
    "submission_urls": many(f"{_TERMS}/cac:TenderRecipientParty/cbc:EndpointID", codes.address),
}

NOTICE_ID = one("cbc:ID", codes.identifier)
VERSION = one("cbc:VersionID", values.number)
FORM_TYPE = path("string(cbc:NoticeTypeCode/@listName)")
DOMAIN = one("cbc:RegulatoryDomain")
LEGISLATION = one(
    "cac:TenderingTerms/cac:ProcurementLegislationDocumentReference"
    "/cbc:ID[not(normalize-space()='CrossBorderLaw')]"
)

CHANGE: dict[str, Reader] = {
    "reference": one("efbc:ChangedNoticeIdentifier", codes.notice_reference),
    "reasons": many("efac:ChangeReason/cbc:ReasonCode"),
    "explanation": texts("efac:ChangeReason/efbc:ReasonDescription", paragraphs),
}
