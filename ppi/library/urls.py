from django.urls import path

from ppi.library import views

app_name = "library"

urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:slug>/", views.detail, name="detail"),
]
