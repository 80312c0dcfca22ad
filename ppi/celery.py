"""The Celery application. Workers start with `celery -A ppi worker`, the clock with `beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppi.settings.dev")

app = Celery("ppi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
