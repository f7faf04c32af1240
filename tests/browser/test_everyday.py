"""An ordinary day's other work: the regime is read, conduct observed, a suggestion answered, desks are checked."""

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE

SITES = ("mingde",)


def test_reading_conduct_suggestions_and_checklists(people: People, jiaoban: Commands) -> None:
    agent, supervisor = people("linna", PHONE, site="mingde"), people("zhangxin", DESKTOP, dark=True, site="mingde")
    agent.open("p/desk/").sees("请读制度并确认").open("p/desk/reading").check("reading-phone")
    agent.send("acknowledge-regime").sees("您已确认")
    supervisor.open("p/desk/reading").sees("谁读过", "林娜").check("reading-desktop-dark")

    observed = {"person": "linna", "conduct": "speech", "good": "true", "text": "家长着急，一直耐心解释"}
    supervisor.open("p/desk/observations").send("observe", **observed).sees("一直耐心解释")
    supervisor.check("observations-desktop-dark")
    agent.open("p/desk/").sees("主管记了关于您的情况")
    agent.open("p/desk/observations").sees("做得好", "一直耐心解释").check("observations-phone")
    colleague = people("wanglei", PHONE, dark=True, site="mingde")
    colleague.open("p/desk/observations").sees("还没有记录").misses("一直耐心解释")

    agent.open("p/desk/suggestions/new").send("suggestion-new", title="回访前先看上次的记录", problem="问了三遍")
    agent.sees("待处理")
    here = agent.path()
    supervisor.open("p/desk/suggestions?show=new").sees("回访前先看上次的记录").check("suggestions-desktop-dark")
    supervisor.go(here)
    supervisor.send("take-up").sees("已采纳")
    agent.go(here)
    agent.send("carry-out", result="写进回访清单").sees("已落实").check("suggestion-phone")

    assert jiaoban("demo", "clock", "--site", "mingde", "2026-12-11T10:00+08:00").returncode == 0
    colleague.open("p/desk/").sees("填检查表：个人位置卫生")
    colleague.open("p/desk/checklists").check("checklists-phone-dark")
    colleague.send_by("form[id^='fill-desk-']", fine=True).sees("「桌面无尘土」没有检查").check("checklists-wrong-dark")
    dust = {"fine": True, "found.dust": "屏幕后面有灰"}
    colleague.send_by("form[id^='fill-desk-']", **dust).sees("已填", "屏幕后面有灰")
    supervisor.open("p/desk/checklists/month").sees("屏幕后面有灰").check("checklists-month-dark")
