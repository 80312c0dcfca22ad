from django.urls import path

from ppi.front import views

app_name = "front"

urlpatterns = [
    path("", views.home, name="home"),
    path("portals/", views.choose_portal, name="choose-portal"),
]
