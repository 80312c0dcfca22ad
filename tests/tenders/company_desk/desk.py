"""Addresses of a company's desk."""

from __future__ import annotations

from tenders.models import Pursuit

ROOM = "/p/dk/en/opportunities/"
DESK = f"{ROOM}desk/"
BELL = "/p/dk/en/notifications/news/"
# What a browser sends with the button.
TOKEN = {"csrfmiddlewaretoken": "x"}
SECRET = "We can go down to 80,000."


def at(pursuit: Pursuit, name: str = "") -> str:
    return f"{DESK}{pursuit.pk}/{name}"
