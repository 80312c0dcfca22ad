"""Cases as their organisations would have told them."""

from __future__ import annotations

from cases import services
from cases.choices import Status
from cases.models import Case
from ppi.moderation.models import Submission

STORY = {
    "summary": "11 skolekøkkener smider næsten halvt så meget ud.",
    "story": "## Behovet\n\nKokkene vidste **godt** det.\n\n<script>alert(1)</script>",
    "before": "118 g",
    "before_note": "mad i spanden pr. elev pr. dag",
    "after": "66 g",
    "after_note": "efter et halvt skoleår",
    "lessons": "Skriv målet i gram.\n\nBetal for prøver.",
}
NUMBERS = {
    "price": "1870000.00",
    "currency": "DKK",
    "first_year": 2025,
    "last_year": 2028,
    "procedure": "open",
    "themes": ["food", "climate"],
}
TITLE = "Vi vejede spanden"


def kept(slug: str, portal, by, **changes) -> Case:
    facts = {
        "language": "da",
        "title_da": TITLE,
        "summary_da": STORY["summary"],
        "story_da": STORY["story"],
        "before_da": "118 g",
        "after_da": "66 g",
        "country": "DK",
    }
    return services.keep_case(slug, portal=portal, by=by, **(facts | NUMBERS | changes))


def reloaded(case: Case) -> Case:
    return Case.objects.everywhere("the test looks again").get(pk=case.pk)


def status_of(case: Case) -> Status:
    return Status(reloaded(case).status)


def waiting(portal) -> Submission:
    return Submission.objects.all().moderated_by(portal).waiting().get()
