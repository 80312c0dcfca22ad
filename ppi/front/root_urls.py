"""Addresses outside the languages: the first door, health, robots, the sitemap."""

from django.urls import path

from ppi.front import health, root_views

urlpatterns = [
    path("", root_views.door, name="door"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", root_views.robots, name="robots"),
    path("sitemap.xml", root_views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", root_views.sitemap_section, name="sitemap-section"),
]
