"""What a server loads before anybody has asked for it."""

import os
import subprocess
import sys
from pathlib import Path

BEGINNING = """
import sys
from concurrent.futures import ThreadPoolExecutor
from jiaoban.config.start import prepare
prepare()
from jiaoban.config import wsgi
from django.urls import resolve, reverse
assert reverse("home", kwargs={"site": "a", "post": "b"}) == "/s/a/p/b/"
"""
NO_MORE_THAN_PAGES_NEED = """
loaded = sorted({"ninja", "openpyxl", "weasyprint", "segno"} & set(sys.modules))
assert not loaded, loaded
"""
AT_ONCE = """
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(resolve, ["/api/v1/sites", "/api/v1/openapi.json", "/api/v1/sites/a", "/api/v1/none"] * 4))
assert [one.url_name for one in found[:4]] == [one.url_name for one in found[-4:]]
assert found[1].url_name == "openapi", found[1]
assert found[3].func.__name__ == "unknown", found[3]
"""


def begin(then: str, data: Path) -> None:
    environment = {**os.environ, "JIAOBAN_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + then], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_page_loads_neither_the_api_nor_what_makes_files(tmp_path: Path) -> None:
    begin(NO_MORE_THAN_PAGES_NEED, tmp_path)


def test_the_first_requests_of_the_api_at_once_find_all_of_it(tmp_path: Path) -> None:
    begin(AT_ONCE, tmp_path)
