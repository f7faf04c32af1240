"""A service desk's pages speak of a service desk: people are called as its regime calls them; no word of a plant."""

import pytest

from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("cuihu")
FOREIGN = ("值长", "机组", "调度命令", "操作票", "工作票", "缺陷", "班前会")


@pytest.mark.parametrize("path", ["p/desk/", "p/desk/handover", "board", "people", "more", "p/desk/log"])
def test_no_page_of_a_clerk_speaks_of_a_power_station(hall: Hall, path: str) -> None:
    page = hall.to("open").page(hall.out, path)
    assert [word for word in FOREIGN if word in page] == []


def test_who_supervises_is_called_as_the_regime_says(hall: Hall) -> None:
    hall.to("open")
    assert "当班主管" in hall.page(hall.lead, "people")
    assert "客服员" in hall.page(hall.out, "p/desk/")
    refused = hall.no(hall.relief, "handover.offer")
    assert "当班主管" in "".join(one["why"]["zh"] for one in refused.values())


def test_a_supervisor_can_still_register_what_the_regime_does_not_speak_of(hall: Hall) -> None:
    assert "/p/desk/readings" in hall.page(hall.lead, "p/desk/")
    assert "/p/desk/readings" not in hall.page(hall.out, "p/desk/")
    assert "/p/desk/custody" in hall.page(hall.out, "p/desk/")  # the desk has something to lend
