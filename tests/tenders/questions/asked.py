"""What is asked about a call, and how its page is read."""

from __future__ import annotations

from ppi.discussion.models import Question
from tests.tenders.filled import Page

ROOM = "/p/dk/en/opportunities/"
ASKED, ANSWER = "Kiek šviestuvų perkate?", "Vi køber 40 lamper."


def questions_about(opportunity) -> list[tuple[str, str, str]]:
    rows = Question.objects.of(opportunity).order_by("pk")
    return [(row.text, row.language, row.status) for row in rows]


def section(response) -> str:
    """The words of the section, spaces made one."""
    [found] = Page(response).tree.xpath("//section[@id='questions']")
    return " ".join(found.text_content().split())


def report_link(browser, opportunity) -> str:
    """Where the reader of the page says that the first answer is wrong."""
    tree = Page(browser.get(f"{ROOM}{opportunity.slug}/")).tree
    return tree.xpath("//section[@id='questions']//a[contains(@href, 'report')]/@href")[0]
