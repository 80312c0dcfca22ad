"""What can become of a starred thing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class News(models.TextChoices):
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("no longer public")
