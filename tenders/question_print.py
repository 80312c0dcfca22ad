"""All questions and answers of an opportunity as a document to keep."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ppi.discussion.models import Question
from ppi.kernel import dates
from ppi.kernel.print import Document, Fact, Passage, Section
from ppi.portals import links
from tenders.models import Opportunity

# A document of more than a thousand pages helps nobody.
MOST_PRINTED = 500


def document_of(opportunity: Opportunity) -> Document:
    """In the words they were written in: translations are for reading, this is the record."""
    rows = Question.objects.of(opportunity).answered()
    number = rows.count()
    return Document(
        title=_("Questions and answers"),
        language=get_language(),
        subtitle=opportunity.title,
        subtitle_language=opportunity.language,
        facts=_facts(opportunity, number),
        sections=[_section(row, n) for n, row in enumerate(rows[:MOST_PRINTED], start=1)],
        empty=_("No question has been answered yet."),
    )


def _facts(opportunity: Opportunity, number: int) -> list[Fact]:
    page = links.absolute(opportunity.portal, get_language(), "tenders:detail", opportunity.slug)
    facts = [
        Fact(_("Buyer"), opportunity.organisation.name),
        Fact(_("Page"), page, page),
        Fact(_("Questions answered"), str(number)),
        Fact(_("Exported at"), dates.day_and_time(timezone.now())),
    ]
    if opportunity.official_url:
        official = Fact(_("Official notice"), opportunity.official_url, opportunity.official_url)
        facts.insert(2, official)
    if number > MOST_PRINTED:
        told = {"most": MOST_PRINTED}
        facts.append(Fact(_("Note"), _("The first %(most)s are printed here.") % told))
    return facts


def _section(row: Question, number: int) -> Section:
    return Section(
        heading=_("Question %(number)s") % {"number": number},
        note=_dates(row),
        passages=[
            Passage(row.text, row.language),
            Passage(row.answer, row.answer_language, label=_("Answer")),
        ],
    )


def _dates(row: Question) -> str:
    told = {
        "asked": dates.day(row.asked_at),
        "answered": dates.day(row.first_answered_at),
        "changed": dates.day(row.answered_at),
    }
    if row.is_put_better:
        return _("Asked on %(asked)s. Answered on %(answered)s. Changed on %(changed)s.") % told
    return _("Asked on %(asked)s. Answered on %(answered)s.") % told
