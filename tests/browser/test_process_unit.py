"""A process unit: a valve stands outside its limits, and the night is handed over all the same.

Both sides go the round; what cannot be brought back is told, consented to and reported, in that order; who leaves
before the signature is written down; after it the crew that leaves meets, and only then its duty ends.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE, UNFOLD, Person
from tests.browser.roles import Watch
from tests.browser.test_late_relief import prepare
from tests.browser.test_whole_handover import acknowledge_all

SITES = ("binjiang",)
POST = "p/reaction"
OUTSIDE = "#gate-within-limits"


@pytest.fixture
def watch(jiaoban: Commands) -> Watch:
    return Watch.of(jiaoban("demo", "people", "--json").stdout, "binjiang")


def test_a_night_outside_its_limits_is_handed_over_and_signed(people: People, watch: Watch) -> None:
    out = people(watch.on_duty.username, PHONE, dark=True, site="binjiang")
    lead = people(watch.next_lead.username, DESKTOP, site="binjiang")
    relief = people(watch.relief.username, PHONE, site="binjiang")

    out.clock("07:35")
    here = prepare(out, watch)

    relief.go(here)
    check_the_post(relief, here)
    hold_the_meeting(lead, relief, here, watch)
    let_it_pass_by_three_words(out, relief, here)
    leave_too_early(out, relief, here, watch)
    come_back(out, here)

    out.clock("08:00")
    read_the_totals(out, relief, here)
    sign(out, relief, here, watch)
    part_company(lead=people(watch.lead.username, DESKTOP, dark=True, site="binjiang"), out=out, here=here)


def check_the_post(relief: Person, here: str) -> None:
    """The incoming side reports in on time, goes the round, checks the eight contents, counts, reads every line."""
    relief.send("report-in", ready=True).send("declare-fitness", fitness="FIT")
    while relief.page.locator("form[id^='confirm-']").count():
        relief.send_by("form[id^='confirm-']")
    relief.open(f"{POST}/custody").sees("盲点")
    fields = relief.page.locator("#count tbody input[name^='found.']")
    expected = {"wrench": 4, "radio": 2, "detector": 1, "masks": 6, "breathing": 2, "extinguishers": 8}
    for number in range(fields.count()):
        name = (fields.nth(number).get_attribute("name") or "").removeprefix("found.")
        fields.nth(number).fill(str(expected[name]))
    relief.send("count").misses("缺").check("process-counted-phone")
    relief.go(here)
    acknowledge_all(relief, "阀位还高，盯住反应温度")
    relief.send("complete-step-check").check("process-checked-phone")


def hold_the_meeting(lead: Person, relief: Person, here: str, watch: Watch) -> None:
    """In good time the foreman of the crew that comes calls the roll; the check is reported."""
    lead.go(here)
    lead.send_by("#meetings form:has(input[name='kind'][value='PRE'])")
    lead.arrives(r"/meetings/[^/]+$")
    lead.sees("点名")
    meeting = lead.path()
    lead.page.locator("#roll input[type=checkbox]").last.check()
    lead.send("roll", **{f"fitness.{watch.relief.key}": "FIT"})
    relief.go(meeting)
    relief.send("report", text="路线走完，冷却水阀 45%，其余正常")
    lead.send("brief", attention="循环水到 12 点才恢复，不加负荷", comments="阀位超限按三样办")
    lead.send("assign", person=watch.relief.key, what="半小时记一次阀位和反应温度", next_step="到 122 ℃ 报调度")
    lead.send("close").sees("已散会").check("process-meeting-desktop")
    lead.go(here)
    lead.send("complete-step-pre-shift-meeting")


def let_it_pass_by_three_words(out: Person, relief: Person, here: str) -> None:
    """The outgoing side explains, the incoming side consents, the outgoing side has told the foreman: in that order."""
    for one in (out, relief):
        one.go(here)
    expect(relief.page.locator(OUTSIDE)).to_have_class(re.compile("blocking"))
    assert state_forms(relief) == [], "consent comes after the explanation"
    say(out, "explanation", "循环水高，阀开到 45%，凉水塔 12 点恢复后才能回来")
    expect(relief.page.locator(OUTSIDE)).to_contain_text("凉水塔 12 点恢复")
    say(relief, "consent", "同意接班，盯住反应温度")
    expect(out.page.locator(OUTSIDE)).to_contain_text("同意接班")
    expect(out.page.locator(OUTSIDE)).to_have_class(re.compile("blocking"))
    say(out, "notice", "已当面报告两位班长")
    expect(relief.page.locator(OUTSIDE)).not_to_have_class(re.compile("blocking"))
    out.check("process-consent-phone-dark")


def state_forms(one: Person) -> list[str]:
    """Which words the page lets this person say about the limits."""
    kinds = one.page.locator(f"{OUTSIDE} form input[name='kind']")
    return [str(kinds.nth(number).get_attribute("value")) for number in range(kinds.count())]


def say(one: Person, kind: str, text: str) -> None:
    one.page.locator(OUTSIDE).evaluate(UNFOLD)
    one.send_by(f"{OUTSIDE} form:has(input[name='kind'][value='{kind}'])", text=text)


def leave_too_early(out: Person, relief: Person, here: str, watch: Watch) -> None:
    """Nobody leaves before the signature: it is written down as a violation, and the responsibility stays."""
    relief.go(f"{here}/way-out")
    relief.send("depart", person=watch.on_duty.key, text="去更衣室了")
    relief.go(here)
    relief.sees("签字前不离岗", "去更衣室了").check("process-left-phone")
    relief.open(f"{POST}/responsibility").sees(f"由 {watch.on_duty.name} 负责")
    relief.go(here)


def come_back(out: Person, here: str) -> None:
    """Whoever left is told so, and says why; what was written down stays."""
    out.go(here)
    gate = out.page.locator("#gate-stayed-until-signed")
    expect(gate).to_have_class(re.compile("advisory"))
    gate.evaluate(UNFOLD)
    out.send_by("#gate-stayed-until-signed form", text="取手套，两分钟，已回岗").sees("已回岗")


def read_the_totals(out: Person, relief: Person, here: str) -> None:
    """In the minute of the hour the totals are read; the shift's consumption follows from them."""
    out.open(f"{POST}/readings?at=now")
    out.page.locator("[name='figure.q-product']").fill("48229.0")
    out.page.locator("[name='figure.q-steam']").fill("9.47")
    out.send("read")
    out.open(f"{POST}/readings/shift").check("process-totals-phone-dark")
    out.go(here)
    if out.page.locator("form#draw").count():
        out.send("draw")
    relief.go(here)
    acknowledge_all(relief, "已看过")
    relief.sees("条件已全部满足").check("process-ready-phone")


def sign(out: Person, relief: Person, here: str, watch: Watch) -> None:
    """Each signs on their own phone; from the second of the incoming signature on, they answer for the post."""
    for one, member in ((out, watch.on_duty), (relief, watch.relief)):
        one.go(f"{here}/sign")
        one.misses("现在不能签字").send("sign-form", account=member.username, password=member.password)
    relief.arrives("/record$")
    relief.sees(watch.on_duty.name, watch.relief.name, "签字回执", "擅自离岗", "去更衣室了")
    relief.check("process-record-phone")
    relief.open(f"{POST}/responsibility").sees(f"由 {watch.relief.name} 负责").check("process-responsible-phone")


def part_company(lead: Person, out: Person, here: str) -> None:
    """The crew that leaves holds its meeting; until then who handed over may not go."""
    out.open(f"{POST}/").check("process-stays-phone-dark")
    lead.go(here)
    lead.open(f"{POST}/meetings").send_by("form:has(input[name='kind'][value='POST'])")
    lead.arrives(r"/meetings/[^/]+$")
    lead.sees("点名")
    lead.page.locator("#roll input[type=checkbox]").last.check()
    lead.send("roll")
    lead.send("brief", attention="白班等循环水恢复", comments="夜班处置得当").send("close").sees("已散会")
    lead.check("process-post-meeting-desktop-dark")
    out.open(f"{POST}/").send_by("form[id^='handover-discharge']", text="已参加班后会").check("process-gone-phone-dark")
