"""Two people make a version of a regime in the browser: from a few answers and from a version in force, with an editor
that checks while one types, scenarios with their reasons, a replay over the station's past, and an approval."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import PHONE, Person

AUTHOR, HEAD = cast.AUTHOR.username, cast.HEAD.username
STRICTER = (
    (
        "calendar",
        'at: "23:50:00", who: 李四, does: handover.report_in',
        'at: "23:40:00", who: 李四, does: handover.report_in',
    ),
    ("exits", 'at: "07:45", who: 张三, does: handover.postpone', 'at: "07:30", who: 张三, does: handover.postpone'),
    ("exits", 'at: "08:20", who: 李四, does: handover.report_in', 'at: "08:10", who: 李四, does: handover.report_in'),
    (
        "gates-reading",
        'at: "07:50:00", who: 李四, does: handover.report_in',
        'at: "07:40:00", who: 李四, does: handover.report_in',
    ),
)
"""What the scenarios say when twenty minutes are asked instead of ten: file, before, after."""
TYPE = "(one, text) => { one.value = text; one.dispatchEvent(new Event('input', { bubbles: true })) }"


def typed(person: Person, change: Any) -> None:
    """Change what stands in the editor as typing would."""
    text = person.page.locator("#editor-text")
    text.evaluate(TYPE, change(text.input_value()))


def saved(person: Person) -> Person:
    """Save what stands in the editor, by the keyboard."""
    person.page.locator("#editor-text").press("Control+s")
    return person


def test_a_small_regime_is_begun_mended_with_the_keyboard_and_tried(people: People) -> None:
    author = people(AUTHOR).open("drafts/new").check("author-new-desktop")
    author.send("draft-begin", code="pump", title="泵站交接班", issuer="泵站", post="泵房")
    author.sees("草案可用").check("author-draft-desktop")
    draft = author.path().split("/s/yunfeng/")[1]
    author.open(f"{draft}/edit?file=handover.yaml")
    state = author.page.locator("#editor-state")
    expect(state).to_contain_text("可用")
    typed(author, lambda text: text.replace("outgoing", "outgoin", 1))
    expect(state).to_contain_text("1 处错误")
    expect(author.page.locator(".gutter .wrong")).to_have_count(1)
    author.page.locator("#editor-text").press("F8")
    selected = "one => one.value.slice(one.selectionStart, one.selectionEnd)"
    assert "outgoin" in author.page.locator("#editor-text").evaluate(selected)
    author.sees("是不是「outgoing」").check("author-editor-desktop")
    typed(
        author, lambda text: text.replace("outgoin", "outgoing", 1).replace("outgoingg", "outgoing", 1) + "# 改好了\n"
    )
    expect(state).to_contain_text("可用")
    saved(author).sees("修订 2")
    author.open(f"{draft}/scenarios").sees("未通过 0 个").check("author-scenarios-desktop")
    author.page.locator("article a").first.click()
    author.sees("handover.open").check("author-course-desktop")


def test_a_phone_in_the_dark_without_any_script_can_check_and_save(people: People) -> None:
    author = people(AUTHOR, PHONE, dark=True).open("drafts/new")
    author.send("draft-begin", code="valve", title="阀站交接班", issuer="阀站", post="阀室")
    draft = author.sees("草案可用").path().split("/s/yunfeng/")[1]
    author.open(f"{draft}/edit?file=pack.yaml").check("author-editor-phone-dark")
    plain = author.page.context.browser
    assert plain is not None
    state = author.page.context.storage_state()
    context = plain.new_context(
        java_script_enabled=False, storage_state=state, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(f"{author.url}/s/yunfeng/{draft}/edit?file=pack.yaml")
    page.locator("#editor-text").fill("id: valve\ntitle: [")
    page.locator("button[name=check]").click()
    expect(page.locator("#findings")).to_contain_text("pack.yaml:")
    expect(page.locator("#editor-text")).to_have_value("id: valve\ntitle: [")
    page.locator("form#edit button.primary").click()
    expect(page.locator("body")).to_contain_text("修订 2")
    expect(page.locator("#editor-text")).to_have_value("id: valve\ntitle: [\n")
    context.close()


def test_two_people_publish_a_version_and_replay_the_past_under_it(people: People) -> None:
    author, head = people(AUTHOR), people(HEAD, PHONE)
    author.open("drafts/new").send("draft-start-hydro")
    draft = author.sees("草案可用").path().split("/s/yunfeng/")[1]
    author.open(f"{draft}/edit?file=handover.yaml")
    expect(author.page.locator("#editor-state")).to_contain_text("可用")
    typed(author, lambda text: text.replace("lead: PT10M", "lead: PT20M", 1))
    expect(author.page.locator("#editor-state")).to_contain_text("可用")
    saved(author).sees("修订 2")
    author.open(f"{draft}/compare").sees("提前到岗", "20 分钟").check("author-compare-desktop")
    author.open(draft).send("propose", version="1.2.0", approver=cast.HEAD.key)
    author.sees("3 个场景没有通过", "该变的是场景，就先改场景").check("author-refused-desktop")
    author.open(f"{draft}/scenarios").sees("未通过 3 个").check("author-failing-desktop")
    author.page.get_by_text("恰好提前十分钟到岗").first.click()
    author.sees("ADVISORY").check("author-failing-course-desktop")
    for revision, (file, before, after) in enumerate(STRICTER, start=3):
        author.open(f"{draft}/edit?file=scenarios/{file}.yaml")
        expect(author.page.locator("#editor-state")).to_contain_text("可用")
        typed(author, lambda text, before=before, after=after: text.replace(before, after, 1))
        saved(author).sees(f"修订 {revision}")
    author.open(f"{draft}/scenarios").sees("未通过 0 个")
    author.open(f"{draft}/replay").send("replay")
    author.sees("完成", "次交接中").check("author-replay-desktop")
    report = _download(author, "HTML")
    assert "须说明原因" in report
    assert _download(author, "CSV").startswith("\ufeff时间,岗位")
    author.open(draft).send("propose", version="1.2.0", approver=cast.HEAD.key, note="提前 20 分钟到岗")
    author.sees("提请批准", "1.2.0", "内容摘要")
    digest = author.page.locator(".digest").inner_text()
    author.page.locator("#take-back").wait_for()
    head.open("drafts").sees("等您批准").check("author-waiting-phone")
    head.page.locator("#drafts article a").first.click()
    head.sees(digest, "提前 20 分钟到岗", "个场景全部通过").check("author-approve-phone")
    head.send("send-back", reason="请从下月起")
    author.open(draft).sees("请从下月起").check("author-sent-back-desktop")
    author.send("propose", version="1.2.0", approver=cast.HEAD.key)
    head.open(draft).send("approve", account=HEAD, password=f"{HEAD}-2026").sees("已发布", cast.HEAD.name)
    worker = people(cast.AT_CCR["B"].username, PHONE, dark=True)
    worker.open("regimes/hydro").sees("1.2.0").page.get_by_text("与版本 1.1.0 比较").click()
    worker.sees("提前到岗", "20 分钟").check("worker-versions-phone-dark")
    assert worker.path().endswith("/regimes/hydro/compare?old=1.1.0&new=1.2.0")
    assert worker.page.goto(f"{worker.url}/s/yunfeng/{draft}").status == 403  # type: ignore[union-attr]  # it answers
    worker.expects("403")


def test_two_authors_at_one_file_see_both_texts(people: People) -> None:
    first, second = people(AUTHOR), people(AUTHOR, PHONE)
    first.open("drafts/new").send("draft-begin", code="yard", title="场站交接班", issuer="场站", post="场站")
    draft = first.sees("草案可用").path().split("/s/yunfeng/")[1]
    for one in (first, second):
        one.open(f"{draft}/edit?file=CHANGELOG.md")
    typed(first, lambda text: text + "甲写的一行\n")
    saved(first).sees("修订 2")
    typed(second, lambda text: text + "乙写的一行\n")
    saved(second).sees("两份文字", "甲写的一行", "乙写的一行").check("author-conflict-phone")
    assert "乙写的一行" in second.page.locator("#editor-text").input_value()
    typed(second, lambda text: text + "甲写的一行\n")
    saved(second).sees("修订 3")


def _download(person: Person, label: str) -> str:
    with person.page.expect_download() as started:
        person.page.get_by_text(f"报告 {label}").click()
    return Path(started.value.path()).read_text()
