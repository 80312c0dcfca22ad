"""Norway's profiles: above the thresholds, national of 2023, national of 2026."""

from __future__ import annotations

from tenders.exchange.notice import Place, Result
from tests.tenders.exchange.read_by_hand.words import ANYWHERE_EEA, NARVIK, SMALL_BUYER, at, money

NORWAY = {
    # Norway's national profile of 2026: a planned purchase in parts, without lots.
    "eforms-norway/national-e-2026/VALID-national-e2-minimum.xml": {
        "notice_id": "bbf5e8cd-f62f-4f29-9254-43ec31c00f48",
        "procedure_id": None,
        "sdk": "1.13",
        "profile": "urn:fdc:anskaffelser.no:2026:eforms:national-e",
        "subtype": "E2",
        "notice_type": "pin-only",
        "form_type": "planning",
        "dispatched": at("2026-01-15T12:00:00+01:00"),
        "language": "nb",
        "title": {"nb": "Tittel for anskaffelsesprosedyren"},
        "description": {"nb": "Beskrivelse av anskaffelsesprosedyren"},
        "buyers": [
            SMALL_BUYER
            | {"name": "Doffe Dolfinsen ASA", "country": "NO", "legal_type": "body-pl-cga"}
        ],
        "lots": [],
        "parts": [
            {
                "lot_id": "PAR-0000",
                "title": {"nb": "Tittel for delkontrakt"},
                "nature": "services",
                "cpv": "72000000",
                "places": (ANYWHERE_EEA,),
            }
        ],
    },
    # Norway's national profile of 2026: a result that names a winner and no amount.
    "eforms-norway/national-e-2026/VALID-national-e4-minimum.xml": {
        "subtype": "E4",
        "language": "nb",
        "places": (Place("NO081", "NO"),),
        "result": Result(
            awarded_on=None,
            total=None,
            winners=("Grønn klipp og rens ASA",),
            tenders_received=None,
        ),
        "lots": [{"lot_id": "LOT-0000", "title": {"nb": "Vedlikehold av sentralt parkområde"}}],
    },
    # Norway's national numbering of 2023, sent by an eSender.
    "eforms-norway/national-2023/cn_24_national.xml": {
        "notice_id": "12bcc64f-88a8-44a5-b2fb-8228e97fe6ee",
        "subtype": "N16",
        "profile": "urn:fdc:anskaffelser.no:2023:eforms:national",
        "dispatched": at("2025-08-12T12:12:49+00:00"),
        "language": "nb",
        "title": {
            "nb": "Tillhandahållande av IT-tjänster avseende OP IT Systems "
            "(EUR-Lex, N-Lex, Search Layer, och andra)"
        },
        "value": money("4500000"),
        "accepted_languages": ("nb",),
        "document_urls": ("https://permalink.mercell.com/235597748.aspx",),
        "earliest_deadline": at("2028-02-03T13:00:00+00:00"),
    },
    # Norway above the thresholds: English first, Norwegian beside it; a framework's maximum.
    "eforms-norway/eu/cn_24.xml": {
        "customization": "eforms-sdk-1.13#extended#urn:fdc:anskaffelser.no:2023:eforms:eu",
        "language": "en",
        "additional_languages": ("nb",),
        "internal_id": "355",
        "title": {
            "nb": "25088 Snekkertjenester, rammeavtale",
            "en": "25088 Carpentry services, framework agreement",
        },
        "cpv": "50000000",
        "cpv_additional": ("50700000", "45422000"),
        "places": (Place("NO092", "NO"),),
        "value": money("16000000", "NOK"),
        "framework_maximum": money("40000000", "NOK"),
        "procedure_type": "oth-single",
        "accepted_languages": ("en", "nb"),
        "document_urls": ("https://app.artifik.no/procurements/355",),
        "submission_urls": ("https://app.artifik.no/procurements/355",),
        "earliest_deadline": at("2028-04-28T10:00:00+00:00"),
        "buyers": [
            {
                "name": "Flekkefjord Kommune",
                "legal_id": "964967369",
                "country": "NO",
                "nuts": "NO092",
                "town": "Flekkefjord",
                "website": "https://www.flekkefjord.kommune.no/",
                "legal_type": "org-sub-ra",
                "activity": "gen-pub",
            }
        ],
        "lots": [
            {
                "lot_id": "LOT-0001",
                "internal_id": "405",
                "places": (ANYWHERE_EEA,),
                "value": None,
                "framework_maximum": None,
                "framework": "fa-wo-rc",
                "eu_funded": False,
                "tenders_by": at("2028-04-28T10:00:00+00:00"),
            }
        ],
    },
    # A procedure of Narvik that ended without a winner; the root's award date is none.
    "eforms-norway/eu/can_24.xml": {
        "language": "en",
        "additional_languages": ("nb",),
        "cpv": "85000000",
        "cpv_additional": ("85311000",),
        "places": (NARVIK,),
        "result": Result(awarded_on=None, total=None, winners=(), tenders_received=None),
    },
}
