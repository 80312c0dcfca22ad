from __future__ import annotations

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.moderation.choices import Decision, ReportState


class OfPortal(ScopedQuerySet):
    """Nothing here is public: moderators see their portal's rows, authors their own."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def about(self, subject) -> Self:
        return self.filter(
            content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
        )

    def of_author(self, subject) -> Self:
        """What concerns this object, for those who made it."""
        return self.through("about the author's own object").about(subject)


class SubmissionQuerySet(OfPortal):
    def waiting(self) -> Self:
        """Longest waiting first: a queue, not a heap."""
        return self.filter(decided_at=None).order_by("submitted_at", "pk")

    def after(self, submission) -> Self:
        """Those that came later into the queue."""
        later = Q(submitted_at__gt=submission.submitted_at)
        return self.filter(later | Q(submitted_at=submission.submitted_at, pk__gt=submission.pk))

    def before(self, submission) -> Self:
        """Those that came earlier into the queue."""
        earlier = Q(submitted_at__lt=submission.submitted_at)
        return self.filter(earlier | Q(submitted_at=submission.submitted_at, pk__lt=submission.pk))

    def judged(self) -> Self:
        """What a moderator decided, not its author."""
        return self.filter(decision__in=[Decision.PUBLISHED, Decision.RETURNED])

    def decided(self) -> Self:
        return self.exclude(decided_at=None).order_by("-decided_at", "-pk")

    def last_about(self, subject):
        """The latest submission of this object, for its own authors."""
        return self.of_author(subject).order_by("-pk").first()


class ReportQuerySet(OfPortal):
    def open(self) -> Self:
        return self.filter(state=ReportState.OPEN).order_by("created_at", "pk")

    def settled(self) -> Self:
        return self.exclude(state=ReportState.OPEN).order_by("-decided_at", "-pk")

    def removals(self) -> Self:
        return self.filter(state=ReportState.REMOVED)

    def last_removals(self) -> Self:
        """One for each object that is removed, however many reports its removal answered."""
        same = {name: OuterRef(name) for name in ("content_type_id", "object_id")}
        removals = self.removals()
        return removals.exclude(Exists(removals.filter(pk__gt=OuterRef("pk"), **same)))

    def about_the_same_as(self, report) -> Self:
        return self.filter(content_type_id=report.content_type_id, object_id=report.object_id)
