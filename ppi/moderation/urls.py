from django.urls import path

from ppi.moderation import reporting, views

app_name = "moderation"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/", views.submission, name="submission"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("history/", views.history, name="history"),
    path("reports/", views.reports, name="reports"),
    path("reports/<int:pk>/", views.filed_report, name="filed-report"),
    path("reports/<int:pk>/settle/", views.settle, name="settle"),
    path("reports/<int:pk>/put-back/", views.put_back, name="put-back"),
    path("criteria/", views.criteria, name="criteria"),
    path("removed/", views.removals, name="removals"),
    path("report/thanks/", reporting.thanks, name="report-thanks"),
    path("report/<str:model_label>/<int:pk>/", reporting.report, name="report"),
]
