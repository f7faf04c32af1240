"""The tools of a demo site, and that they are nowhere else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests import cast
from tests.web.conftest import CCR, HERE, MORNING, Browser, Station


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def _to(station: Station, **ahead: float) -> dict[str, str]:
    to = (station.clock.moment + timedelta(**ahead)).isoformat()
    return {"to": to, "command": "clock-1", "next": f"{CCR}/"}


def test_a_visitor_sets_the_clock_forward(demo: None, station: Station, as_person: Browser) -> None:
    client = as_person(cast.A_CCR)
    assert client.post(f"{HERE}/demo/clock", _to(station, minutes=10)).headers["Location"] == f"{CCR}/"
    assert station.visit(cast.A_CCR).now == MORNING + timedelta(minutes=10)


def test_the_clock_does_not_go_back(demo: None, station: Station, as_person: Browser) -> None:
    response = as_person(cast.A_CCR).post(f"{HERE}/demo/clock", _to(station, minutes=-10))
    assert response.status_code == 422
    assert "时钟只能向前拨。" in response.content.decode()


def test_a_visitor_becomes_another_of_the_people(demo: None, as_person: Browser) -> None:
    client = as_person(cast.A_CCR)
    assert client.post(f"{HERE}/demo/person", {"person": cast.A_LEAD.username}).headers["Location"] == f"{HERE}/"
    assert f"<strong>{cast.A_LEAD.name}</strong>" in client.get(f"{CCR}/").content.decode()


@pytest.mark.parametrize("username", ["root", cast.OUTSIDER.username, ""])
def test_nobody_else_can_be_become(demo: None, as_person: Browser, username: str) -> None:
    User.objects.get_or_create(username="root")
    assert as_person(cast.A_CCR).post(f"{HERE}/demo/person", {"person": username}).status_code == 404


def test_a_stranger_comes_in_as_a_demo_person(demo: None, station: Station, db: None) -> None:
    client = Client()
    assert cast.A_CCR.name in client.get("/accounts/login/").content.decode()
    assert client.post("/demo/enter", {"person": cast.A_CCR.username}).headers["Location"] == "/"
    assert client.get(f"{CCR}/").status_code == 200


def test_a_site_at_work_has_none_of_it(station: Station, as_person: Browser) -> None:
    client = as_person(cast.A_CCR)
    assert client.post(f"{HERE}/demo/clock", _to(station, minutes=10)).status_code == 404
    assert client.post(f"{HERE}/demo/person", {"person": cast.A_LEAD.username}).status_code == 404
    assert Client().post("/demo/enter", {"person": cast.A_CCR.username}).status_code == 404
    assert "demo-tools" not in client.get(f"{CCR}/").content.decode()
    assert cast.A_CCR.name not in Client().get("/accounts/login/").content.decode()


def test_a_neighbour_that_is_no_demo_site_has_none_of_it(demo: None, as_person: Browser) -> None:
    client = as_person(cast.OUTSIDER)
    there = f"/s/{cast.NEIGHBOUR}"
    assert client.post(f"{there}/demo/person", {"person": cast.GROUP.username}).status_code == 404
    assert "demo-tools" not in client.get(f"{there}/p/{cast.CCR}/").content.decode()
