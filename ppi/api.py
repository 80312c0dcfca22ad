"""The roof over the API. Operations live in the rooms; here they get their addresses."""

from django.conf import settings
from django.urls import include, path
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from cases.api import Cases
from courses.api import Courses
from ppi.kernel.access import public
from ppi.organisations.api import Organisations
from ppi.search.api import Search
from ppi.taxonomy.api import ThresholdVerdict, TimeLimits
from profiles.api import Products, Profiles
from tenders.api import Desk, Opportunities

router = SimpleRouter()
router.register("opportunities", Opportunities, basename="opportunity")
router.register("desk", Desk, basename="desk")
router.register("profiles", Profiles, basename="profile")
router.register("products", Products, basename="product")
router.register("organisations", Organisations, basename="organisation")
router.register("cases", Cases, basename="case")
router.register("courses", Courses, basename="course")
router.register("search", Search, basename="search")


class Schema(SpectacularAPIView):
    access = public


# Swagger UI writes styles into its elements; nowhere else is that allowed.
DOCUMENTATION_CSP = settings.SECURE_CSP | {"style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}


@method_decorator(csp_override(DOCUMENTATION_CSP), name="dispatch")
class Documentation(SpectacularSwaggerSplitView):
    """The split view loads its script from an address, so that no inline script is needed."""

    access = public


urlpatterns = [
    path("v1/thresholds/verdict/", ThresholdVerdict.as_view(), name="threshold-verdict"),
    path("v1/time-limits/", TimeLimits.as_view(), name="time-limits"),
    path("v1/", include(router.urls)),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Documentation.as_view(url_name="schema"), name="docs"),
]
