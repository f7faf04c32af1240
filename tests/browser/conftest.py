"""A real server over the demo station, in a data folder of this test's own, and its people in real browsers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.person import DESKTOP, Person
from tests.browser.roles import Tonight
from tests.browser.server import Server
from tests.browser.stock import Stock

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The data folders to begin with, one stock for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    stock = Stock((base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "stock")
    stock.folder.mkdir(exist_ok=True)
    return stock


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, stock: Stock) -> Iterator[Server]:
    """The demo sites that a module names in `SITES` (else the station) as a visitor finds them, served with what it
    names in `ENVIRONMENT`; one for the tests of a module. With `MONTHS` they have lived through months."""
    data = tmp_path_factory.mktemp("served") / "data"
    brief = not getattr(request.module, "MONTHS", False)
    stock.take(getattr(request.module, "SITES", ("yunfeng",)), data, brief=brief)
    with Server.start(data, getattr(request.module, "ENVIRONMENT", None)) as started:
        yield started


@pytest.fixture
def people(server: Server, browser: Browser, screenshots: Path) -> Iterator["People"]:
    """Whoever is asked for by account name, each in a browser of their own; complaints of any page fail the test."""
    made = People(server, browser, screenshots)
    yield made
    made.close()


class People:
    """The people of one test, logged in."""

    def __init__(self, server: Server, browser: Browser, screenshots: Path) -> None:
        self.server, self._browser, self._screenshots = server, browser, screenshots
        self._made: list[Person] = []

    def __call__(
        self, username: str, size: tuple[int, int] = DESKTOP, *, dark: bool = False, site: str = "yunfeng"
    ) -> Person:
        pictures = self._screenshots
        one = Person.log_in(self._browser, self.server.url, username, size, dark=dark, screenshots=pictures, site=site)
        self._made.append(one)
        return one

    def close(self) -> None:
        """Close every browser and pass on what their pages complained of."""
        complaints = sorted({complaint for one in self._made for complaint in one.complaints})
        for one in self._made:
            one.page.context.close()
        assert complaints == []


@pytest.fixture(scope="module")
def tonight(jiaoban: "Commands") -> Tonight:
    """Who is on duty and who comes, as it is when the visitor arrives."""
    done = jiaoban("demo", "people", "--json")
    assert done.returncode == 0, done.stderr
    return Tonight.of(done.stdout)


@pytest.fixture(scope="module")
def jiaoban(server: Server) -> "Commands":
    """The command line over the data folder of the server."""
    return Commands(server)


class Commands:
    """`jiaoban ...` and `python -m jiaoban_verify ...`."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `jiaoban` with these words and return what came of it."""
        return self._run("jiaoban", *words)

    def verifier(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the offline verifier."""
        return self._run("jiaoban_verify", *words)

    def _run(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        environment = self._server.environment
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
