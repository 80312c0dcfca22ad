"""ppi: a multi-tenant platform for innovative public procurement."""

from ppi.celery import app as celery_app

__all__ = ["celery_app"]
