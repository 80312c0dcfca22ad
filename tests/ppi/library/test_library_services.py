"""What editors do with library pages."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ppi.kernel import audit
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.library import services
from ppi.library.models import Page
from ppi.moderation.editing.choices import Status
from ppi.moderation.registry import moderatable
from tests.ppi.library.kept import kept, reloaded


def announced() -> list[str]:
    jobs = Job.objects.filter(task="ppi.kernel.events.deliver").order_by("pk")
    return [job.arguments["event"] for job in jobs]


def test_a_page_kept_and_published_twice_is_one_page(denmark, moderator_of_denmark) -> None:
    for title in ("Which procedure?", "Which procedure fits?"):
        page = kept("chooser", denmark, moderator_of_denmark, title_en=title)
        services.publish(page, by=moderator_of_denmark)

    page = Page.objects.everywhere("the test looks").get()
    assert (page.title_en, page.status) == ("Which procedure fits?", Status.PUBLISHED)
    assert page.created_by == moderator_of_denmark
    assert announced() == ["library.published", "library.changed"]


def test_only_editors_of_the_very_portal_write_its_pages(
    denmark, draft, moderator_of_latvia, buyer_of_havneby
) -> None:
    for who in (moderator_of_latvia, buyer_of_havneby):
        with pytest.raises(Refused, match="moderators of this portal"):
            kept("procedure-chooser", denmark, who, title_en="Taken over")
        with pytest.raises(Refused, match="moderators of this portal"):
            services.publish(draft, by=who)
        with pytest.raises(Refused, match="moderators of this portal"):
            services.remove(draft, "No", by=who)

    assert (reloaded(draft).title_en, reloaded(draft).status) == (
        "Which procedure fits?",
        Status.DRAFT,
    )


@pytest.mark.parametrize(
    "sources", [[{"url": "https://x.example"}], [{"title": "A", "url": "javascript:alert(1)"}], "A"]
)
def test_a_source_that_is_none_is_refused(denmark, moderator_of_denmark, sources) -> None:
    with pytest.raises(ValidationError):
        kept("chooser", denmark, moderator_of_denmark, sources=sources)

    assert not Page.objects.everywhere("the test looks").exists()


def test_a_removed_page_is_gone_its_reason_kept_and_its_author_known(
    page, moderator_of_denmark
) -> None:
    entry = moderatable.of(Page)
    entry.remove(entry.get(page.pk), "Out of date", by=moderator_of_denmark)

    assert reloaded(page).status == Status.REMOVED
    assert audit.trail(page)[0].detail == {"reason": "Out of date"}
    assert entry.authors(page) == [moderator_of_denmark]
    assert announced()[-1] == "library.withdrawn"


def test_a_public_page_has_been_published_at_some_time(page) -> None:
    page.published_at = None

    with pytest.raises(IntegrityError), transaction.atomic():
        page.save()


def test_doors_show_each_portal_its_own_and_organisations_nothing(
    page, draft, elsewhere, denmark, latvia, havneby
) -> None:
    def slugs(rows) -> set[str]:
        return {row.slug for row in rows}

    assert slugs(Page.objects.all().published(denmark)) == {"procedure-chooser"}
    assert slugs(Page.objects.all().published(latvia)) == {"procedure-chooser", "tikai-mums"}
    assert slugs(Page.objects.all().moderated_by(denmark)) == {"procedure-chooser"}
    assert slugs(Page.objects.all().managed_by(havneby)) == set()
