from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("returned to the author")
    WITHDRAWN = "withdrawn", _("taken back by the author")


class ReportKind(models.TextChoices):
    WRONG = "wrong", _("It is wrong or out of date")
    ILLEGAL = "illegal", _("It breaks the law or the terms of use")
    SPAM = "spam", _("It is advertising or spam")
    PERSONAL = "personal", _("It shows personal data that should not be here")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    OPEN = "open", _("open")
    REMOVED = "removed", _("content removed")
    KEPT = "kept", _("content kept")
    PUT_BACK = "put-back", _("content removed, and put back")
