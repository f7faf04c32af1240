"""A process unit: nobody comes at eight.

It is reported, somebody qualified and rested stands in, and when the two sides disagree, both foremen rule.
"""

import pytest

from jiaoban.demo.description import Member
from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Watch

SITES = ("binjiang",)
POST = "p/reaction"
QUARREL = "冷却水阀超限算不算短时间处理不完"


@pytest.fixture
def watch(jiaoban: Commands) -> Watch:
    return Watch.of(jiaoban("demo", "people", "--json").stdout, "binjiang")


def test_relief_does_not_come_and_a_stand_in_disagrees(people: People, watch: Watch) -> None:
    out = people(watch.on_duty.username, site="binjiang")
    lead = people(watch.lead.username, PHONE, dark=True, site="binjiang")

    out.clock("07:35")
    here = prepare(out, watch)
    tired, rested = tired_and_rested(watch)

    nobody_comes(out, lead, here, watch)
    stand_in(lead, here, watch, tired, rested)

    relief = people(rested.username, PHONE, site="binjiang")
    other_lead = people(watch.next_lead.username, site="binjiang")
    relief.clock("08:10").go(here)
    relief.send("report-in", ready=True).send("declare-fitness", fitness="FIT")
    relief.sees("已到岗", f"顶替{tired.name}").misses("没有提前15分钟到岗").check("process-relief-phone")
    disagree(relief, out, lead, other_lead, here, watch)
    out.open(f"{POST}/responsibility").sees(f"由 {watch.on_duty.name} 负责").check("process-responsible-desktop")


def tired_and_rested(watch: Watch) -> tuple[Member, Member]:
    """Who stood the evening before would stand 16 hours in 24; the other one has rested."""
    cycle = watch.site.cycle
    today = next(number for number, crews in enumerate(cycle) if crews["night"] == watch.running)
    evening = cycle[today - 1]["evening"]
    tired = next(one for one in watch.others if one.crew == evening)
    return tired, next(one for one in watch.others if one is not tired)


def prepare(out: Person, watch: Watch) -> str:
    """The round along the route, the figures, the record; what is outside its limits wants its cause."""
    out.open(f"{POST}/handover").arrives(r"/handover/[^/]+$")
    here = out.path()
    out.sees("交班前巡检", "反应器冷却水阀开度", "超限").check("process-draft-desktop")
    read(out, watch)
    out.go(here)
    while out.page.locator("form[id^='confirm-']").count():
        out.send_by("form[id^='confirm-']")
    output = {"fields.amount": "183", "fields.amount-unit": "m³", "fields.quality": "53.8", "fields.quality-unit": "%"}
    for section, text, fields in (
        ("task", "计划产品 183 m³，负荷 100%", {}),
        ("original-records", "操作记录表齐全", {}),
        ("hygiene", "泵区已清扫", {}),
        ("output", "G/H 混合产品", output),
    ):
        out.send(f"write-line-{section}", text=text, **fields)
    cause = {"fields.cause": "循环水温度升高", "fields.handling": "阀已开大，反应温度受控"}
    out.send_by("form[id^='change-line-excursions']", **cause)
    for section in ("weak-points", "abnormal"):
        out.send(f"nothing-{section}")
    if out.page.locator("form#draw").count():
        out.send("draw")
    out.send("offer").sees("已交班，待接班").check("process-offered-desktop")
    return here


def read(out: Person, watch: Watch) -> None:
    """The figures of the handover; the one that is outside its limits with its cause and what was done."""
    out.open(f"{POST}/readings?at=now").check("process-readings-desktop")
    for one in watch.site.registers.parameters:
        out.page.locator(f"[name='figure.{one.key}']").fill(f"{one.level + one.bend:.{one.decimals}f}")
    out.page.locator("[name='cause.v-cw']").fill("循环水温度升高")
    out.page.locator("[name='handling.v-cw']").fill("阀已开大")
    out.send("read").sees("反应器冷却水阀开度")


def nobody_comes(out: Person, lead: Person, here: str, watch: Watch) -> None:
    """At the hour the report is demanded; the foreman is told, the outgoing side stays and answers."""
    out.clock("08:00").go(here)
    gate = out.page.locator("#gate-relief-reported")
    gate.evaluate(
        "one => { for (let at = one; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
    )
    out.sees("到点无人接班，还没有报告班长").check("process-late-desktop")
    out.go(f"{here}/way-out")
    out.send("report-relief", person=watch.relief.key, text="电话无人接听，已留岗")
    lead.open("board").sees("接班人未到，已报告").check("process-board-phone-dark")
    lead.go(here)
    lead.sees("电话无人接听，已留岗")
    lead.open(f"{POST}/responsibility").sees(f"由 {watch.on_duty.name} 负责", "仍由交班人负责")


def stand_in(lead: Person, here: str, watch: Watch, tired: Member, rested: Member) -> None:
    """Only the qualified are offered; who would stand too long is flagged, and somebody else is called."""
    lead.go(f"{here}/way-out")
    offered = lead.page.locator("form[id='stand-in'] select[name='person'] option").all_text_contents()
    assert any(rested.name in one for one in offered), offered
    assert not any("潘雪" in one for one in offered), "she has no certificate for the post"
    lead.check("process-ways-phone-dark")
    why = {"instead_of": watch.relief.key, "reason": "接班人联系不上"}
    lead.send("stand-in", person=tired.key, **why)
    lead.go(here)
    lead.sees(f"24小时内超过12小时：{tired.name}")
    lead.go(f"{here}/way-out")
    lead.send("stand-in", person=rested.key, instead_of=tired.key, reason="工时超限，另安排人")
    lead.go(here)
    lead.misses(f"24小时内超过12小时：{tired.name}").sees(rested.name)


def disagree(relief: Person, out: Person, lead: Person, other_lead: Person, here: str, watch: Watch) -> None:
    """A dispute pauses the handover; one foreman's word is not enough, nor are two that differ."""
    relief.send("object", kind="dispute", text=QUARREL).sees("意见不统一，交接暂停")
    out.sees(QUARREL, "意见不统一，交接暂停").check("process-dispute-desktop")
    lead.go(here)
    lead.sees("4（2）", QUARREL)
    lead.send_by("form[id^='rule-'][id$='-false']", text="算，按三样办：讲清、同意、报告")
    relief.sees("意见不统一，交接暂停")
    other_lead.go(here)
    other_lead.sees("算，按三样办").send_by("form[id^='rule-'][id$='-true']", text="先把阀位调回来")
    relief.sees("先把阀位调回来", "意见不统一，交接暂停").check("process-dispute-phone")
    other_lead.send_by("form[id^='rule-'][id$='-false']", text="同意，按三样办")
    relief.sees("已交班，待接班").misses("意见不统一，交接暂停")
    other_lead.check("process-ruled-desktop")
