"""What all tests share.

Where a test lives says what it needs: tests/pure no database, tests/db one (run on SQLite, then on PostgreSQL by
DATABASE_URL), tests/postgresql only PostgreSQL, tests/api and tests/browser the whole site.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import override_settings

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ROOT = Path(__file__).resolve().parents[1]
SCREENSHOTS = ROOT / "build" / "screenshots"

# On SQLite these have nothing to say: it has one writer.
collect_ignore = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["postgresql"]


def pytest_collection_finish() -> None:
    """What was collected stays to the end: let the garbage collector not go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every file of the tests out of the data folder, and static files under their plain names."""
    data = tmp_path_factory.mktemp("data")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        DATA=data,
        MEDIA_ROOT=data / "media",
        STATIC_ROOT=data / "static",
        STORAGES=storages,
        WHITENOISE_AUTOREFRESH=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture
def data(tmp_path: Path, settings: "pytest.FixtureRequest") -> Path:
    """A data folder of this test's own, set as the installation's."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The address of the PostgreSQL cluster that bin/test started."""
    url = os.environ.get("JIAOBAN_TEST_POSTGRES", "")
    assert urlsplit(url).scheme == "postgres", "Run this through bin/test: it starts PostgreSQL."
    return url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, talking to nobody but us."""
    assert CHROMIUM.is_file(), "Chromium is missing: install the package chromium."
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures of pages are kept; git ignores it."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS
