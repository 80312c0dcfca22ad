from django.urls import path

from ppi.taxonomy import rule_views, views

app_name = "taxonomy"

urlpatterns = [
    path("codes/", views.search, name="search"),
    path("rules/", rule_views.rules, name="rules"),
    path("procedures/", rule_views.procedures, name="procedures"),
    path("procedures/<slug:code>/", rule_views.procedure, name="procedure"),
]
