from django.urls import path

from cases import posting, views

app_name = "cases"

urlpatterns = [
    path("", views.index, name="list"),
    path("mine/", views.mine, name="mine"),
    path("new/", posting.start, name="start"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/take-back/", posting.take_back, name="take-back"),
    path("<slug:slug>/check/", posting.check, name="check"),
    path("<slug:slug>/edit/<slug:name>/", posting.step, name="step"),
    path("<slug:slug>/documents/<int:pk>/", views.document, name="document"),
    path("<slug:slug>/documents/<int:pk>/remove/", posting.remove_document, name="remove-document"),
]
