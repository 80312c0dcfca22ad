from django.urls import path

from ppi.matching import answer_pages, moderator_pages, views
from ppi.matching.interests import search_pages, star_pages

app_name = "matching"

urlpatterns = [
    path("", views.for_you, name="for-you"),
    path("searches/", search_pages.mine, name="searches"),
    path("searches/save/", search_pages.save, name="save-search"),
    path("searches/follow/", search_pages.follow, name="follow"),
    path("searches/<int:pk>/rename/", search_pages.rename, name="rename-search"),
    path("searches/<int:pk>/stop/", search_pages.stop, name="stop-search"),
    path("stars/", star_pages.mine, name="stars"),
    path("stars/renew-calendar/", star_pages.renew_calendar, name="renew-calendar"),
    path("stars/<str:model_label>/<int:pk>/", star_pages.star, name="star"),
    path("calendar/<slug:token>.ics", star_pages.calendar, name="calendar"),
    path("<int:pk>/relevant/", answer_pages.relevant, name="relevant"),
    path("<int:pk>/not-for-us/", answer_pages.not_for_us, name="not-for-us"),
    path("answers/", answer_pages.answers, name="answers"),
    path("answers/<int:pk>/take-back/", answer_pages.take_back, name="take-back"),
    path("weights/", moderator_pages.weights, name="weights"),
    path("said/", moderator_pages.said, name="said"),
]
