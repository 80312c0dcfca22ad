"""What people are told of, where and how often.

Each kind has its texts under `templates/notifications/<kind>.*`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MATCH = "match", _("A new need fits my company")
    FOUND = "found", _("Something new fits a search or follow of mine")
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
    HANDOVER = "handover", _("A colleague hands an opportunity on our desk to me")
    FOLLOW_UP = "follow-up", _("A year after the award: what came of it?")
    QUESTION = "question", _("A company asks about something of mine")
    ANSWER = "answer", _("My question to a buyer is answered")
    CHANGE = "change", _("Something that I have starred has changed")
    JOIN_ANSWER = "join-answer", _("My request to join an organisation is answered")
    # Who owns it, what it is merged with, who acts for it: nobody is left out of that.
    ORGANISATION = "organisation", _("Something has happened to an organisation of mine")
    WEBHOOK_OFF = "webhook-off", _("A webhook of mine was switched off because it kept failing")


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")
    PLATFORM = "platform", _("Bell")
    PUSH = "push", _("Push message")
    WEBHOOK = "webhook", _("Webhook")


class Frequency(models.TextChoices):
    """How often mails of a kind come. Bell and push messages know only at once or never."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class Weekday(models.IntegerChoices):
    """As ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Concern(models.TextChoices):
    """Why kinds are asked for together: the headings of the settings."""

    NEW = "new", _("What is new for me")
    FOLLOWED = "followed", _("What I follow")
    ORGANISATION = "organisation", _("My organisation")
    MODERATION = "moderation", _("My work as a moderator")


# What a person may choose; the other kinds are answers to what they themselves did.
CHOOSABLE: dict[Concern, tuple[Kind, ...]] = {
    Concern.NEW: (Kind.MATCH, Kind.FOUND),
    Concern.FOLLOWED: (Kind.CHANGE,),
    Concern.ORGANISATION: (
        Kind.HANDOVER,
        Kind.QUESTION,
        Kind.JOIN_REQUEST,
        Kind.APPROVAL,
        Kind.FOLLOW_UP,
    ),
    Concern.MODERATION: (Kind.SUBMISSION, Kind.REPORT),
}
MUTABLE = tuple(kind for kinds in CHOOSABLE.values() for kind in kinds)

# How often mails come to whoever has chosen nothing: at once, but what a search finds in one mail
# a day.
USUAL = dict.fromkeys(Kind, Frequency.NOW) | {Kind.FOUND: Frequency.DAILY}

# Kinds that tell the same news of a subject: whoever heard of it by one is not told by another
# within the hour.
SAME_NEWS: tuple[frozenset[Kind], ...] = (frozenset({Kind.MATCH, Kind.FOUND}),)


def others_of_same_news(kind: str) -> list[str]:
    return sorted(other for news in SAME_NEWS if kind in news for other in news - {kind})
