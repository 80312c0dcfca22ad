"""Facts and constraints: what an organisation is, who belongs to it, and what is asked about it."""

from ppi.organisations.models.asking import (
    INVITATION_SALT,
    Asked,
    ChangeRequest,
    Invitation,
    JoinRequest,
)
from ppi.organisations.models.merging import CAN_BE_UNDONE_FOR, Merge, MergeStep
from ppi.organisations.models.organisation import (
    ONE_A_NAME,
    ONE_A_NUMBER,
    FormerSlug,
    Membership,
    Organisation,
    is_in_good_standing,
)
from ppi.organisations.models.recovering import LostFactor
from ppi.organisations.models.registers import RegisterEntry
from ppi.organisations.models.together import Acted, Domain, Mandate

__all__ = [
    "CAN_BE_UNDONE_FOR",
    "INVITATION_SALT",
    "ONE_A_NAME",
    "ONE_A_NUMBER",
    "Acted",
    "Asked",
    "ChangeRequest",
    "Domain",
    "FormerSlug",
    "Invitation",
    "JoinRequest",
    "LostFactor",
    "Mandate",
    "Membership",
    "Merge",
    "MergeStep",
    "Organisation",
    "RegisterEntry",
    "is_in_good_standing",
]
