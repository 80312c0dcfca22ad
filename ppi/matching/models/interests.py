"""What people want to hear of: searches, stars, and what was found for them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQueryField
from django.db import models
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.matching.choices import News
from ppi.matching.querysets import CalendarQuerySet, HitQuerySet, OwnQuerySet
from ppi.portals.models import Portal
from ppi.search.criteria import Criteria

# What fits into the address bar of every browser, and into an index row.
LONGEST_ADDRESS = 2_000
LONGEST_NAME = 200


class SavedSearch(Scoped):
    """A person hears of what is published from now on and meets these criteria in this portal.

    A follow is a saved search with one criterion.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches"
    )
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    # In which its words were typed.
    language = models.CharField(max_length=2)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    since = models.DateTimeField(default=timezone.now)

    # What `reverse` verifies by: words over the entry's vector (none where none are wanted),
    # facets over the tokens that it bears, and {facet: values} of those that it does not know.
    words = SearchQueryField(null=True, editable=False)
    facets = SearchQueryField(editable=False)
    others = models.JSONField(default=dict, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "portal", "address"], name="matching_search_saved_once"
            )
        ]
        indexes = [models.Index(fields=["person", "-since", "-id"], name="matching_own_searches")]

    def __str__(self) -> str:
        return self.name

    @property
    def criteria(self) -> Criteria:
        # What is still typed as a prefix was read in this language.
        with translation.override(self.language):
            return Criteria.of(QueryDict(self.address))


class SearchKey(models.Model):
    """An entry that bears none of the keys of a search cannot satisfy it."""

    pk = models.CompositePrimaryKey("key", "search_id")
    key = models.TextField()
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return self.key


class KeyShare(models.Model):
    """Which part of the newest entries bears a key. What stands here is not rare."""

    key = models.TextField(primary_key=True)
    share = models.FloatField()

    def __str__(self) -> str:
        return f"{self.key}: {self.share:.4f}"


class Hit(Scoped):
    """Something satisfied a search that did not before; written once."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    found_at = models.DateTimeField(default=timezone.now)

    objects = HitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search", "content_type", "object_id"], name="matching_found_once"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="matching_hits_of")]

    def __str__(self) -> str:
        return f"{self.search_id} found {self.content_type_id}/{self.object_id}"


class Star(Scoped):
    """A person wants to hear what becomes of a published thing."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stars"
    )
    # Where it was starred: what the person hears of it leads back there.
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    since = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "person"], name="matching_starred_once"
            )
        ]
        indexes = [models.Index(fields=["person", "-since", "-id"], name="matching_own_stars")]

    def __str__(self) -> str:
        return f"{self.person_id} stars {self.content_type_id}/{self.object_id}"


class StarredNews(models.Model):
    """A starred thing changed, or was taken off, at a moment: the cause of what is sent.

    Of an opportunity's versions and answers `tenders` and `discussion` tell themselves.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    what = models.CharField(max_length=8, choices=News.choices)
    # As it was called: what was taken off has no page any more.
    title = models.CharField(max_length=400)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "starred news"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "what", "at"], name="matching_news_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_what_display()}"


def new_token() -> str:
    """256 bits: the address is the permission."""
    return secrets.token_urlsafe(32)


class CalendarAddress(Scoped):
    """Whoever has the token may read, without a session, the dates of what the person starred."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address"
    )
    token = models.CharField(max_length=43, unique=True, default=new_token)
    renewed_at = models.DateTimeField(default=timezone.now)

    objects = CalendarQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar of {self.person_id}"
