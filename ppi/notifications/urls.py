from django.urls import path

from ppi.notifications import bell, views

app_name = "notifications"

urlpatterns = [
    path("", views.settings, name="settings"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("webhook/", views.webhook, name="webhook"),
    path("webhook/remove/", views.remove_webhook, name="remove-webhook"),
    path("webhook/of/<slug:slug>/", views.webhook, name="webhook-of"),
    path("webhook/of/<slug:slug>/remove/", views.remove_webhook, name="remove-webhook-of"),
    path("push/", views.add_device, name="add-device"),
    path("push/remove/", views.remove_devices, name="remove-devices"),
    path("news/", bell.news, name="bell"),
    path("news/count/", bell.count, name="count"),
    path("news/read/", bell.read_all, name="read-all"),
    path("news/<int:pk>/", bell.follow, name="follow"),
    path("news/<int:pk>/read/", bell.read, name="read"),
]
