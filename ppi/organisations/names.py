"""Names as they are compared: in any script, however they were typed."""

from __future__ import annotations

from django.db import models

# Unicode knows several ways to write one word: composed or not, full or half width, with invisible
# joiners. NFKC makes one of them (UAX #15), before case is folded and after, for folding may take
# a text out of that form again. Cut, so that a name of signs that unfold still fits an index.
FOLDED = (
    "regexp_replace(casefold(normalize(%(expressions)s, NFKC) COLLATE pg_unicode_fast),"
    " '[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff]', '', 'g')"
)
KEY = rf"left(btrim(regexp_replace(normalize({FOLDED}, NFKC), '\s+', ' ', 'g')), 400)"


class NameKey(models.Func):
    """Of two names that a reader takes for the same, both have this."""

    template = KEY
    arity = 1
    output_field = models.TextField()


class KeptByDatabase(models.GeneratedField):
    """Django's own asks the database whether it can, also for `manage.py check`, which must work
    where no database runs. PostgreSQL can, in every version that the platform runs on."""

    def _check_supported(self, databases) -> list:
        return []

    def _check_persistence(self, databases) -> list:
        return []

    def deconstruct(self):
        """In migrations it is Django's own."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.GeneratedField", args, kwargs
