"""How a case begins that is made of a result: need, purchase and effects, in the buyer's words."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ppi.kernel import money, prose
from ppi.organisations.registry import Beginning, tellable
from ppi.portals import links
from tenders.models import FollowUp, Opportunity

LANGUAGES = {code for code, _name in settings.LANGUAGES}
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_STORY, MOST_CODES = 200, 400, 20_000, 10
# A case's price has two digits less than a purchase's value.
PRICE_LIMIT = 10**12


class Results:
    def beginning(self, subject: Opportunity) -> Beginning | None:
        """Once the buyer has looked back; the case is told in the language of the purchase."""
        told = FollowUp.objects.of(subject).exclude(answered_at=None).first()
        if told is None:
            return None
        known = subject.language in LANGUAGES
        language = subject.language if known else subject.portal.language
        with translation.override(language):
            facts = facts_of(subject, told)
        return Beginning(subject.title[:LONGEST_TITLE], language, facts)


def facts_of(result: Opportunity, told: FollowUp) -> dict[str, object]:
    price = result.awarded_value
    need = result.need or getattr(result.concludes, "need", "")
    return {
        "summary": prose.first_sentence(need)[:LONGEST_SUMMARY],
        "story": "\n\n".join(story_of(result, told, need))[:LONGEST_STORY],
        "price": price if price is not None and price < PRICE_LIMIT else None,
        "currency": result.currency_of_contract,
        "first_year": result.published_at and timezone.localtime(result.published_at).year,
        "last_year": timezone.localtime(told.answered_at).year,
        "procedure": result.procedure,
        "country": result.country,
        "nuts": result.nuts[:MOST_CODES],
        "cpv": result.cpv[:MOST_CODES],
    }


def story_of(result: Opportunity, told: FollowUp, need: str) -> Iterator[str]:
    """Markdown, in the active language: a section for each thing that is known, and a link back."""
    page = links.absolute(result.portal, translation.get_language(), "tenders:detail", result.slug)
    bought = "\n\n".join(part for part in (award_of(result), result.result_note) if part)
    sections = (
        (_("What was needed"), need),
        (_("What was bought"), bought),
        (_("What came of it"), effects_of(result, told)),
    )
    for heading, text in sections:
        if text.strip():
            yield f"## {heading}\n\n{text.strip()}"
    yield f"[{_('The purchase on this portal')}]({page})"


def award_of(result: Opportunity) -> str:
    if not result.winner_name:
        return ""
    if result.awarded_value is None:
        return _("%(winner)s won.") % {"winner": result.winner_name}
    amount = money.formatted(result.awarded_value, result.awarded_currency)
    told = {"winner": result.winner_name, "amount": amount}
    return _("%(winner)s won, for %(amount)s without VAT.") % told


def effects_of(result: Opportunity, told: FollowUp) -> str:
    if told.saved is None:
        return told.effects
    amount = money.formatted(told.saved, result.currency_of_contract)
    saved = _("Saved each year: %(amount)s.") % {"amount": amount}
    return f"{told.effects.strip()}\n\n{saved}"


tellable.register(Opportunity, Results())
