from django.urls import path

from courses import views

app_name = "courses"

urlpatterns = [
    path("", views.index, name="list"),
    path("mine/", views.mine, name="mine"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/lessons/<slug:lesson>/", views.lesson, name="lesson"),
    path("<slug:slug>/quiz/", views.quiz, name="quiz"),
    path("<slug:slug>/quiz/<int:attempt>/", views.result, name="result"),
]
