from django.urls import path

from ppi.search import views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("feed/", views.feed, name="feed"),
    path("suggest/", views.suggest, name="suggest"),
    path("file/", views.file, name="file"),
]
