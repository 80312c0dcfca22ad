"""Bands of time; what a pass is."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# How much of a working day a course takes.
BANDS = {
    "under-30": (_("Under 30 minutes"), Q(minutes__lt=30)),
    "30-59": (_("30 to 59 minutes"), Q(minutes__range=(30, 59))),
    "from-60": (_("An hour and more"), Q(minutes__gte=60)),
}

# The share of a quiz's questions that must be right.
PASS_PERCENT = 70
