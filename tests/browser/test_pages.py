"""Every page is in order: no violation that axe knows, no error, no other host, not wider than its window."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.roles import Tonight

CCR, PATROL = f"p/{cast.CCR}", f"p/{cast.PATROL}"
MAIN = ("home", "log", "handover-none", "responsibility", "readings", "board")
LOOKS = {
    "phone": (PHONE, False, False),
    "phone-dark": (PHONE, True, True),
    "desktop": (DESKTOP, False, True),
    "desktop-dark": (DESKTOP, True, False),
}
"""Size, dark or not, the main pages only or all."""
PAGES = {
    "home": f"{CCR}/",
    "home-patrol": f"{PATROL}/",
    "log": f"{CCR}/log",
    "handover-none": f"{PATROL}/handover",
    "responsibility": f"{PATROL}/responsibility",
    "records": f"{PATROL}/records",
    "followups": f"{CCR}/followups",
    "followup-new": f"{CCR}/followups/new",
    "plant": f"{CCR}/plant",
    "matter-new": f"{CCR}/plant/new",
    "works": f"{CCR}/plant/works",
    "switching-new": f"{CCR}/plant/new?kind=SWITCHING",
    "units": f"{CCR}/plant/equipment",
    "unit": f"{CCR}/plant/equipment/unit-1",
    "units-found": f"{CCR}/plant/equipment?q=1F",
    "isolation": f"{PATROL}/plant/isolation",
    "earth": f"{PATROL}/plant/isolation/earth-4",
    "tables": f"{CCR}/tables",
    "import": f"{CCR}/import/equipment",
    "readings": f"{CCR}/readings",
    "reading": f"{CCR}/readings/level-up",
    "shift-figures": f"{CCR}/readings/shift",
    "samples": f"{CCR}/samples",
    "custody": f"{PATROL}/custody",
    "duties": f"{CCR}/duties",
    "duty-month": f"{CCR}/duties/month",
    "orders": "orders",
    "order-new": "orders/new",
    "meetings": f"{CCR}/meetings",
    "rounds": f"{PATROL}/rounds",
    "route": f"{PATROL}/rounds/routes/hall",
    "route-new": f"{PATROL}/rounds/routes/new",
    "roster": f"{CCR}/roster",
    "wishes": f"{CCR}/roster/wishes",
    "proposals": f"{CCR}/roster/proposals",
    "board": "board",
    "more": "more",
    "people": "people",
    "regimes": "regimes",
    "regime": "regimes/hydro",
    "tokens": "tokens",
}
Log_in = Callable[..., Person]


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_supervisor(people: Log_in, tonight: Tonight, look: str) -> None:
    size, dark, main_only = LOOKS[look]
    lead = people(tonight.lead.username, size, dark=dark)
    for name in MAIN if main_only else PAGES:
        lead.open(PAGES[name]).check(f"{name}-{look}")


def test_the_board_of_all_sites_counts_by_the_clock_of_each(people: Log_in, tonight: Tonight) -> None:
    """The page itself is of no site: what it counts down to is told by the time of the site, not of the device."""
    out = people(tonight.operator.username, PHONE)
    out.clock("07:30").open_running(CCR)
    out.go("/group")
    expect(out.page.locator("[data-countdown] [data-left]").first).to_have_text(re.compile(r"^还有 2\d 分"))
    out.check("group-phone")
