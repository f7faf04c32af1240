"""One handover of the patrol post, whole: from the log of the night to a record that anybody can check."""

import re
import sqlite3
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests import cast
from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight
from tests.browser.server import Server

POST = f"p/{cast.PATROL}"


def test_a_night_is_handed_over(
    people: People, tonight: Tonight, jiaoban: Commands, server: Server, tmp_path: Path
) -> None:
    out = people(tonight.patrol.username, PHONE)
    relief = people(tonight.relief.username)
    lead = people(tonight.lead.username, dark=True)

    write_the_log(out)
    out.clock("07:30")
    prepare(out)
    offer(out)

    relief.clock("07:45").open(f"{POST}/handover")
    report_in_and_read(relief)
    sign_too_early(relief, tonight)
    ask_and_be_answered(relief, out)
    object_and_look_again(relief, out)
    visit_together(relief, out)
    count(relief, out)
    hold_the_meeting(lead, relief, tonight)
    stop_for_an_accident(relief, out, tonight)

    relief.clock("08:00")
    sign_at_one_terminal(relief, tonight)
    ask_who_was_responsible(relief, tonight)
    take_the_paper(relief, tonight, jiaoban, tmp_path)
    check_the_book(jiaoban, server)


def write_the_log(out: Person) -> None:
    """Entries of the shift: a change, an anomaly, an instruction; one amended, one late."""
    out.open(f"{POST}/").sees("记一条").check("story-home-phone")
    out.send(
        "quick",
        text="2号渗漏排水泵启动水位下调",
        category="CHANGE",
        equipment="drain-2",
        before="2.80 m",
        after="2.60 m",
    )
    out.sees("2号渗漏排水泵启动水位下调")
    out.send("quick", text="1号机水车室有轻微异音，加强监视", category="ANOMALY", equipment="unit-1", severity="MINOR")
    out.send("quick", text="值长令：8点前每半小时抄一次集水井水位", category="INSTRUCTION", number="值令-11")
    out.send("quick", text="滤水器前后压差 0.04 MPa", category="WORK")
    out.page.get_by_text("滤水器前后压差 0.04 MPa").first.wait_for()
    out.page.locator("article.entry", has_text="滤水器前后压差").first.get_by_role("link", name="更正").click()
    out.send("amend", text="滤水器前后压差 0.02 MPa", reason="看错刻度")
    out.sees("滤水器前后压差 0.02 MPa", "看错刻度", "已更正").check("story-entry-phone")
    out.open(f"{POST}/")
    out.send("quick", text="02:10 消防泵定期试转正常", category="OPERATION", occurred_at="02:10")
    out.sees("补录").open(f"{POST}/log").sees("补录", "已更正", "值长令").check("story-log-phone")


def prepare(out: Person) -> None:
    """The system has drafted by itself; what it cannot know is asked for."""
    out.open(f"{POST}/handover").arrives(r"/handover/[^/]+$")
    out.sees("准备交班", "2号渗漏排水泵启动水位下调", "滤水器前后压差 0.02 MPa", "待填写").check("story-draft-phone")
    here = out.path()
    out.open(f"{POST}/duties").send("do-shift-report").send("do-ledgers", note="台账已记").check()
    out.go(here)
    for section in (
        "reservoir",
        "load",
        "system-equipment",
        "safety-measures",
        "work-faces",
        "protection",
        "accidents",
    ):
        out.send(f"nothing-{section}")
    out.sees("明确填写")
    out.send("write-line-permits", text="3号机检修工作票仍间断，未复工。")
    out.send("confirm-area-cleaned")


def offer(out: Person) -> None:
    """Everything that stops the offer is said; then it goes through."""
    if out.page.locator("form#draw").count():
        out.send("draw")
    out.send("offer").sees("已交班，待接班").check("story-offered-phone")


def report_in_and_read(relief: Person) -> None:
    """On time, fit, and what changed since the reader's own last duty stands out."""
    relief.sees("到岗报到").send("report-in", ready=True).sees("申报精神状态")
    relief.send("declare-fitness", fitness="FIT")
    relief.sees("您上次当班后", "重点，须复述").check("story-reading-desktop")
    unchanged = relief.page.locator("article.line:not(.changed)")
    assert unchanged.count() > 0, "everything is marked as changed"


def sign_too_early(relief: Person, tonight: Tonight) -> None:
    """A signature is refused with every clause that stands in its way."""
    here = relief.path()
    relief.go(f"{here}/sign")
    relief.sees("现在不能签字", "口头交接", "逐条确认").check("story-sign-refused-desktop")
    relief.send("sign-form", account=tonight.patrol.username, password=tonight.patrol.password)
    relief.sees("如何解除", "谁能解除", "一、（一）", "二、（二）").check("story-refusals-desktop")
    relief.go(here)


def ask_and_be_answered(relief: Person, out: Person) -> None:
    """A question and its answer reach the other page without loading it again; then every line is acknowledged."""
    relief.send_by("form[id^='ask-']", text="异音是水车室哪一侧？")
    expect(out.page.locator("#handover")).to_contain_text("异音是水车室哪一侧？")
    out.send_by("form[id^='answer-']", text="上游侧，靠近3号拐臂。")
    expect(relief.page.locator("#handover")).to_contain_text("上游侧，靠近3号拐臂。")
    relief.send_by("form[id^='settle-']")
    acknowledge_all(relief, "知道了，我来盯住")
    relief.send("complete-step-read-records")


def object_and_look_again(relief: Person, out: Person) -> None:
    """Dirt is objected to, cleaned, and looked at again."""
    relief.send("object", kind="hygiene", text="渗漏泵室地面有积水")
    expect(relief.page.locator("#gate-hygiene-settled")).to_have_class(re.compile("blocking"))
    expect(out.page.locator("#turns")).to_contain_text("渗漏泵室地面有积水")
    out.send_by("form[id^='mend-']", how="已拖干，地漏已疏通")
    expect(relief.page.locator("#turns")).to_contain_text("已拖干，地漏已疏通")
    relief.send_by("form[id^='recheck-']", good=True, note="已复查")
    expect(relief.page.locator("#gate-hygiene-settled")).to_have_class(re.compile("clear"))


def visit_together(relief: Person, out: Person) -> None:
    """Both confirm what is confirmed by word, and each stands at every piece of equipment that wants it."""
    relief.check("story-visits-desktop")
    for one in (out, relief):
        while one.page.locator("form[id^='confirm-']").count():
            one.send_by("form[id^='confirm-']")
    relief.sees("已到场").send("complete-step-ask")


def count(relief: Person, out: Person) -> None:
    """What is in custody is counted; a shortage has a cause and is accepted by both."""
    here, from_here = relief.path(), out.path()
    there = out.open(f"{POST}/custody").page.locator("#count tbody tr td[data-label='应有']").all_inner_texts()
    out.go(from_here)
    relief.open(f"{POST}/custody").sees("盲点", "清点后可见").check("story-custody-desktop")
    rows = relief.page.locator("#count tbody tr")
    for number in range(rows.count()):
        rows.nth(number).locator("input[name^='found.']").fill(there[number].strip())
    relief.send("count").misses("未清点")
    relief.go(here)
    relief.send("complete-step-inspect")


def hold_the_meeting(lead: Person, relief: Person, tonight: Tonight) -> None:
    """The supervisor calls the roll, judges fitness, sums up and assigns; the assignment is a follow-up."""
    here = relief.path()
    lead.go(here)
    lead.send_by("#people form[id^='judge-fitness-']", fitness="FIT")
    lead.send_by("#meetings form:has(input[name='kind'][value='PRE'])")
    lead.arrives(r"/meetings/[^/]+$")
    meeting = lead.sees("点名").path()
    lead.page.locator("#roll input[type=checkbox]").last.check()
    lead.send("roll", **{f"fitness.{tonight.relief.key}": "FIT"})
    relief.go(meeting)
    relief.send("report", text="记录已看完，渗漏泵已到现场查看。")
    lead.send("brief", discipline="无脱岗", conduct="泵室已清扫", attention="盯住集水井水位", comments="异常处理及时")
    lead.send("assign", person=tonight.relief.key, what="每小时记录渗漏泵启动间隔", next_step="间隔小于20分钟立即报告")
    lead.sees("每小时记录渗漏泵启动间隔", "记录已看完").check("story-meeting-desktop-dark")
    lead.send("close").sees("已散会")
    lead.go(here)
    lead.send("complete-step-hold-meetings").check("story-handover-lead-desktop-dark")
    relief.open(f"{POST}/followups").sees("每小时记录渗漏泵启动间隔").check("story-followups-desktop")
    relief.go(here)


def stop_for_an_accident(relief: Person, out: Person, tonight: Tonight) -> None:
    """An accident suspends the handover; the crew on duty handles it. What was acknowledged is acknowledged anew."""
    here = out.path()
    unread = relief.page.locator("article.line form[data-draft^='acknowledge-']")
    expect(unread).to_have_count(0)
    out.open(f"{POST}/plant/new?kind=ACCIDENT")
    out.send("matter-new", title="1号机剪断销断裂", equipment="unit-1", text="已停机处理")
    accident = out.path()
    expect(relief.page.locator("#gate-no-accident")).to_have_class(re.compile("blocking"))
    expect(relief.page.locator("#gate-no-accident")).to_contain_text("1号机剪断销断裂")
    commands = f"{cast.LEADS[tonight.running].name}；接班人员听从指挥"
    handles = f"由当班的 {tonight.patrol.name} 负责处理"
    relief.sees("发生事故，交接中止", handles, commands, "逐条重新确认").check("story-accident-desktop")
    relief.send("resume", text="可以继续了吧").sees("事故", "一、（一）", "如何解除")
    relief.go(here)
    out.send_by("form:has(input[name='state'][value='HANDLING'])")
    out.send_by("form:has(input[name='state'][value='ENDED'])", note="已更换剪断销，试机正常")
    assert out.path() == accident
    expect(relief.page.locator("#gate-no-accident")).to_have_class(re.compile("clear"))
    out.go(here)
    out.check("story-accident-phone").send("resume", text="事故处理完毕").send("draw")
    relief.sees("已交班，待接班").misses("交接中止")
    acknowledge_all(relief, "剪断销已换，试机正常，其余已重新看过")


def acknowledge_all(relief: Person, said: str) -> None:
    """Read back what is critical, then acknowledge the rest, a section at a time where that is offered."""
    while relief.page.locator("article.line form[data-draft^='acknowledge-'] textarea").count():
        relief.send_by("article.line form[data-draft^='acknowledge-']:has(textarea)", said=said)
    while relief.page.locator("#sections footer form[action$='/acknowledge']").count():
        relief.send_by("#sections footer form[action$='/acknowledge']")
    while relief.page.locator("article.line form[data-draft^='acknowledge-']").count():
        relief.send_by("article.line form[data-draft^='acknowledge-']")


def sign_at_one_terminal(relief: Person, tonight: Tonight) -> None:
    """Both sign, one after the other, at the terminal of one of them, each with their own password."""
    relief.sees("条件已全部满足")
    relief.go(f"{relief.path()}/sign")
    relief.misses("现在不能签字").check("story-sign-desktop")
    wrong = tonight.relief.password
    relief.send("sign-form", account=tonight.patrol.username, password=wrong).sees("密码")
    relief.send("sign-form", account=tonight.patrol.username, password=tonight.patrol.password)
    relief.go(f"{relief.path()}/sign")
    relief.send("sign-form", account=tonight.relief.username, password=tonight.relief.password)
    relief.arrives("/record$")
    relief.sees(tonight.patrol.name, tonight.relief.name, "剪断销", "签字回执").check("story-record-desktop")


def ask_who_was_responsible(relief: Person, tonight: Tonight) -> None:
    """Before the second signature the one, after it the other, by the clause, without a gap."""
    record = relief.path()
    day = relief.page.locator("time").first.get_attribute("datetime") or ""
    relief.open(f"{POST}/responsibility?at={day[:10]}T07:58:30").sees("07:58:30", f"由 {tonight.patrol.name} 负责")
    relief.open(f"{POST}/responsibility?at={day[:10]}T08:09:00").sees(f"由 {tonight.relief.name} 负责", "一、（二）")
    relief.check("story-responsibility-desktop")
    relief.go(record)


def take_the_paper(relief: Person, tonight: Tonight, jiaoban: Commands, folder: Path) -> None:
    """The PDF holds both names; a receipt is good without the server."""
    answer = relief.page.request.get(f"{relief.url}{relief.path()}.pdf")
    assert answer.ok, answer.status
    paper = folder / "record.pdf"
    paper.write_bytes(answer.body())
    assert paper.read_bytes().startswith(b"%PDF")
    text = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert tonight.patrol.name in text
    assert tonight.relief.name in text
    key = folder / "key.txt"
    key.write_text(jiaoban("ledger", "key", "yunfeng").stdout)
    links = relief.page.locator("a[href*='/receipt/']")
    assert links.count() == 2
    for number in range(2):
        receipt = folder / f"receipt-{number}.txt"
        receipt.write_bytes(relief.page.request.get(f"{relief.url}{links.nth(number).get_attribute('href')}").body())
        checked = jiaoban.verifier("receipt", str(receipt), "--key", str(key))
        assert checked.returncode == 0, checked.stdout + checked.stderr
        falsify(receipt)
        assert jiaoban.verifier("receipt", str(receipt), "--key", str(key)).returncode == 1


def falsify(receipt: Path) -> None:
    """Change one letter of the longest line: the act that was signed."""
    text = receipt.read_text()
    line = max(text.splitlines(), key=len)
    other = "A" if line[40] != "A" else "B"
    receipt.write_text(text.replace(line, f"{line[:40]}{other}{line[41:]}", 1))


def check_the_book(jiaoban: Commands, server: Server) -> None:
    """The book is whole; a figure changed behind its back is found and named."""
    good = jiaoban("ledger", "verify")
    assert good.returncode == 0, good.stdout
    with sqlite3.connect(server.data / "jiaoban.sqlite3") as database:
        database.execute("UPDATE handover_tenure SET state = replace(state, ?, ?)", ["HANDOVER", "TAKEOVER"])
    bad = jiaoban("ledger", "verify")
    assert bad.returncode == 1, bad.stdout
    assert "tenure" in bad.stdout
