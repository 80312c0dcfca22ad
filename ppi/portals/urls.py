from django.urls import path, re_path

from ppi.portals import views

app_name = "portals"

urlpatterns = [
    path("legal/<slug:kind>/", views.legal, name="legal"),
    path("terms/", views.accept_terms, name="terms"),
    path("me/", views.person, name="person"),
    path("sign-in/depart/", views.depart, name="depart"),
    path("sign-in/arrive/", views.arrive, name="arrive"),
]

# Outside the languages: a stylesheet and a picture have none.
root_urlpatterns = [
    re_path(r"^theme-(?P<colour>[0-9a-f]{6})\.css$", views.stylesheet, name="portal-theme"),
    path("logo-<slug:slug>", views.logo, name="portal-logo"),
]
