from django.urls import path

from ppi.assistant import views

app_name = "assistant"

urlpatterns = [path("", views.ask, name="ask")]
