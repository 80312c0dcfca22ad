"""What somebody sees who filled in a form."""

from __future__ import annotations

from lxml import html


class Page:
    def __init__(self, response) -> None:
        self.status, self.source = response.status_code, response.content.decode()
        self.tree = html.fromstring(self.source)

    def errors(self, name: str) -> str:
        found = self.tree.xpath(f"//*[starts-with(@id, 'id_{name}') and contains(@id, '_error')]")
        return " ".join(" ".join(place.text_content().split()) for place in found)

    def value(self, name: str) -> str:
        [field] = self.tree.xpath(f"//input[@name='{name}'] | //textarea[@name='{name}']")
        if field.tag == "textarea":
            return field.text.removeprefix("\n")
        return field.get("value", "")

    def ticked(self, name: str) -> list[str]:
        return self.tree.xpath(f"//input[@name='{name}'][@checked]/@value")

    @property
    def text(self) -> str:
        return " ".join(self.tree.text_content().split())
