"""An enrolment office over the HTTP API: breaches recorded, heard, decided, appealed; who sees what of them."""

import io
import json
import re

import pytest
from openpyxl import load_workbook

from jiaoban.demo.description import Member
from tests import cast
from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("mingde")
SECRET = "当着客户的面玩手机游戏"
OTHERS = ("zhaomin", "wanglei")
PAGES = ("conduct", "conduct/statement", "conduct/statement/csv", "")
READS = ("/conduct/cases", "/conduct/statement?month=2026-11", "/conduct/statement?month=2026-12", "/log", "/followups")


def who(hall: Hall, name: str) -> Member:
    return hall.site.people[name]


def recorded(hall: Hall, ladder: str = "unrelated", *people: str) -> str:
    return hall.ok(
        who(hall, "zhangxin"),
        "conduct.record",
        ladder=ladder,
        people=list(people or ("linna",)),
        happened_at=moment(hall),
        text=SECRET,
    )


def moment(hall: Hall) -> str:
    return hall.turn.shift.begins_at.isoformat()


def decided(hall: Hall, *people: str) -> str:
    matter = recorded(hall, "unrelated", *people)
    for one in people or ("linna",):
        hall.ok(who(hall, one), "conduct.decline_to_answer", case=matter)
        hall.ok(who(hall, "zhangxin"), "conduct.decide", case=matter, person=one)
    return matter


def test_a_case_is_read_by_whom_it_concerns_and_whoever_supervises(hall: Hall) -> None:
    matter = recorded(hall, "gathering-to-chat", "linna", "sunyue")
    path = f"/conduct/cases/{matter}"
    assert [one["case"]["person"] for one in hall.get(who(hall, "linna"), path)] == ["linna"]
    both = [one["case"]["person"] for one in hall.get(who(hall, "zhangxin"), path)]
    assert both == ["linna", "sunyue"] == [one["case"]["person"] for one in hall.get(who(hall, "zhengli"), path)]
    [own] = hall.get(who(hall, "linna"), "/conduct/cases")
    assert (own["status"], own["nth"], own["step"], own["proposed_words"]["zh"]) == ("OPEN", 1, 1, "500 元")
    assert "本人第 1 次" in own["because"]["zh"]
    assert own["heard"] is False


@pytest.mark.parametrize("name", OTHERS)
def test_a_colleague_finds_it_nowhere(hall: Hall, name: str) -> None:
    matter, colleague = decided(hall), who(hall, name)
    hall.ok(who(hall, "linna"), "conduct.appeal", case=matter, text=f"{SECRET}，不是我")
    for path in READS:
        assert SECRET not in json.dumps(hall.get(colleague, path), ensure_ascii=False)
    client = hall.client(colleague)
    assert client.get(f"{hall.url}/conduct/cases/{matter}").status_code == 404
    assert client.get(f"{hall.url}/conduct/occasions").status_code == 403
    for path in PAGES:
        assert SECRET not in hall.page(colleague, f"p/desk/{path}")
    for path in ("p/desk/log?q=手机游戏", "board", "p/desk/responsibility"):
        assert SECRET not in hall.page(colleague, path)
    hall.file(colleague, f"p/desk/conduct/cases/{matter}", status=404)
    hall.file(colleague, "p/desk/conduct/occasions", status=403)
    status, told = hall.send(colleague, "conduct.answer", case=matter, person="linna", text="替她")
    assert (status, SECRET in json.dumps(told, ensure_ascii=False)) == (404, False)
    for seq in range(hall.book.size - 5, hall.book.size):
        assert client.get(f"/api/v1/sites/mingde/acts/{seq}").status_code == 404


def test_the_person_and_the_heads_find_it_on_their_pages(hall: Hall) -> None:
    matter = decided(hall)
    for name in ("linna", "zhangxin", "zhengli"):
        page = hall.page(who(hall, name), f"p/desk/conduct/cases/{matter}")
        for text in (SECRET, "公司通告批评、100 元", "张欣 决定", "系统不扣款"):
            assert text in page
        assert "林娜" in hall.page(who(hall, name), "p/desk/conduct")
    assert "以前可以申诉" in hall.page(who(hall, "linna"), "p/desk")
    assert "以前可以申诉" not in hall.page(who(hall, "zhangxin"), "p/desk")


def test_a_person_reads_the_pages_in_english(hall: Hall) -> None:
    matter = decided(hall)
    client = hall.client(who(hall, "linna"))
    client.cookies["django_language"] = "en"
    page = client.get(f"/s/mingde/p/desk/conduct/cases/{matter}").content.decode()
    for text in (
        "Time 1; step 1: Circular in the company, 100 yuan.",
        "decided by",
        "Appeal; another head rules on it",
    ):
        assert text in page
    assert "Breaches and ladders" in client.get("/s/mingde/p/desk/conduct").content.decode()


def test_the_month_is_a_workbook_of_text(hall: Hall) -> None:
    matter = recorded(hall)
    hall.ok(who(hall, "linna"), "conduct.answer", case=matter, text="=1+1")
    hall.ok(who(hall, "zhangxin"), "conduct.decide", case=matter, figure="20", reason="=SUM(A1:A9)")
    month = moment(hall)[:7]
    content = hall.file(who(hall, "zhengli"), f"p/desk/conduct/statement/xlsx?month={month}")
    cells = [list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()]
    rows = [[cell.value for cell in row] for row in cells]
    assert rows[0][:4] == ["人员", "发生时间", "事项", "条款"]
    [line] = [row for row in rows if row[4] == SECRET]
    assert (line[0], line[3], line[7], line[8], line[13]) == (
        "林娜",
        "kefu/12",
        "公司通告批评、20 元",
        "20",
        "=SUM(A1:A9)",
    )
    assert all(cell.data_type != "f" for row in cells for cell in row)
    assert [row[0] for row in rows[-2:]] == ["林娜", "合计"]
    assert rows[-1][8] == "20"
    own = hall.file(who(hall, "linna"), f"p/desk/conduct/statement/csv?month={month}").decode("utf-8-sig")
    assert "林娜" in own
    assert "林娜" not in hall.file(who(hall, "zhaomin"), f"p/desk/conduct/statement/csv?month={month}").decode()


def test_what_the_count_shows_is_offered_with_the_act_that_shows_it(hall: Hall) -> None:
    supervisor = who(hall, "zhangxin")
    found = hall.get(supervisor, "/conduct/occasions")
    [one] = [each for each in found if (each["source"], each["people"]) == ("count-missed", ["sunyue"])]
    assert (one["source"], one["ladders"], one["clause"]) == ("count-missed", ["count-missed"], "kefu/26")
    act = hall.get(who(hall, "zhengli"), f"/api/v1/sites/mingde/acts/{one['acts'][0]}")
    assert act["kind"] == "gathering.count_called"
    assert "16:14:00" in one["says"]["zh"]
    hall.ok(supervisor, "conduct.set_aside", occasion=one["occasion"], reason="接待客户")
    assert one["occasion"] not in [each["occasion"] for each in hall.get(supervisor, "/conduct/occasions")]
    assert "接待客户" in hall.page(supervisor, "p/desk/conduct/occasions")


def test_what_a_decision_brings_is_seen_by_the_same_people(hall: Hall) -> None:
    supervisor, own = who(hall, "zhangxin"), who(hall, "linna")
    said = {"people": ["linna"], "happened_at": moment(hall), "text": SECRET}
    facts = [{"fact": "report", "value": "weekly-plan"}]
    matter = hall.ok(supervisor, "conduct.record", ladder="plan-late", facts=facts, **said)
    hall.ok(own, "conduct.decline_to_answer", case=matter)
    hall.ok(supervisor, "conduct.decide", case=matter)
    for reader, number in (("linna", 1), ("zhangxin", 1), ("zhengli", 1), ("zhaomin", 0)):
        found = hall.get(who(hall, reader), "/conduct/effects")
        assert [(one["kind"], one["what"], one["person"]) for one in found] == [("duty", "compile", "linna")] * number
        assert ("统计所有人的数据" in hall.page(who(hall, reader), "p/desk/conduct")) is bool(number)
    hall.ok(own, "conduct.appeal", case=matter, text="交过")
    assert hall.get(own, "/conduct/effects") == []


def test_the_same_command_twice_is_one_case(hall: Hall) -> None:
    supervisor = who(hall, "zhangxin")
    said = {"ladder": "unrelated", "people": ["linna"], "happened_at": moment(hall), "text": SECRET}
    body = json.dumps({"command": "twice-0001", **said})
    answers = [
        hall.client(supervisor).post(f"{hall.url}/conduct/record", body, content_type="application/json")
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [200, 200]
    assert len(hall.get(supervisor, "/conduct/cases")) == 1


def test_the_regime_shows_its_ladders_beside_their_clauses(hall: Hall) -> None:
    page = hall.page(who(hall, "linna"), "regimes/kefu")
    for text in ("接打私人电话", "第 3 次：100 元", "以后每次加 100", "由负责人决定", "从几分钟起计"):
        assert text in page


def test_who_works_elsewhere_by_now_still_answers_and_appeals(hall: Hall) -> None:
    one, head = who(hall, "linna"), who(hall, "zhengli")
    decided_one, open_one = decided(hall), recorded(hall, "gathering-to-chat", "linna")
    moved_away(hall)
    hall.file(one, f"p/desk/conduct/cases/{open_one}", status=404)
    home, mine = hall.page(one, "p/front"), hall.page(one, "my/cases")
    for matter in (decided_one, open_one):
        assert f"/s/mingde/my/cases#case-{matter}" in home
        assert f'id="case-{matter}"' in mine
    assert "公司通告批评、100 元" in mine
    hall.ok(one, "conduct.answer", case=open_one, text="是在谈客户")
    hall.ok(one, "conduct.appeal", case=decided_one, text="不是我")
    hall.ok(head, "conduct.rule_appeal", case=decided_one, person="linna", outcome="ANNULLED", reason="查过")
    [row] = [each for each in hall.get(head, "/conduct/cases") if each["case"]["matter"] == open_one]
    assert row["case"]["answer"]["text"] == "是在谈客户"
    assert SECRET not in hall.page(who(hall, "wanglei"), "my/cases")
    assert hall.send(who(hall, "wanglei"), "conduct.appeal", case=decided_one, person="linna", text="替她")[0] == 404


def moved_away(hall: Hall) -> None:
    """Let 林娜 work at another post of the site from now on, where she reads nothing of the desk."""
    admin, person = who(hall, "baolei"), "linna"
    pattern = cast.PATTERN.model_dump(mode="json")
    hall.ok(admin, "org.open_post", post="front", name={"zh": "前台"}, regime="kefu", pattern=pattern)
    hall.ok(admin, "org.grant", person=person, role="OPERATOR", post="front")
    hall.ok(admin, "org.revoke", person=person, role="OPERATOR", post="desk")


def test_what_is_found_names_the_step_and_leads_to_the_record(hall: Hall) -> None:
    supervisor = who(hall, "zhangxin")
    found = hall.get(supervisor, "/conduct/occasions")
    [one] = [each for each in found if (each["source"], each["people"]) == ("count-missed", ["sunyue"])]
    assert [(each["person"], each["nth"], each["step"]) for each in one["would"]] == [("sunyue", 1, 1)]
    assert one["would"][0]["because"]["zh"] == "本人第 1 次，按第 1 级：警告。"
    page = hall.page(supervisor, "p/desk/conduct/occasions?person=sunyue")
    assert "如连同本页更早的一起登记：本人第 1 次，按第 1 级：警告。" in page
    assert f'href="/s/mingde/p/desk/counts?day={one["happened_at"][:10]}"' in page
    assert "<strong>赵敏</strong>" not in page, "of one person alone"
    assert "没有符合条件的" in hall.page(supervisor, "p/desk/conduct/occasions?person=zhengli")


def test_older_ones_lie_on_the_pages_before_and_end_after_a_year(hall: Hall) -> None:
    supervisor = who(hall, "zhangxin")
    address, page, seen = "p/desk/conduct/occasions", "", list[str]()
    while address:
        page = hall.page(supervisor, address)
        assert "待登记" in page
        seen.append(address)
        older = re.search(r'rel="next" href="/s/mingde/([^"]+)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) in range(6, 12)
    assert "回到最近的" in page
    assert hall.page(supervisor, "p/desk/conduct/occasions?until=gestern")
    early = hall.get(supervisor, "/conduct/occasions?until=2020-01-01")
    assert early == []


def test_the_form_of_a_clause_says_what_counts_and_what_an_empty_field_means(hall: Hall) -> None:
    page = hall.page(who(hall, "zhangxin"), "p/desk/conduct/new?ladder=private-calls")
    for text in (
        "超过 5 分钟或在公共区域",
        "不计：特殊情况已上报",
        "以后都按这一级",
        "不填就当作：0",
        "不填就当作：否",
    ):
        assert text in page
    listed = hall.page(who(hall, "zhangxin"), "p/desk/conduct/new")
    assert "以后每次加 100" in listed
    late = hall.page(who(hall, "zhangxin"), "p/desk/conduct/new?ladder=report-late")
    assert "「每日报表」、「每日表格」" in late
    assert "daily-sheet」" not in late, "reports are named as people name them"
    assert "开除 ·" not in listed, "nothing follows a dismissal"


def test_what_does_not_count_waits_for_nobody_and_says_the_way_out(hall: Hall) -> None:
    matter = recorded(hall, "private-calls")
    page = hall.page(who(hall, "zhangxin"), f"p/desk/conduct/cases/{matter}")
    assert "按现在知道的情况，不在这一条之内" in page
    assert "没有的撤销" in page
    assert "等本人说明" not in hall.page(who(hall, "zhangxin"), "p/desk/conduct")
