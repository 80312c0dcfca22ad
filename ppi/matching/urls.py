from django.urls import path

from ppi.matching import views

app_name = "matching"

urlpatterns = [path("", views.for_you, name="for-you")]
