from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q, Sum
from django.utils import timezone

from ppi.documents.choices import Scan
from ppi.documents.registry import holders
from ppi.kernel.scoping import ScopedQuerySet


class DocumentQuerySet(ScopedQuerySet):
    """A document is as public as what it belongs to: whoever may read that asks `of(subject)`."""

    def public(self) -> Q:
        return Q(pk__in=[])

    def moderated_by(self, portal) -> Self:
        return self.through("moderated_by").filter(organisation__portal=portal)

    def ever_of(self, subject) -> Self:
        """Everything that was ever kept with one object, removed files too."""
        return self.through("of an object the reader may see").filter(
            content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk
        )

    def of(self, subject) -> Self:
        """The current versions of one object's files, for a reader who may see the object."""
        return self.ever_of(subject).filter(removed_at=None, replaced_at=None).order_by("name")

    def of_each(self, subjects: list) -> dict[int, list]:
        """The same for several objects of one model, by their keys, in one query."""
        found = {subject.pk: [] for subject in subjects}
        if not found:
            return found
        rows = self.through("of objects the reader may see").filter(
            content_type=ContentType.objects.get_for_model(subjects[0]),
            object_id__in=found,
            removed_at=None,
            replaced_at=None,
        )
        for document in rows.order_by("name"):
            found[document.object_id].append(document)
        return found

    def versions_of(self, subject, *, since: datetime | None = None) -> Self:
        """The current versions and earlier ones, for a reader who may see the object.

        `since` is when the object became public: what was replaced before that never was, and is
        left out.
        """
        kept = self.ever_of(subject).filter(removed_at=None)
        if since is not None:
            kept = kept.filter(Q(replaced_at=None) | Q(replaced_at__gt=since))
        return kept.order_by("name", "-number")

    def with_earlier(self, subject, *, since: datetime | None = None) -> list:
        """The current versions, each with those before it that can be read, as `earlier`."""
        versions = list(self.versions_of(subject, since=since))
        current = [version for version in versions if version.replaced_at is None]
        for document in current:
            document.earlier = [
                each for each in versions if each.name == document.name and each.is_earlier
            ]
        return current

    def waiting(self) -> Self:
        return self.filter(scan=Scan.WAITING, removed_at=None)

    def take_next_number(self) -> int:
        """Of versions of one name: the number of the next; from now on, they are replaced."""
        self.filter(replaced_at=None).update(replaced_at=timezone.now())
        return (self.aggregate(Max("number"))["number__max"] or 0) + 1

    def stored(self) -> Self:
        """Those whose bytes are kept: all but the infected."""
        return self.exclude(scan=Scan.INFECTED)

    def bytes_stored(self) -> int:
        """On the disk: copies of a document share one file, which counts once."""
        files = self.stored().order_by().values("file", "bytes").distinct()
        return files.aggregate(total=Sum("bytes"))["total"] or 0

    def of_deleted_objects(self) -> Self:
        """What was kept with objects that are not there any more."""
        gone = Q(pk__in=[])
        for model, _rule in holders:
            present = model.objects.everywhere("which files still have their object")
            kind = ContentType.objects.get_for_model(model)
            gone |= Q(content_type=kind) & ~Q(object_id__in=present.values("pk"))
        return self.everywhere("a clean-up of all").filter(gone)
