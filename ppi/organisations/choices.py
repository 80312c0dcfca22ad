from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    BUYER = "buyer", _("public buyer")
    SUPPLIER = "supplier", _("company")
    INTERMEDIARY = "intermediary", _("intermediary")


KIND_HELP = {
    Kind.BUYER: _("A municipality, region, state body, utility or other contracting authority."),
    Kind.SUPPLIER: _("A company, or a person in business, that can deliver."),
    Kind.INTERMEDIARY: _(
        "A cluster, incubator, university, competence centre or network of municipalities."
    ),
}


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")
    READER = "reader", _("reader")


WRITERS = (Role.OWNER, Role.EDITOR)


class Status(models.TextChoices):
    """How far the portal's moderators have come with checking that the body exists."""

    PENDING = "pending", _("not yet verified")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("not accepted")
    SUSPENDED = "suspended", _("suspended")
    # Another entry of the same body; see `merging`, which alone sets it and takes it back.
    MERGED = "merged", _("merged with another")


MOVES = {
    Status.PENDING: {Status.VERIFIED, Status.REJECTED},
    Status.VERIFIED: {Status.SUSPENDED},
    Status.REJECTED: {Status.PENDING, Status.VERIFIED},
    Status.SUSPENDED: {Status.PENDING, Status.VERIFIED},
    Status.MERGED: set(),
}


# Nothing new is made in the name of such an organisation.
STOPPED = (Status.REJECTED, Status.SUSPENDED, Status.MERGED)
# Whoever knows the registration number may learn that the body is here.
FOUND_BY_NUMBER = (Status.PENDING, Status.VERIFIED)


class RequestState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
