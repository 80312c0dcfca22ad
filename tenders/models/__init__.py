"""Opportunities: anything that a buyer announces, one family with kinds as data.

A *purchase* (eForms BT-04; one ocid) has *opportunities*, one a stage; each publication of a stage
is a numbered *version* with the id of the notice that it came from. An opportunity has *lots*,
*criteria* and, once it is a result, *awards*.
"""

from tenders.models.interest import Commitment, NoBid
from tenders.models.opportunity import FormerSlug, Opportunity, Purchase
from tenders.models.parts import Award, Criterion, Lot
from tenders.models.pursuit import Handover, Pursuit
from tenders.models.version import Version
from tenders.models.writing import FollowUp, InvitedFirm, Typed

__all__ = [
    "Award",
    "Commitment",
    "Criterion",
    "FollowUp",
    "FormerSlug",
    "Handover",
    "InvitedFirm",
    "Lot",
    "NoBid",
    "Opportunity",
    "Purchase",
    "Pursuit",
    "Typed",
    "Version",
]
