"""What every page of an account must be like."""

from __future__ import annotations

import re


def scripts_that_run(page: str) -> list[str]:
    """Inline scripts and styles that the Content-Security-Policy would stop."""
    found = re.findall(r"<script\b([^>]*)>", page)
    inline = [tag for tag in found if "src=" not in tag and "application/json" not in tag]
    handlers = re.findall(r"<[^>]+\s(on\w+=|style=)", page)
    return inline + handlers + re.findall(r"<style\b", page)


def assert_in_our_frame(response, status: int = 200) -> None:
    assert response.status_code == status
    assert '<header class="site-header">' in response.text
    assert 'hreflang="da"' in response.text
    assert len(re.findall(r"<h1\b", response.text)) == 1
    assert 'placeholder="' not in response.text
    assert scripts_that_run(response.text) == []
