"""Every page for every role: who sees it, and that nothing inline is in it."""

import re

import pytest
from django.test import Client

from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

ROLES = {
    "operator": cast.A_CCR,
    "supervisor": cast.A_LEAD,
    "head": cast.HEAD,
    "administrator": cast.ADMINISTRATOR,
    "auditor": cast.AUDITOR,
    "author": cast.AUTHOR,
    "group": cast.GROUP,
    "outsider": cast.OUTSIDER,
}
PAGES = [
    f"{CCR}/",
    f"{CCR}/log",
    f"{CCR}/log?q=水车",
    f"{CCR}/log?day=2026-11-23&category=ROUND",
    f"{CCR}/log?late=1",
    f"{CCR}/followups",
    f"{CCR}/followups?show=closed",
    f"{CCR}/plant",
    f"{CCR}/plant?show=all&kind=DEFECT&q=油",
    f"{CCR}/plant/equipment",
    f"{CCR}/plant/equipment/G1",
    f"{CCR}/plant/equipment?q=1F",
    f"{CCR}/plant/equipment?at=G1",
    f"{CCR}/plant/isolation",
    f"{CCR}/tables",
    f"{CCR}/readings",
    f"{CCR}/readings/up",
    f"{CCR}/custody",
    f"{CCR}/duties",
    f"{CCR}/meetings",
    f"{CCR}/gatherings",
    f"{CCR}/leads",
    f"{CCR}/counts",
    f"{CCR}/rounds",
    f"{CCR}/roster",
    f"{CCR}/roster?month=2026-02",
    f"{HERE}/board",
    f"{HERE}/board?wall=1",
    f"{HERE}/more",
    f"{HERE}/regimes",
    f"{HERE}/regimes/hydro",
    f"{HERE}/people",
    f"{HERE}/people/limingyuan",
    f"{HERE}/tokens",
    f"{HERE}/head",
]
WORKERS = [f"{CCR}/followups/new", f"{CCR}/plant/new", f"{CCR}/plant/new?kind=CHANGE"]
HEADS = [f"{HERE}/oversight", f"{HERE}/oversight/csv", f"{HERE}/oversight/xlsx"]
INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>|<style|\son[a-z]+\s*=|\sstyle\s*=|javascript:", re.IGNORECASE)


def _get(client: Client, address: str) -> tuple[int, bytes]:
    response = client.get(address)
    return response.status_code, b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_who_reads_the_site_reads_its_pages(as_person: Browser, role: str, address: str) -> None:
    status, content = _get(as_person(ROLES[role]), address)
    assert status == (404 if role == "outsider" else 200)
    assert not INLINE.search(content)


@pytest.mark.parametrize("address", WORKERS)
def test_only_who_works_is_shown_forms_of_work(as_person: Browser, address: str) -> None:
    seen = {role: _get(as_person(member), address)[0] for role, member in ROLES.items()}
    worked = {"operator", "supervisor"}
    assert seen == {role: 404 if role == "outsider" else 200 if role in worked else 403 for role in ROLES}


@pytest.mark.parametrize("address", HEADS)
def test_only_the_head_and_the_group_oversee(as_person: Browser, address: str) -> None:
    seen = {role: _get(as_person(member), address)[0] for role, member in ROLES.items()}
    assert seen == {role: 404 if role == "outsider" else 200 if role in {"head", "group"} else 403 for role in ROLES}


def test_only_the_administrator_adds_people(as_person: Browser) -> None:
    seen = {role: _get(as_person(member), f"{HERE}/people/new")[0] for role, member in ROLES.items()}
    assert seen == {role: 404 if role == "outsider" else 200 if role == "administrator" else 403 for role in ROLES}


def test_an_operator_does_not_see_another_post(as_person: Browser) -> None:
    client = as_person(cast.A_CCR)
    assert client.get(f"{HERE}/p/{cast.PATROL}/").status_code == 404
    assert "厂房巡视" not in client.get(f"{HERE}/board").content.decode()


@pytest.mark.parametrize("address", [*PAGES, *WORKERS, *HEADS, f"{HERE}/"])
def test_whoever_is_not_logged_in_comes_to_the_login(station: Station, db: None, address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=/s/")


def test_english_is_whole(as_person: Browser) -> None:
    client = as_person(cast.A_LEAD)
    client.cookies["django_language"] = "en"
    assert "Log" in client.get(f"{CCR}/log").content.decode()


@pytest.mark.parametrize(
    "address", ["", "log", "followups", "plant", "readings", "custody", "duties", "meetings", "roster"]
)
def test_an_empty_post_says_so(as_person: Browser, address: str) -> None:
    status, content = _get(as_person(cast.HEAD), f"{HERE}/p/{cast.PATROL}/{address}")
    assert status == 200
    assert not INLINE.search(content)


def test_the_entrance_leads_to_the_only_site_and_lets_others_choose(as_person: Browser) -> None:
    assert as_person(cast.A_CCR).get("/").headers["Location"] == f"{HERE}/"
    assert as_person(cast.A_CCR).get(f"{HERE}/").headers["Location"] == f"{CCR}/"
    listed = as_person(cast.GROUP).get("/").content.decode()
    assert "云峰水电站" in listed
    assert "清溪水电站" in listed
    assert as_person(cast.GROUP).get("/group").status_code == 200


def test_after_the_login_the_page_says_the_name_of_the_person(station: Station, night: cast.Member) -> None:
    sent = {"login": night.username, "password": night.password}
    page = Client().post("/accounts/login/", sent, follow=True).content.decode()
    assert f"以 {night.name} 成功登录" in page
