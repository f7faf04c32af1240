"""The regime of a process unit through the browser: rounds, causes of excursions, disputes, leaving, last meeting."""

from collections.abc import Iterator
from functools import cache

import pytest

from jiaoban.handover import queries
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.pure.handover.test_unit import OTHER_LEAD, PROCESS
from tests.web.desk import WebDesk

pytestmark = pytest.mark.django_db


@cache
def process() -> Pack:
    return load(PROCESS)


class Unit(WebDesk):
    """A post of two check points under the regime of the process unit, at 07:40, with a browser for each person."""

    def __init__(self) -> None:
        super().__init__(process())
        now = org.post(self.book, POST).now
        described = {"post": POST, "name": {"zh": "反应岗位"}, "regime": process().head.id}
        points = [{"key": "a", "name": "泵区"}, {"key": "b", "name": "釜台"}]
        pattern = now.pattern.model_dump(mode="json")
        self.ok("org.change_post", cast.ADMINISTRATOR, **described, pattern=pattern, subjects=points)
        limits = {"low": "80", "high": "95", "unit": "℃", "group": "condition"}
        self.ok("plant.register_parameter", LEAD, parameter="t", name="反应温度", **limits)
        self.at("06:30").ok("plant.read", OUT, readings=[{"parameter": "t", "value": "97"}])
        self.at("06:50").ok("plant.read", OUT, readings=[{"parameter": "t", "value": "90"}])
        self.at("07:40").open()

    def signed(self) -> "Unit":
        """The whole course, up to both signatures."""
        self.confirm_side("outgoing", OUT)
        self.ok("plant.read", OUT, readings=[{"parameter": "t", "value": "90"}])
        output = {"amount": "88", "amount-unit": "t", "quality": "99", "quality-unit": "%"}
        for section in ("task", "original-records", "hygiene", "output"):
            self.ok(
                "handover.write_line", OUT, section=section, text="好", fields=output if section == "output" else {}
            )
        said = {"cause": "进料过快", "handling": "减料"}
        self.ok("handover.change_line", OUT, line=self.excursion(), fields=said)
        for row in self.assess().rows("sections"):
            if row["required"] and not row["filled"]:
                self.ok("handover.nothing", OUT, section=row["id"])
        self.ok("handover.offer", OUT)
        self.at("07:44").ok("handover.report_in", IN)
        self.ok("handover.declare_fitness", IN, fitness="FIT")
        self.confirm_side("incoming", IN)
        self.count_custody()
        self.ok("handover.complete_step", IN, step="check")
        meeting = self.at("07:50").ok("meeting.open", LEAD, kind="PRE", occasion=self.key).acts[0].command
        there = {"person": IN.key, "present": True, "fitness": "FIT"}
        self.ok("meeting.call_roll", LEAD, meeting=meeting, people=[there])
        self.ok("meeting.report", IN, meeting=meeting, text="巡检正常")
        self.ok("meeting.brief", LEAD, meeting=meeting, attention="提负荷")
        self.ok("meeting.close", LEAD, meeting=meeting)
        self.ok("handover.complete_step", LEAD, step="pre-shift-meeting")
        self.ok("handover.acknowledge", IN, lines=list(self.handover.lines))
        self.at("08:00")
        assert self.blocked() == set()
        for who in (OUT, IN):
            self.ok("handover.sign", who, content=self.handover.content_digest())
        return self

    def confirm_side(self, party: str, who: cast.Member) -> None:
        for row in self.assess().rows("confirmations"):
            if row["party"] == party:
                self.ok("handover.confirm", who, point=row["point"], subject=row["subject"])

    def excursion(self) -> str:
        """The key of the line of the excursion."""
        return next(key for key, line in self.handover.lines.items() if line.body.source == "excursions")


@pytest.fixture
def unit() -> Iterator[Unit]:
    before = door.clock
    yield Unit()
    door.clock = before


def test_the_outgoing_side_is_sent_on_its_round_first(unit: Unit) -> None:
    assert "去巡检" in unit.see(OUT)
    unit.done(OUT, "handover.confirm", point="outgoing-round", subject="a")
    unit.done(OUT, "handover.confirm", point="outgoing-round", subject="b")
    unit.ok("handover.draw", OUT)
    assert "去巡检" not in unit.see(OUT)
    assert "检查点 2 个" in unit.see(OUT, f"/handover/{unit.key}/record")


def test_a_check_point_ahead_of_its_turn_is_refused(unit: Unit) -> None:
    assert unit.send(OUT, "handover.confirm", handover=unit.key, point="outgoing-round", subject="b") == 422


def test_cause_and_handling_of_an_excursion_are_asked_with_its_line(unit: Unit) -> None:
    page = unit.see(OUT)
    assert 'name="fields.cause"' in page
    said = {"fields.cause": "进料过快", "fields.handling": "减料"}
    unit.done(OUT, "handover.change_line", line=unit.excursion(), **said)
    assert unit.handover.lines[unit.excursion()].body.fields == {"cause": "进料过快", "handling": "减料"}
    assert "进料过快" in unit.see(OUT)


def test_output_is_written_with_figure_and_unit(unit: Unit) -> None:
    assert 'name="fields.amount-unit"' in unit.see(OUT)
    said = {"fields.amount": "88", "fields.amount-unit": "t", "fields.quality": "99.7", "fields.quality-unit": "%"}
    unit.done(OUT, "handover.write_line", section="output", text="乙酸乙酯", **said)
    assert "99.7" in unit.see(OUT)


def test_what_the_incoming_side_finds_is_put_to_the_outgoing_side(unit: Unit) -> None:
    unit.ok("handover.report_in", IN)
    assert 'name="finding"' in unit.see(IN)
    unit.done(IN, "handover.confirm", point="incoming-round", subject="a", finding="密封滴漏")
    page = unit.see(OUT)
    assert "密封滴漏" in page
    assert "handover.mend" in page


def test_both_supervisors_rule_on_a_dispute(unit: Unit) -> None:
    unit.done(IN, "handover.object", kind="dispute", text="液位稳不稳")
    key = next(iter(unit.handover.objections))
    page = unit.see(LEAD)
    assert 'name="upheld" value="true"' in page
    assert 'name="upheld" value="false"' in page
    assert "裁定交接双方的分歧" in page
    waiting = unit.see(OUT)
    assert "意见不统一，交接暂停" in waiting
    assert "handover.resume" not in waiting, "nothing is resumed before both have ruled"
    unit.done(LEAD, "handover.rule", about=key, upheld="true", text="再看一刻钟")
    assert "您已裁定，等另一班的裁定" in unit.see(LEAD)
    unit.done(OTHER_LEAD, "handover.rule", about=key, upheld="false", text="同意交接")
    both = unit.see(LEAD)
    assert "两班的裁定不一致" in both
    assert "裁定异议成立：再看一刻钟" in " ".join(both.split())
    assert "裁定异议不成立：同意交接" in " ".join(both.split())
    unit.done(LEAD, "handover.rule", about=key, upheld="false", text="稳的")
    assert "稳的" in unit.see(OUT)
    assert unit.handover.stage == "DRAFT"


def test_who_leaves_early_stands_in_the_story(unit: Unit) -> None:
    assert "handover.depart" in unit.see(IN, f"/handover/{unit.key}/way-out")
    unit.done(IN, "handover.depart", person=OUT.key, text="去了更衣室")
    page = unit.see(LEAD)
    assert "交接完成前擅自离岗" in page
    assert "去了更衣室" in page
    assert f"{OUT.name}（{IN.name} 记）" in page


def test_only_who_is_qualified_is_offered_as_a_stand_in(unit: Unit) -> None:
    there = {OUT.key, IN.key}
    needed = {need.qualification for need in org.place(unit.book, POST, unit.now).complement}
    page = unit.see(LEAD, f"/handover/{unit.key}/way-out")
    for one in org.people(unit.book):
        held = {held.qualification for held in one.qualifications}
        able = one.member and one.key not in there and (not needed or bool(needed & held))
        assert (f'<option value="{one.key}">' in page) is (able or one.key in there), one.name


def test_the_register_takes_a_totalizer(unit: Unit) -> None:
    assert 'name="rolls_at"' in unit.see(LEAD, "/readings")


def test_after_the_signatures_the_page_opens_the_post_shift_meeting_once(unit: Unit) -> None:
    page = unit.signed().see(LEAD, "/meetings")
    assert "召开班后会" in page
    assert "召开班前会" not in page
    assert unit.send(LEAD, "meeting.open", kind="POST", occasion=unit.key) == 303
    assert "召开班后会" not in unit.see(LEAD, "/meetings")
    assert unit.refused("handover.discharge", OUT, stay=_stay(unit)) == ["meeting:post"]


def test_the_meeting_after_the_shift_is_minuted_and_ends_the_duty_to_be_there(unit: Unit) -> None:
    unit.signed()
    meeting = unit.ok("meeting.open", LEAD, kind="POST", occasion=unit.key).acts[0].command
    unit.ok("meeting.call_roll", LEAD, meeting=meeting, people=[{"person": OUT.key, "present": True}])
    unit.ok("meeting.brief", LEAD, meeting=meeting, comments="夜班平稳", attention="明日停车")
    unit.ok("meeting.close", LEAD, meeting=meeting)
    unit.ok("handover.discharge", OUT, stay=_stay(unit))
    page = unit.see(LEAD, f"/handover/{unit.key}/record")
    assert "夜班平稳" in page
    assert "明日停车" in page


def test_who_handed_over_says_on_the_home_page_that_the_duty_is_done(unit: Unit) -> None:
    assert "handover.discharge" not in unit.see(OUT, "/")
    unit.signed()
    assert "handover.discharge" in unit.see(OUT, "/")
    assert "handover.discharge" not in unit.see(IN, "/")
    meeting = unit.ok("meeting.open", LEAD, kind="POST", occasion=unit.key).acts[0].command
    assert IN.name not in unit.see(LEAD, f"/meetings/{meeting}").partition('id="roll"')[2].partition("</form>")[0]
    unit.ok("meeting.call_roll", LEAD, meeting=meeting, people=[{"person": OUT.key, "present": True}])
    unit.ok("meeting.brief", LEAD, meeting=meeting, comments="夜班平稳", attention="停车")
    unit.ok("meeting.close", LEAD, meeting=meeting)
    assert unit.send(OUT, "handover.discharge", stay=_stay(unit), text="已参加") == 303
    assert "交班后仍由您负责" not in unit.see(OUT, "/")


def test_the_record_names_the_check_points(unit: Unit) -> None:
    page = unit.signed().see(LEAD, f"/handover/{unit.key}/record")
    assert "（泵区）" in page
    assert "（a）" not in page


def _stay(unit: Unit) -> str:
    return next(one.key for one in queries.stays_of(unit.book, OUT.key))


def test_a_round_gone_along_the_posts_route_is_offered_to_be_counted(unit: Unit) -> None:
    points = [{"code": "P1", "name": "泵区", "subject": "a"}, {"code": "P2", "name": "釜台", "subject": "b"}]
    end = [{"timetable": "end", "when": "HANDOVER", "opens_s": 600, "closes_s": 0}]
    unit.ok("round.register_route", LEAD, route="unit", name="装置区", points=points, timetables=end)
    assert "交班前" in unit.see(OUT, "/rounds")
    key = unit.ok("round.start", OUT, route="unit").acts[0].payload.model_dump()["round"]
    for point in ("P1", "P2"):
        unit.ok("round.visit", OUT, round=key, point=point)
    assert "计入" not in unit.see(OUT)
    unit.ok("round.finish", OUT, round=key)
    assert "计入 07:40 开始的巡检（2 个检查点）" in unit.see(OUT)
    unit.done(OUT, "handover.count_round", round=key, point="outgoing-round")
    assert "计入" not in unit.see(OUT)
    assert "去巡检" not in unit.see(OUT)
