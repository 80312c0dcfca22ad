"""What the tests read of the moderators' pages, and what they look up again."""

import re

HERE = "/p/dk/en/moderation/"


def fresh(row):
    return type(row).objects.everywhere("the test").get(pk=row.pk)


def listed(page: str) -> list[str]:
    """The titles in the list at the left; the open one is marked."""
    found = re.search(r'<ol class="desk" data-queue>(.*?)</ol>', page, re.DOTALL)
    links = re.findall(r"<a ([^>]*)>(.*?)</a>", found[1], re.DOTALL) if found else []
    return [
        ("→ " if "aria-current" in attributes else "") + re.sub(r"<[^>]+>", "", title).strip()
        for attributes, title in links
    ]
