"""docs/reference/pages.md names every address of a site's pages once, and none that is not there."""

import re
from pathlib import Path

from prove.access.routes import addresses

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "pages.md"
OF_A_SITE = "s/{site}/"


def listed() -> list[str]:
    """The addresses of the tables, in the order of the page."""
    rows = [row for row in PAGES.read_text(encoding="utf-8").splitlines() if row.startswith("|")]
    cells = [cell for row in rows for cell in row.split("|") if re.match(r"\s*`", cell)]
    return [one.removeprefix("./") for cell in cells for one in re.findall(r"`([^`]*)`", cell)]


def there() -> set[str]:
    """The addresses below a site's that can be opened."""
    found = {address: getattr(pattern.callback, "methods", ("GET",)) for address, pattern in addresses()}
    return {
        one.removeprefix(f"/{OF_A_SITE}")
        for one, methods in found.items()
        if one.startswith(f"/{OF_A_SITE}") and "GET" in methods
    }


def test_every_page_is_listed_and_every_listed_page_is_there() -> None:
    assert sorted(set(listed()) - there()) == []
    assert sorted(there() - set(listed())) == []


def test_no_page_is_listed_twice() -> None:
    assert len(listed()) == len(set(listed()))
