from django.urls import path

from ppi.demo import views

app_name = "demo"

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.mail, name="mail"),
]
