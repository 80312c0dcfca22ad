from django.urls import path

from ppi.network import views

app_name = "network"

urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:slug>/", views.detail, name="detail"),
]
