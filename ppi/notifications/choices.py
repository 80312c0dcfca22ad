"""What people are told of. Each kind has its texts under `templates/notifications/<kind>.*`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MATCH = "match", _("A new need fits my company")
    DECISION = "decision", _("A moderator has decided about something of mine")
    REMOVAL = "removal", _("A moderator has removed something of mine")
    SUBMISSION = "submission", _("Something waits for me as a moderator")
    REPORT = "report", _("A reader has reported something to me as a moderator")
    REPORT_ANSWER = "report-answer", _("The moderators have answered my report")
    INVITATION = "invitation", _("I am invited to an organisation")
    JOIN_REQUEST = "join-request", _("Somebody asks to join my organisation")
    APPROVAL = "approval", _("A colleague asks me to approve an announcement")
    APPROVAL_ANSWER = "not-approved", _("An owner has sent my announcement back")
    INVITED_FIRM = "invited-firm", _("A buyer invites my firm to look at a call")
    FOLLOW_UP = "follow-up", _("A year after the award: what came of it?")
    QUESTION = "question", _("A company asks about something of mine")
    ANSWER = "answer", _("My question to a buyer is answered")
    CHANGE = "change", _("Something that I watch has changed")
    JOIN_ANSWER = "join-answer", _("My request to join an organisation is answered")


# A person may switch these off; the others are answers to what they themselves did.
MUTABLE = (
    Kind.MATCH,
    Kind.SUBMISSION,
    Kind.REPORT,
    Kind.JOIN_REQUEST,
    Kind.APPROVAL,
    Kind.FOLLOW_UP,
    Kind.QUESTION,
    Kind.CHANGE,
)
