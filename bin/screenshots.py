"""Takes the pictures in `docs/images/` from a demonstration world of its own: `make screenshots`.

Needs Chromium: the machine's, else Playwright's own (`python -m playwright install chromium`).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ppi import embedded
from ppi.embedded import places, running, steps
from ppi.embedded.processes import ProcessSet

IMAGES = places.PROJECT / "docs" / "images"
LARGEST_BYTES = 250_000
DESKTOP, PHONE = (1280, 900), (390, 844)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSWORD = "ppi-demonstration"  # noqa: S105 - of every account of the demonstration
NEED = "opportunities/havneby-gadelys-udbud/"


def main() -> int:
    running.heed_termination()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, browser() as chromium:
        for visit in (as_visitor, as_buyer, as_moderator, on_a_phone):
            visit(chromium, address)
    return too_large()


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of the English pages of the Danish portal, freshly loaded; gone at the end."""
    servers = embedded.start("demo", broker="valkey-pictures")
    name, port = f"ppi_pictures_{os.getpid()}", places.free_port()
    env = {
        **servers.environment(name),
        "DJANGO_SETTINGS_MODULE": "ppi.settings.dev",
        "PPI_BASE_DOMAIN": f"localhost:{port}",
    }
    try:
        servers.create_database(name)
        prepare(env)
        with ProcessSet(env, places.VAR / "log" / "pictures", port=port) as processes:
            processes.web()
            yield f"http://localhost:{port}/p/dk/en/"
    finally:
        servers.drop_database(name)
        servers.valkey.stop()
        servers.stop()


def prepare(env: dict[str, str]) -> None:
    for step in (steps.catalogues(), steps.static_files()):
        if not step.is_done():
            step.take()
    owner = {**env, "DATABASE_URL": env["PPI_OWNER_DATABASE_URL"]}
    steps.manage("migrate", "--no-input", "--verbosity", "0", env=owner)
    steps.manage("load_demo", env=env)


@contextmanager
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield opened
        opened.close()


def as_visitor(chromium: Browser, address: str) -> None:
    page = arrive(chromium, DESKTOP)
    take(page, address, "home")
    take(page, address + "opportunities/", "list")
    take(page, address + NEED, "detail")
    take(page, address + "courses/first-innovative-purchase/lessons/begin-with-the-need/", "lesson")


def as_buyer(chromium: Browser, address: str) -> None:
    """Half-way through a need: the verdict stands there before anything is sent."""
    page = arrive(chromium, DESKTOP)
    sign_in(page, address, "buyer@havneby.example")
    page.goto(address + "opportunities/new/")
    page.locator("[name=kind][value=challenge]").check()
    page.locator("[name=title]").fill("Light where somebody walks")
    go_on(page)
    page.goto(page.url.replace("/need/", "/subject/"))
    page.locator("[name=contract][value=supplies]").check()
    page.locator("[name=cpv_search]").fill("34928500")
    go_on(page)
    page.locator("[name=value]").press_sequentially("150000")
    page.locator("#verdict .verdict").wait_for()
    picture(page, "form")


def as_moderator(chromium: Browser, address: str) -> None:
    page = arrive(chromium, DESKTOP)
    sign_in(page, address, "moderator@ppi-danmark.example")
    take(page, address + "moderation/", "moderation")


def on_a_phone(chromium: Browser, address: str) -> None:
    page = arrive(chromium, PHONE)
    take(page, address, "home-phone")
    take(page, address + "opportunities/", "list-phone")


def arrive(chromium: Browser, size: tuple[int, int]) -> Page:
    """Somebody new at a browser of their own."""
    width, height = size
    return chromium.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce"
    ).new_page()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(address + "account/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


def go_on(page: Page) -> None:
    page.locator("main form .form__actions button").first.click()
    page.wait_for_load_state()


def take(page: Page, address: str, name: str) -> None:
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} shows nothing to take a picture of.")
    picture(page, name)


def picture(page: Page, name: str) -> None:
    page.screenshot(path=image(name), animations="disabled", caret="hide")
    print(f"{name}.png  {image(name).stat().st_size // 1000} kB")


def image(name: str) -> Path:
    return IMAGES / f"{name}.png"


def too_large() -> int:
    """1, with their names, if pictures would weigh the repository down."""
    heavy = [file.name for file in IMAGES.glob("*.png") if file.stat().st_size > LARGEST_BYTES]
    if heavy:
        print(f"Larger than {LARGEST_BYTES // 1000} kB: {', '.join(heavy)}", file=sys.stderr)
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
