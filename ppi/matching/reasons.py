"""Reasons in words, in the reader's language, from what the matches have stored."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ppi.taxonomy import naming
from ppi.taxonomy.countries import country_name

# A share below this many points is counted, and not worth a reader's time.
LEAST_TOLD = 3


class Wording:
    """The labels that a page's reasons need, fetched once, and the sentences made of them.

    Of rows with `reasons`: matches and links.
    """

    def __init__(self, rows: Iterable) -> None:
        parts = [part for row in rows for part in row.reasons]
        codes = [full(p["digits"]) for p in parts if p["kind"] == "cpv"]
        codes += [p["code"] for p in parts if p["kind"] == "topic"]
        self.subjects = naming.cpv_labels(codes)
        self.places = naming.nuts_labels(p["code"] for p in parts if p["kind"] == "nuts")

    def sentence(self, row) -> str:
        """«same subject: street lighting (34928), you deliver in Nordjylland»."""
        told = [part for part in row.reasons if part["share"] >= LEAST_TOLD] or row.reasons
        return ", ".join(filter(None, [self.product(row), *map(self.part, told)]))

    def part(self, part: dict) -> str:
        return getattr(self, part["kind"])(part)

    def product(self, row) -> str:
        """Which product fits, where it is one and not the company as a whole."""
        product = getattr(row, "product", None)
        return _("your product «%(name)s»") % {"name": product.name} if product else ""

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

    def topic(self, part: dict) -> str:
        words = {"label": self.subjects[part["code"]]}
        return _("both texts are about: %(label)s") % words

    def meaning(self, part: dict) -> str:
        return _("both texts mean much the same")

    def value(self, part: dict) -> str:
        return _("of a size that suits yours")

    def innovation(self, part: dict) -> str:
        return _("something new is wanted, and you are developing it")

    def kind(self, part: dict) -> str:
        return _("your kind of organisation is asked")


def full(digits: str) -> str:
    """The CPV code that these meaningful digits stand for."""
    return digits.ljust(8, "0")
