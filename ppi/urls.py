"""The roof over all addresses: it puts the rooms together and decides nothing."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from ppi.portals.urls import root_urlpatterns as portal_root

urlpatterns = [
    *portal_root,
    path("", include("ppi.front.root_urls")),
    path("api/", include("ppi.api")),
    *i18n_patterns(
        path("", include("ppi.front.urls")),
        path("account/", include("allauth.urls")),
        path("portal/", include("ppi.portals.urls")),
        path("organisations/", include("ppi.organisations.urls")),
        path("moderation/", include("ppi.moderation.urls")),
        path("", include("ppi.taxonomy.urls")),
        path("opportunities/", include("tenders.urls")),
        path("companies/", include("profiles.urls")),
        path("cases/", include("cases.urls")),
        path("courses/", include("courses.urls")),
        path("library/", include("ppi.library.urls")),
        path("events/", include("ppi.network.urls")),
        path("search/", include("ppi.search.urls")),
        path("for-you/", include("ppi.matching.urls")),
        path("notifications/", include("ppi.notifications.urls")),
        path("assistant/", include("ppi.assistant.urls")),
        path("operator/", admin.site.urls),
    ),
]

if settings.PPI_DEMO and "ppi.demo" in settings.INSTALLED_APPS:
    urlpatterns += i18n_patterns(path("demo/", include("ppi.demo.urls")))

handler400 = "ppi.kernel.errors.bad_request"
handler403 = "ppi.kernel.errors.forbidden"
handler404 = "ppi.kernel.errors.not_found"
handler500 = "ppi.kernel.errors.broken"
