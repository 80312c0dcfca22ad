"""Reasons in words, in the reader's language, from what the matches have stored."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ppi.taxonomy import naming
from ppi.taxonomy.countries import country_name


class Wording:
    """The labels that a page's reasons need, fetched once, and the sentences made of them."""

    def __init__(self, matches: Iterable) -> None:
        parts = [part for match in matches for part in match.reasons]
        self.subjects = naming.cpv_labels(full(p["digits"]) for p in parts if p["kind"] == "cpv")
        self.places = naming.nuts_labels(p["code"] for p in parts if p["kind"] == "nuts")

    def sentence(self, match) -> str:
        """«same subject: street lighting (34928), you deliver in Nordjylland»."""
        return ", ".join(getattr(self, part["kind"])(part) for part in match.reasons)

    def cpv(self, part: dict) -> str:
        words = {"digits": part["digits"], "label": self.subjects[full(part["digits"])]}
        return _("same subject: %(label)s (CPV %(digits)s)") % words

    def nuts(self, part: dict) -> str:
        code = part["code"]
        place = self.places.get(code) or country_name(code)
        return _("you deliver in %(place)s (%(code)s)") % {"place": place, "code": code}

    def words(self, part: dict) -> str:
        return _("text close to yours: %(words)s") % {"words": ", ".join(part["words"])}

    def language(self, part: dict) -> str:
        return _("you may answer in a language of yours")


def full(digits: str) -> str:
    """The CPV code that these meaningful digits stand for."""
    return digits.ljust(8, "0")
