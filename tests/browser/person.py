"""A person at a browser: what they open, fill in and see. Everything a page does wrong is written down."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, expect
from playwright.sync_api import TimeoutError as TooLong

PHONE, DESKTOP = (360, 780), (1280, 900)
REFUSED = ("409", "422")
"""A refused form is answered so; the browser writes that to its console."""
PATIENCE = 30_000
"""Milliseconds that a page may take on a busy machine, also to show the other side's news by itself."""
BY_ITSELF = 3_000
"""Milliseconds within which the program begins a handover by itself where it does."""
TRIES = 6
"""How often a form is gone for in that time."""
CAME_BETWEEN = ("is interrupted by another navigation", "net::ERR_ABORTED")
"""What the driver says when a page led elsewhere by itself at the very moment at which its reader asked for a page."""
UNFOLD = "one => { for (let at = one; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
AWAIT_ANSWER = """() => {
  delete document.documentElement.dataset.answered;
  delete document.documentElement.dataset.sent;
  const sent = () => (document.documentElement.dataset.sent = "");
  document.addEventListener("submit", sent, { capture: true, once: true });
  const heard = event => {
    if (event.detail.requestConfig?.verb !== "post") return;
    document.documentElement.dataset.answered = "";
    document.removeEventListener("htmx:afterSettle", heard);
  };
  document.addEventListener("htmx:afterSettle", heard);
}"""
expect.set_options(timeout=PATIENCE)


@dataclass
class Person:
    """Somebody logged in at a demo site."""

    username: str
    page: Page
    url: str
    screenshots: Path
    site: str = "yunfeng"
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def log_in(
        cls,
        browser: Browser,
        url: str,
        username: str,
        size: tuple[int, int],
        *,
        dark: bool,
        screenshots: Path,
        site: str = "yunfeng",
    ) -> Self:
        """Log in by the form with the demo password."""
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            accept_downloads=True,
            has_touch=size == PHONE,
        )
        one = cls(username, context.new_page(), url, screenshots, site)
        context.set_default_timeout(PATIENCE)
        context.on("request", one._to_us)
        one.page.on("console", one._console)
        one.page.on("pageerror", lambda error: one.complaints.append(f"{one.page.url}: {error}"))
        one.page.goto(f"{url}/accounts/login/")
        one.page.locator("#id_login").fill(username)
        one.page.locator("#id_password").fill(f"{username}-2026")
        one.page.locator("main form button[type=submit], form.login button[type=submit]").first.click()
        return one.arrives(f"^{re.escape(url)}/s/")

    def _to_us(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"{self.page.url} asks {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        answered = message.text.startswith(("Failed to load resource", "Response Status Error Code"))
        expected = answered and any(code in message.text for code in REFUSED)
        if message.type == "error" and not expected:
            self.complaints.append(f"{self.page.url}: {message.text} {message.location}")

    def expects(self, error: str) -> None:
        """Forget the complaints about an error that the test itself has brought about."""
        self.complaints = [one for one in self.complaints if error not in one]

    # ---- looking
    def open(self, path: str) -> Self:
        """Open a page of the site: a path below `/s/<site>/`."""
        response = self._asks_for(f"/s/{self.site}/{path}")
        if response is None:  # the browser was there already
            return self
        assert response.ok, f"{self.page.url}: {response.status}"
        return self

    def go(self, path: str) -> Self:
        """Go to a page by its whole path, whatever the server says to it."""
        self._asks_for(path)
        return self

    def _asks_for(self, path: str) -> Response | None:
        """Ask for a page, once more where the page that was open had just begun to lead elsewhere."""
        try:
            return self.page.goto(self.url + path)
        except Error as error:
            if not any(said in error.message for said in CAME_BETWEEN):
                raise
            return self.page.goto(self.url + path)

    def arrives(self, where: str) -> Self:
        """Wait until the page has led to an address in which this pattern is found. Looks at where the page is, not at
        how it gets there: news and an answer may lead to the same page, and the second breaks off the first."""
        expect(self.page).to_have_url(re.compile(where))
        self.page.wait_for_load_state("load")
        return self

    @contextmanager
    def loads_anew(self) -> Iterator[None]:
        """Wait until what is done in the block has made the browser load a page."""
        self.page.evaluate("document.documentElement.dataset.before = ''")
        yield
        expect(self.page.locator("html:not([data-before])")).to_be_attached()
        self.page.wait_for_load_state("load")

    def sees(self, *texts: str, within: int = PATIENCE) -> Self:
        """Wait until the page shows each of these texts."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, timeout=within)
        return self

    def misses(self, *texts: str) -> Self:
        """Say that the page shows none of these texts."""
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)
        return self

    def path(self) -> str:
        """Return the path of the page without fragment."""
        return self.page.url.removeprefix(self.url).partition("#")[0]

    def check(self, name: str = "") -> Self:
        """Let axe look at the page, at its width too; with a name, keep a picture of it."""
        self.page.wait_for_load_state("load")
        found = Axe().run(self.page, options={"resultTypes": ["violations"]})  # what passes need not be told
        for violation in found.response["violations"]:
            where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            self.complaints.append(f"{self.path()}: axe {violation['id']}: {violation['help']} at {where}")
        widths = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if widths[0] > widths[1]:
            self.complaints.append(f"{self.path()}: {widths[0]} px wide in a window of {widths[1]}")
        if name:
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=self.screenshots / f"{name}.png", full_page=True)
        return self

    # ---- doing
    def send(self, form: str, /, **fields: Any) -> Self:
        """Fill in and send the form of this id; a field is named by its `name`. Returns when the answer is shown."""
        return self.send_by(f"form[id='{form}']", **fields)

    def send_by(self, selector: str, /, **fields: Any) -> Self:
        """Fill in and send the first form that the selector finds."""
        found = self.page.locator(selector).first
        expect(found).to_be_attached()
        for tries in range(TRIES, 0, -1):  # the news can fold the form again before the click
            self.page.set_default_timeout(PATIENCE / TRIES)
            try:
                found.evaluate(UNFOLD)
                for name, value in fields.items():
                    self._fill(found.locator(f"[name='{name}']:not([type=hidden])"), value)
                self.page.evaluate(AWAIT_ANSWER)
                found.locator("button[type=submit]").last.click(timeout=PATIENCE / TRIES)
                # News that draws the form anew between the press and the release takes the click with it.
                self.page.locator("html[data-sent]").wait_for(state="attached", timeout=PATIENCE / TRIES)
                break
            except TooLong:
                if tries == 1:
                    raise
            finally:
                self.page.set_default_timeout(PATIENCE)
        # The form itself may go before: the other side's news can draw its part of the page anew meanwhile.
        expect(self.page.locator("html[data-answered]")).to_be_attached()
        return self

    def _fill(self, at: Any, value: Any) -> None:
        at.first.evaluate(UNFOLD)
        kind = at.first.evaluate("one => one.type || one.tagName")
        if kind == "radio":
            at.and_(self.page.locator(f"[value='{value}']")).check(force=True)
        elif kind == "checkbox":
            at.first.set_checked(bool(value), force=True)
        elif kind == "select-one":
            at.first.select_option(value)
        elif kind == "file":
            at.first.set_input_files(value)
        else:
            at.first.fill(value)

    def open_running(self, post: str) -> Self:
        """Open the running handover of a post; the program drafts it by itself within a second or two, else by hand.

        Then both the answer and the news of it lead to its page, the latter by loading it: what counts is being there.
        """
        there = re.compile(r"/handover/[^/]+$")
        self.open(f"{post}/handover")
        with suppress(AssertionError):  # news lead there
            expect(self.page).to_have_url(there, timeout=BY_ITSELF)
            return self.arrives(there.pattern)
        with suppress(TooLong):  # begun meanwhile: the page is on its way there
            self.page.locator("#handover-open button[type=submit]").click(timeout=5000)
        return self.arrives(there.pattern)

    def clock(self, label: str) -> Self:
        """Set the station's clock by the demo tools of the page: to a moment whose label ends so, or a step on."""
        tools = self.page.locator("#demo-tools")
        tools.evaluate("one => one.open = true")
        options = tools.locator("#demo-at option")
        chosen = next(one for one in options.all_text_contents() if one.endswith(label))
        tools.locator("#demo-at").select_option(label=chosen)
        with self.loads_anew():
            tools.locator("form").first.locator("button").click()
        return self
