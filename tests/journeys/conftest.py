"""A real browser in front of real processes, with the demonstration world loaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from ppi.embedded import places, steps
from ppi.embedded.processes import ProcessSet
from ppi.embedded.pytest_plugin import DATABASE
from ppi.embedded.servers import Servers
from tests.conftest import AXE_PAGES

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN_DOMAIN = "www.pirkimai.example"
# Chromium must not call home: a closed network would refuse it many times at once.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A portal's own domain is this machine, and as safe as if it had a certificate.
    f"--host-resolver-rules=MAP {OWN_DOMAIN} 127.0.0.1",
    "--unsafely-treat-insecure-origin-as-secure=*.pirkimai.example",
]
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
# A worker may have all of the demonstration to read first.
MOST_LOOKS = 240
# A click on a slow machine leads away a moment after it was made; not more often than this.
MOST_LEFT = 3
PASSWORD = "ppi-demonstration"
OWN_PASSWORD = "a sentence nobody guesses 42"
LINK = re.compile(r"http://localhost:\d+\S+")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> str:
    """Where Chromium is: the system's, else Playwright's own, fetched where that is possible."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    if not Path(own).exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if Path(own).exists():
        return own
    message = "NO BROWSER: install Chromium; without it no journey and no accessibility is tested."
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    warnings.warn(message, stacklevel=1)
    return pytest.skip(message)


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def servers_and_database(servers: Servers, template: str) -> Iterator[dict[str, str]]:
    """Their addresses, for a database that all journeys share."""
    name = f"{DATABASE}_journeys"
    servers.create_database(name, template=template)
    yield servers.environment(name)
    servers.drop_database(name)


@pytest.fixture(scope="package")
def site(
    servers_and_database: dict[str, str],
    static_files: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of the platform with web server, worker and clock, and the demonstration.

    Started once for all journeys, and ended before the next folder's tests: its worker would
    take their jobs.
    """
    port = places.free_port()
    env = {
        **servers_and_database,
        "DJANGO_SETTINGS_MODULE": "ppi.settings.dev",
        "PPI_DEMO": "1",
        "PPI_BASE_DOMAIN": f"localhost:{port}",
        "PPI_ALLOWED_HOSTS": OWN_DOMAIN,
        # A browser that is driven fills in a form faster than a person can.
        "PPI_SIGN_UP_SECONDS": "0",
        "PPI_VAR": str(tmp_path_factory.mktemp("var")),
        "PPI_STATIC_ROOT": str(places.VAR / "static"),
    }
    steps.manage("load_demo", env=env)
    with ProcessSet(env, tmp_path_factory.mktemp("log"), port=port) as processes:
        processes.all()
        yield f"http://localhost:{port}"


class Visitor:
    """Somebody at a browser. Every page they see is looked at by axe, and must keep the CSP."""

    def __init__(self, context: BrowserContext, site: str, *, javascript: bool = True) -> None:
        self.site, self.page, self.javascript = site, context.new_page(), javascript
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("console", self._note)
        self.page.on("response", self._note_failure)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _note_failure(self, response) -> None:
        # 422 answers a form with its errors: that is a page like any other.
        if response.status >= 400 and response.status != 422:
            self.complaints.append(f"{response.status} {response.url}")

    def opens(self, path: str) -> Page:
        """Go to an address, or to a path of the site."""
        self.page.goto(path if path.startswith("http") else self.site + path)
        self.looks()
        return self.page

    def looks(self) -> None:
        """The page is as it should be: no violation, no complaint of the browser."""
        with self._page_for_axe() as page:
            results = self._seen_by_axe(page)
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"
        AXE_PAGES.add(self.page.url.removeprefix(self.site).partition("?")[0])
        assert self.complaints == [], self.page.url

    def _seen_by_axe(self, page: Page):
        """A page that is left while axe looks at it is nobody's any more: it looks at the next."""
        for _each in range(MOST_LEFT):
            try:
                return Axe().run(page)
            except Error:
                page.wait_for_load_state()
        return Axe().run(page)

    @contextmanager
    def _page_for_axe(self) -> Iterator[Page]:
        """axe is a script: what is seen without JavaScript is copied to where scripts run."""
        if self.javascript:
            yield self.page
            return
        copy = self.page.content()
        with self.page.context.browser.new_page(viewport=self.page.viewport_size) as page:
            page.route(re.compile(r"\.m?js$"), lambda route: route.abort())
            page.route(self.page.url, lambda route: route.fulfill(body=copy))
            page.goto(self.page.url)
            yield page

    def clicks(self, name: str, role: str = "button", **options) -> None:
        self.page.get_by_role(role, name=name, **options).first.click()
        self.page.wait_for_load_state()
        self.looks()

    def follows(self, name: str, **options) -> None:
        self.clicks(name, role="link", **options)

    def fills(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def ticks(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text, timeout=PATIENCE_MS)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def signs_in(self, email: str, portal: str = "dk", password: str = PASSWORD) -> None:
        self.opens(f"/p/{portal}/en/account/login/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "/login/" not in url)
        self.accepts_terms(portal)
        self.looks()

    def accepts_terms(self, portal: str) -> None:
        """Where this portal asks it of a member of another one; then its front page is open."""
        home = f"/p/{portal}/en/"
        self.page.goto(f"{self.site}{home}portal/terms/?next={home}")
        if self.page.locator("main [name=accept]").count():
            self.page.locator("main [name=accept]").check()
            self.page.locator("main button[type=submit]").click()
            self.page.wait_for_url(self.site + home)

    def signs_up(self, name: str, email: str) -> None:
        """From the sign-up page that is open to an account whose address is confirmed."""
        self.fills("Your name", name)
        self.fills("E-mail address", email)
        self.page.locator("[name=password1]").fill(OWN_PASSWORD)
        self.page.locator("[name=accept]").check()
        self.clicks("Create account")
        self.opens(LINK.search(self.reads_mail(email, "onfirm"))[0])
        self.clicks("Yes, confirm")

    def reads_mail(self, recipient: str, subject: str) -> str:
        """Wait for a mail in the demonstration's outbox and return its text."""
        self.waits_for(f"/p/dk/en/demo/outbox/?q={recipient}", subject)
        self.follows(subject)
        return self.page.locator("main").inner_text()

    def finds_nothing_at(self, path: str) -> None:
        """The address answers 404, with a page that says so."""
        answer = self.page.goto(self.site + path)
        assert answer.status == 404, path
        self.complaints.remove(f"404 {answer.url}")
        self.looks()

    def fits_the_screen(self) -> None:
        """Nothing stands outside the window at the right."""
        width, window = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= window, f"{self.page.url} is {width} px wide in a window of {window} px"

    def waits_for(self, path: str, link: str) -> None:
        """Open the page, again and again, until it shows the link: a worker is busy with it."""
        for _attempt in range(MOST_LOOKS):
            self.page.goto(self.site + path, wait_until="networkidle")
            if self.page.locator("main").get_by_role("link", name=link).count():
                return
        raise AssertionError(f"{path} never showed «{link}»")


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """`visitor()` is somebody new at a browser of their own; `visitor(width=390)` has a phone."""
    contexts: list[BrowserContext] = []

    def comes(*, width: int = 1280, height: int = 900, javascript: bool = True, **options):
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": height},
                java_script_enabled=javascript,
                locale="en-GB",
                **options,
            )
        )
        return Visitor(contexts[-1], site, javascript=javascript)

    yield comes
    for context in contexts:
        context.close()
