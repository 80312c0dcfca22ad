"""What the operators of a deployment must be told, whether or not they look."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Count, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from ppi.kernel import jobs
from ppi.kernel.models import Job

logger = logging.getLogger(__name__)


def given_up_by_task() -> QuerySet[Job]:
    """{"task", "number"} for each task of which jobs were given up, most first."""
    counted = jobs.given_up().values("task").annotate(number=Count("pk"))
    return counted.order_by("-number", "task")


def tell_of_given_up() -> None:
    """Log an error, and mail `PPI_OPERATORS`, while there are jobs that were given up."""
    tasks = list(given_up_by_task())
    number = sum(row["number"] for row in tasks)
    if not number:
        return
    logger.error("%s jobs are given up: `manage.py retry_jobs` lists them", number)
    if settings.PPI_OPERATORS:
        words = ngettext("%(n)s job has been given up", "%(n)s jobs have been given up", number)
        context = {"tasks": tasks, "domain": settings.PPI_BASE_DOMAIN}
        send_mail(
            f"{settings.PPI_BASE_DOMAIN}: {words % {'n': number}}",
            render_to_string("kernel/given_up.txt", context),
            None,
            settings.PPI_OPERATORS,
        )
