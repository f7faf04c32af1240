"""A fault from its two taps on a phone to its end: nobody deals with it, it goes up, to a superior, and is closed."""

from pathlib import Path

from PIL import Image

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
HOME = "p/desk/"


def _clock(jiaoban: Commands, at: str) -> None:
    done = jiaoban("demo", "clock", "--site", "mingde", at)
    assert done.returncode == 0, done.stderr


def test_a_fault_from_a_phone_to_its_closing(people: People, jiaoban: Commands, tmp_path: Path) -> None:
    agent = people("linna", PHONE, site="mingde")
    here = report(agent, tmp_path)
    supervisor = people("zhangxin", DESKTOP, site="mingde")
    supervisor.open(HOME).sees("投影灯不亮").misses("上报到您")

    _clock(jiaoban, "16:30")  # of the next day
    _at(supervisor, here).misses("已过时限")
    _clock(jiaoban, "17:20")
    supervisor.open(HOME).sees("上报到您").check("fault-late-desktop")
    _at(supervisor, here).sees("已过时限，上报主管", "逾期，上报主管").misses("上报部门负责人").check(
        "fault-told-desktop"
    )

    head = people("zhengli", DESKTOP, dark=True, site="mingde")
    _clock(jiaoban, "17:19")  # nearly a day after
    head.open(HOME).sees("上报到您")
    _at(head, here).sees("已过时限，上报部门负责人")

    _at(supervisor, here).send("transfer", to="head", reason="要买新灯泡，超出部门费用").sees(
        "已转给，等答复", "转给「部门负责人」"
    )
    assert supervisor.page.locator("#accept").count() == 0, "the supervisor does not answer for the head"
    head.open(HOME).sees("转来等您接收：投影灯不亮")
    head.page.get_by_role("link", name="转来等您接收").click()
    head.sees("「部门负责人」接收").check("fault-asked-dark")
    head.send("accept").sees("「部门负责人」接收，由郑立跟进")
    head.send("settle", result="已批准购买，行政部当天换好").sees("已完成").check("fault-closed-dark")

    _at(agent, here).sees("已批准购买，行政部当天换好", "转给「部门负责人」", "逾期，上报主管").check(
        "fault-closed-phone"
    )


def _at(one: Person, path: str) -> Person:
    """Look again at a page."""
    one.go(path)
    return one


def report(agent: Person, folder: Path) -> str:
    """The first tap is on the home page, the second sends the form; between them a few words and a picture."""
    picture = folder / "lamp.jpg"
    Image.new("RGB", (64, 48), "navy").save(picture, "JPEG")
    agent.open(HOME)
    agent.page.get_by_role("link", name="报故障").click()
    agent.arrives(r"/faults/new$")
    agent.check("fault-form-phone")
    agent.send("fault", what="投影灯不亮", photo=str(picture))
    agent.arrives(r"/followups/[^/]+$")
    agent.sees("投影灯不亮", "张欣", "故障").check("fault-reported-phone")
    assert agent.page.locator(".thumbs img").count() == 1
    return agent.path()
