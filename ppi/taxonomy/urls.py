from django.urls import path

from ppi.taxonomy import views

app_name = "taxonomy"

urlpatterns = [path("", views.search, name="search")]
