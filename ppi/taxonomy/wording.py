"""Days, amounts and names that stand in a sentence of the rules, in that sentence's language.

A language that a portal offers may not have the rules' texts yet. Their sentences are then English,
and so is all that stands in them: never «215.999 € lies below».
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ppi.kernel import dates, money
from ppi.taxonomy import calendars, countries


def sentence_language() -> str:
    """The active language where the rules are written in it, else the one of the source.

    The rules are translated together: one of their sentences tells of all.
    """
    is_translated = _("Indicative.") != "Indicative."
    active = translation.get_language()
    return active if active and is_translated else settings.LANGUAGE_CODE


def _as_the_sentence[**P](write: Callable[P, str]) -> Callable[P, str]:
    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> str:
        with translation.override(sentence_language()):
            return write(*args, **kwargs)

    return written


day = _as_the_sentence(dates.day)
formatted = _as_the_sentence(money.formatted)
country_name = _as_the_sentence(countries.country_name)
holiday = _as_the_sentence(calendars.holiday)
