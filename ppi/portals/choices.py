from django.db import models
from django.utils.translation import gettext_lazy as _


class Module(models.TextChoices):
    """Rooms that a portal may switch off."""

    TENDERS = "tenders", _("Opportunities")
    PROFILES = "profiles", _("Companies")
    CASES = "cases", _("Cases")
    COURSES = "courses", _("Courses")
    LIBRARY = "library", _("Library")
    NETWORK = "network", _("Events")
    ASSISTANT = "assistant", _("Assistant")


class Role(models.TextChoices):
    MODERATOR = "moderator", _("moderator")
    ADMINISTRATOR = "administrator", _("administrator")


class LegalKind(models.TextChoices):
    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy notice")
    IMPRINT = "imprint", _("Imprint")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")


# What a person accepts, with the date, when they sign up.
ACCEPTED_AT_SIGN_UP = (LegalKind.TERMS, LegalKind.PRIVACY)

# A logo's file name ends in one of these, and it is served as what its end says.
LOGO_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "jpg": "image/jpeg",
}
