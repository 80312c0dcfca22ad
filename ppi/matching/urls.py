from django.urls import path

from ppi.matching import answer_pages, moderator_pages, views

app_name = "matching"

urlpatterns = [
    path("", views.for_you, name="for-you"),
    path("<int:pk>/relevant/", answer_pages.relevant, name="relevant"),
    path("<int:pk>/not-for-us/", answer_pages.not_for_us, name="not-for-us"),
    path("answers/", answer_pages.answers, name="answers"),
    path("answers/<int:pk>/take-back/", answer_pages.take_back, name="take-back"),
    path("weights/", moderator_pages.weights, name="weights"),
    path("said/", moderator_pages.said, name="said"),
]
