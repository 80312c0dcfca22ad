"""How new is what is bought? Five answers that a buyer can give without knowing the directives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import ExplainedChoices


class Novelty(ExplainedChoices):
    """From what is in the shops to what nobody makes yet; decides which procedures fit."""

    OFF_THE_SHELF = (
        "off-the-shelf",
        _("Several companies sell it, and it does what you need as it is."),
        _("It can be bought as it is"),
    )
    ADAPTED = (
        "adapted",
        _("It is sold, but must be changed to fit your place or your systems."),
        _("It exists and must be adapted"),
    )
    NEW_COMBINATION = (
        "new-combination",
        _("The parts exist, but nobody has put them together for this use."),
        _("Known parts, put together in a new way"),
    )
    DOES_NOT_EXIST = (
        "does-not-exist",
        _("Somebody has to develop it first."),
        _("It does not exist yet"),
    )
    UNKNOWN = (
        "unknown",
        _("You have not asked the market yet."),
        _("I do not know"),
    )
