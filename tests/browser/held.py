"""Requests of a page that do not reach the server before the test lets them: what comes first is then no chance."""

from collections.abc import Callable

from playwright.sync_api import Page, Request, Route

from tests.browser.person import PATIENCE

STEP = 50
"""Milliseconds between two looks."""


class Held:
    """Requests for which `which` says so, held until they are let go, the oldest first."""

    def __init__(self, page: Page, which: Callable[[Request], bool]) -> None:
        self._page, self._which = page, which
        self._routes: list[Route] = []
        page.route("**/*", self._route)

    def _route(self, route: Route) -> None:
        if self._which(route.request):
            self._routes.append(route)
        else:
            route.fallback()

    def caught(self) -> None:
        """Wait until there is a request to let go."""
        for _ in range(PATIENCE // STEP):
            if self._routes:
                return
            self._page.wait_for_timeout(STEP)
        raise AssertionError("the page asks for nothing that is held")

    def let_go(self) -> None:
        """Let the oldest one through to the server; returns when its answer has come."""
        self.caught()
        route = self._routes.pop(0)
        with self._page.expect_event("requestfinished", lambda request: request == route.request):
            route.continue_()
        self._page.wait_for_timeout(STEP)  # for the page to see to it; it is not asked, for it may be about to go


def of_a_live_part(request: Request) -> bool:
    """Whether a live part of a page asks for itself anew."""
    return "hx-request" in request.headers and "hx-boosted" not in request.headers and request.method == "GET"


def posted(request: Request) -> bool:
    """Whether a form is sent."""
    return request.method == "POST"
