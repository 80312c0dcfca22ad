"""Results: awards, and who won what."""

from __future__ import annotations

from datetime import date

from tenders.exchange.notice import Result
from tests.tenders.exchange.read_by_hand.words import (
    ANYWHERE_ES,
    ANYWHERE_UK,
    LUXEMBOURG,
    at,
    money,
)

RESULTS = {
    # Subtype 29: two contracts, one of them won by a group; a lot without a winner.
    "eforms-sdk-1.15/can_24_maximal.xml": {
        "document": "ContractAwardNotice",
        "notice_id": "15377ca1-6cf7-4060-90f0-9290128957a3",
        "procedure_id": "2d2d24a2-df84-449e-8695-fb66ef504a5a",
        "version": 3,
        "subtype": "29",
        "form_type": "result",
        "dispatched": at("2023-04-23T21:00:00+01:00"),
        "cpv": "79710000",
        "cpv_additional": ("79720000",),
        "accelerated": True,
        "earliest_deadline": None,
        "result": Result(
            awarded_on=date(2023, 3, 23),
            total=money("9999999.99"),
            winners=("Gyro Soft SA", "The best App Ltd.", "Competitor"),
            tenders_received=10,
        ),
        "lots": [
            {
                "lot_id": "LOT-0001",
                "internal_id": "Lot Reference A",
                "cpv": "75121000",
                "cpv_additional": ("33185200",),
                "places": (LUXEMBOURG, ANYWHERE_UK),
            },
            {
                "lot_id": "LOT-0002",
                "internal_id": "Lot Reference B",
                "description": {"en": "Description lot 2---"},
            },
        ],
    },
    # Subtype 29 of an early version: the contract's conclusion stands for the decision.
    "eforms-sdk-1.3/can_24_minimal.xml": {
        "notice_id": "65667997-031a-4198-bd25-7225449ef479",
        "sdk": "1.3",
        "language": "fr",
        "title": {"fr": "Service d'entretien de remise en état et de nettoyage des espaces verts"},
        "cpv": "77310000",
        "places": (),
        "result": Result(
            awarded_on=date(2019, 9, 3),
            total=money("390697.84"),
            winners=("Espaces Verts Lemire",),
            tenders_received=3,
        ),
        "buyers": [
            {
                "name": "Rouen Habitat",
                "legal_id": "123 456 789",
                "town": "Rouen Cedex 1",
                "website": None,
                "legal_type": "pub-undert-la",
                "activity": "hc-am",
            }
        ],
    },
    # Public transport, subtype T02: the place stands in the lot only, the amount in the tender.
    "eforms-sdk-1.15/t02_ESP.xml": {
        "subtype": "T02",
        "notice_type": "can-tran",
        "legal_basis": "32007R1370",
        "language": "es",
        "internal_id": "77635",
        "cpv": "60210000",
        "places": (ANYWHERE_ES,),
        "procedure_type": "comp-tend",
        "result": Result(
            awarded_on=date(2020, 4, 9),
            total=money("9693759000.00"),
            winners=("Sociedad Mercantil Estatal Renfe Viajeros, Sociedad Anónima",),
            tenders_received=None,
        ),
        "buyers": [{"legal_type": "cga", "activity": "gen-pub", "legal_id": "S 2800113 I"}],
    },
}
