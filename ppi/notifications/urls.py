from django.urls import path

from ppi.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.settings, name="settings"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
