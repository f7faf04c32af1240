"""A switching order on two phones, an order that must be read, a key that is lent and counted blind."""

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import PHONE
from tests.browser.roles import Tonight

CCR = f"p/{cast.CCR}"


def test_a_switching_order_is_led_step_by_step_on_two_phones(people: People, tonight: Tonight) -> None:
    guardian = cast.LEADS[tonight.running]
    performs, guards = people(tonight.operator.username, PHONE), people(guardian.username, PHONE, dark=True)
    roles = {"persons.performer": tonight.operator.key, "persons.guardian": guardian.key, "people.issuer": "省调 周"}
    steps = "拉开 111 断路器\n检查 111 断路器三相确在分位\n合上 1112 隔离开关"
    performs.open(f"{CCR}/plant/new?kind=SWITCHING").send("matter-new", title="110kV 倒母线", steps=steps, **roles)
    performs.sees("拉开 111 断路器", "已操作 0 / 3 项").send("to-executing")
    guards.go(performs.path())
    guards.sees(f"由 执行人 {tonight.operator.name} 打勾")
    performs.send("tick").sees(f"由 监护人 {guardian.name} 打勾", "操作到第 1 项，共 3 项")
    guards.sees("第 1 项已核对（监护人）").check("works-step-phone-dark")
    guards.send("tick").sees(f"由 执行人 {tonight.operator.name} 打勾")
    performs.sees("第 2 项已操作（执行人）")
    performs.send("skip", reason="三相位置已由监控确认").sees("三相位置已由监控确认").check("works-steps-phone")
    performs.open(f"{CCR}/").sees("操作到第 2 项，共 3 项")
    performs.open(f"{CCR}/plant/works").sees("操作到第 2 项，共 3 项").check("works-phone")


def test_an_order_is_issued_read_in_own_words_and_counted(people: People, tonight: Tonight) -> None:
    lead, reader = people(tonight.lead.username), people(tonight.operator.username, PHONE)
    lead.open("orders/new").send(
        "order-new", kind="RULE", title="汛期水位抄报规定", text="每小时抄报一次库水位。", posts=cast.CCR, asks="WORDS"
    )
    lead.sees("谁读了，谁没有读", "已阅 0 / ").check("orders-head-desktop")
    reader.open(f"{CCR}/").sees("2 件规定或通知待您阅读")  # one came in the night
    reader.page.get_by_text("2 件规定或通知待您阅读").click()
    reader.page.get_by_text("汛期水位抄报规定").click()
    reader.sees("汛期水位抄报规定", "每小时抄报一次库水位").check("orders-read-phone")
    reader.send("acknowledge", words="每小时抄一次库水位，异常报值长").sees("阅读确认。")
    lead.sees("已阅 0 / ")
    lead.page.reload()
    lead.sees("每小时抄一次库水位，异常报值长", "已阅 1 / ")
    reader.open(f"{CCR}/").sees("1 件规定或通知待您阅读")


def test_a_key_is_lent_and_counted_without_knowing_how_many_there_must_be(people: People, tonight: Tonight) -> None:
    holds, counts = people(tonight.operator.username), people(tonight.next_operator.username, PHONE)
    said = {"custody_item": "keys-main", "number": "2", "to": "检修公司 李工", "purpose": "换滤网"}
    holds.open(f"{CCR}/custody").send("lend", **said).sees("借出未还", "检修公司 李工").check("custody-lent-desktop")
    holds.clock("07:30").open_running(CCR)
    counts.open(f"{CCR}/custody").sees("盲点", "清点后可见").check("custody-blind-phone")
    counts.send("count", **{"found.keys-main": "8"}).sees("缺 1").check("custody-counted-phone")
    counts.open(f"{CCR}/handover").sees("应有数清点后可见")
    holds.open(f"{CCR}/custody").sees("缺 1")
