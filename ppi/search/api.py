from __future__ import annotations

from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets

from ppi.kernel.access import public
from ppi.kernel.api import NewestFirst
from ppi.kernel.parameters import COUNTRY_FORM, KnownParameters
from ppi.portals.api import PORTAL, in_portal
from ppi.search.choices import Kind
from ppi.search.criteria import DEADLINE_BANDS, OPEN, PUBLISHED_BANDS, VALUE_BANDS, Criteria
from ppi.search.models import Entry
from ppi.search.serializers import EntrySerializer
from ppi.taxonomy.choices import Theme

WORDS = OpenApiParameter(
    "q",
    str,
    description=(
        "Words in any language: quotes for a phrase, `or`, a minus before what must not stand "
        "there, and prefixes such as `cpv:34928`, `buyer:havneby`, `country:DK`."
    ),
)


def facet(name: str, description: str = "", **more) -> OpenApiParameter:
    """May be given several times: then one of the values is enough."""
    return OpenApiParameter(name, str, description=description, many=True, **more)


FACETS = (
    facet("kind", enum=Kind.values),
    facet("country", "ISO 3166-1 alpha-2, such as DK.", pattern=COUNTRY_FORM),
    facet("region", "NUTS code; finds what lies in it.", pattern="^[A-Z]{2}[0-9A-Z]{0,3}$"),
    facet("subject", "CPV code, or its first digits.", pattern="^[0-9]{2,8}$"),
    facet("theme", enum=Theme.values),
    facet("language", "ISO 639-1 code, such as da.", pattern="^[a-z]{2,3}$"),
    facet("buyer", "Slug of who published it."),
    facet("name", "The beginning of its name, or of a word in it."),
    facet("value", "In euro.", enum=list(VALUE_BANDS)),
    facet("state", "`open`: answers, or guests, are still taken.", enum=[OPEN]),
    facet("deadline", "From now.", enum=list(DEADLINE_BANDS)),
    facet("published", "At most so long ago.", enum=list(PUBLISHED_BANDS)),
)


class NewestEntriesFirst(NewestFirst):
    """The same order, by the quicker way to it."""

    ordering = ("-newness", "-id")

    def paginate_queryset(self, queryset, request, view=None):
        rows = queryset.annotate(newness=queryset.newness())
        return super().paginate_queryset(rows, request, view)


class Search(KnownParameters, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Everything that is published, narrowed as on the page of the search, newest first."""

    access = public
    parameters = (PORTAL,)
    filters = (WORDS, *FACETS)
    serializer_class = EntrySerializer
    pagination_class = NewestEntriesFirst

    def get_queryset(self):
        rows = in_portal(Entry.objects, self.request).select_related("portal", "organisation")
        asked = self.request.query_params.copy()
        asked.pop(PORTAL.name, None)
        criteria = Criteria.of(asked)
        return criteria.narrow(
            rows.defer("body", "bodies", "vector"), get_language() or "en", timezone.now()
        )
