"""What the example regimes want of people, through the browser: authorities, waivers, tags, components, ways out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiaoban.handover import queries
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.plant import queries as plant
from jiaoban.regime.load import load_bytes
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "regimes" / "examples"
ASIDE = cast.AT_PATROL["C"]
"""Somebody of a third crew, who stands on neither side."""


class Post(WebDesk):
    """The patrol post under an example; its own complement is nobody's business here, so its first shift needs none."""

    def __init__(self, example: str, **changes: str) -> None:
        files = {one.name: one.read_bytes() for one in (EXAMPLES / example).iterdir() if one.is_file()}
        files["handover.yaml"] = files["handover.yaml"].replace(b"stops: [sign, first]", b"stops: [sign]")
        for was, becomes in changes.items():
            assert was.encode() in files["handover.yaml"]
            files["handover.yaml"] = files["handover.yaml"].replace(was.encode(), becomes.encode(), 1)
        super().__init__(load_bytes(files))

    def holds(self, who: cast.Member, qualification: str) -> None:
        found = find_verb("org.qualify")
        assert found is not None
        args = found.args.model_validate(
            {"person": who.key, "qualification": qualification, "valid_from": "2020-01-01"}
        )
        place = org.place(self.book, "", self.now)
        command = f"holds-{who.key}-{len(qualification)}"
        kept = self.pack
        perform(
            self.book,
            "org.qualify",
            args,
            actor=SYSTEM,
            place=place,
            now=self.now,
            command=command,
            packs=lambda _: kept,
        )


@pytest.fixture
def at() -> Iterator[Callable[[str], Post]]:
    before = door.clock
    yield Post
    door.clock = before


def test_a_postponement_is_asked_for_and_granted(at: Callable[[str], Post]) -> None:
    post = at("water")
    post.open()
    assert "handover.answer_postponement" not in post.see(LEAD)
    post.done(OUT, "handover.postpone", to="2026-11-23T08:30", reason="正在倒泵")
    assert post.handover.due_at.minute == 0
    page = post.see(LEAD)
    assert "正在倒泵" in page
    assert "同意推迟" in page
    assert "handover.answer_postponement" not in post.see(OUT)
    post.done(LEAD, "handover.answer_postponement", granted="true", text="倒完为止")
    assert post.handover.due_at.minute == 30
    assert "handover.answer_postponement" not in post.see(LEAD)


def test_a_finding_is_put_otherwise_by_the_named_authority_alone(at: Callable[[str], Post]) -> None:
    post = at("water")
    post.ok("plant.register_equipment", LEAD, equipment="p1", code="P1", name="1号泵")
    post.holds(ASIDE, "生产调度")
    post.open()
    post.done(OUT, "handover.cancel", reason="误开")
    found = post.ok("handover.find", OUT, kind="trouble", text="泵漏", ref="p1", arose="BEFORE").acts[0].command
    record = f"/handover/{post.key}/record"
    assert "handover.reassign" not in post.see(LEAD, record)
    assert "handover.reassign" in post.see(ASIDE, record)
    assert post.send(ASIDE, "handover.reassign", finding=found, side="site", reason="备件是次品") == 303
    page = post.see(LEAD, record)
    assert "改判" in page
    assert "备件是次品" in page
    assert queries.findings(post.book, POST)[0].people == ()


def test_a_count_is_typed_in_its_components(at: Callable[[str], Post]) -> None:
    post = at("water")
    post.ok(
        "plant.register_custody",
        LEAD,
        custody_item="salt",
        name="盐",
        kind="MATERIAL",
        expected=5,
        components=["库存", "已用"],
    )
    post.open()
    page = post.see(IN, f"/custody?occasion={post.key}")
    assert 'name="part.salt.0"' in page
    assert 'name="found.salt"' not in page
    fields = {
        "command": "count-1",
        "occasion": post.key,
        "back": f"{BASE}/custody",
        "form": "count",
        "next": f"{BASE}/custody",
    }
    sent = post.client(IN).post(f"{BASE}/custody/count", {**fields, "part.salt.0": "3", "part.salt.1": "2"})
    assert sent.status_code == 303
    counted = next(one for one in plant.counted(post.book, POST, post.key) if one.line.key == "salt")
    assert (counted.found, counted.short) == (5, 0)
    row = next(one for one in post.assess().rows("custody") if one["id"] == "salt")
    assert (row["counted"], row["found"]) == (False, None)


def test_whoever_is_to_come_is_told_by_telephone(at: Callable[[str], Post]) -> None:
    post = at("ems")
    post.open()
    ways = f"/handover/{post.key}/way-out"
    assert "handover.brief" in post.see(OUT, ways)
    assert "handover.brief" not in post.see(IN, ways)
    post.done(OUT, "handover.brief", to=IN.key, means="PHONE", text="东街封路")
    page = post.see(LEAD)
    assert "东街封路" in page
    assert "不转移责任" in page


def test_a_waiver_waits_for_its_witness(at: Callable[[str], Post]) -> None:
    post = at("ems")
    post.open()
    assert "handover.waive" in post.see(LEAD)
    post.done(LEAD, "handover.waive", point="beds", party="third", reason="三次无人接听")
    assert "beds-known" in post.blocked()
    assert "handover.witness" not in post.see(LEAD)
    assert "三次无人接听" in post.see(IN)
    post.done(IN, "handover.witness", point="beds", party="third")
    assert "beds-known" not in post.blocked()


def test_what_is_confirmed_on_the_spot_asks_for_the_tag(at: Callable[[str], Post]) -> None:
    post = at("ramp")
    post.ok("plant.register_equipment", LEAD, equipment="ab1", code="CS-AB1", name="AB1", kind="AIRCRAFT")
    post.ok("plant.open_matter", OUT, kind="DEFECT", title="Leak", equipment="ab1")
    post.open()
    line = next(key for key, one in post.handover.lines.items() if one.body.section == "open-work")
    assert "标牌（扫描或输入）" in post.see(OUT)
    assert (
        post.send(OUT, "handover.confirm", handover=post.key, point="at-the-aircraft", line=line, equipment="") != 303
    )
    post.done(OUT, "handover.confirm", point="at-the-aircraft", line=line, equipment="ab1")


def test_a_gate_that_gives_way_names_the_clause_that_precedes(at: Callable[[str], Post]) -> None:
    post = at("water")
    post.at("00:10").ok("plant.open_matter", OUT, kind="DISTURBANCE", title="干管爆裂", severity="MAJOR")
    post.at("07:30").key = post.ok("handover.open", OUT, arriving=[OUT.key]).acts[0].command
    verdict = next(one for one in post.assess().gates if one.gate.id == "rested")
    assert (verdict.status, verdict.precedes) == ("LIFTED", "water/6.2")
    page = post.see(OUT)
    assert "优先的条款" in page
    assert "停水抢修尚未结束" in page


def test_whoever_may_grant_a_postponement_is_led_to_the_request(at: Callable[[str], Post]) -> None:
    post = at("water")
    post.open()
    post.done(OUT, "handover.postpone", to="2026-11-23T08:30", reason="正在倒泵")
    assert "答复推迟的请求" in post.see(LEAD)
    assert "答复推迟的请求" not in post.see(OUT)
    assert "此前交接时刻不变" in post.see(OUT)


def test_an_unattended_post_is_taken_up_by_whoever_comes(at: Callable[[str], Post]) -> None:
    post = at("water")
    post.open()
    for point in ("safe-valves", "safe-alarm"):
        post.done(OUT, "handover.confirm", point=point, result="NORMAL")
    post.at("08:00").ok("handover.leave_unattended", LEAD, safe_state="机组自动运行", text="无人可换")
    post.at("08:05")
    assert "恢复值守" in post.see(IN, "?")
    post.key = post.ok("handover.open", IN).acts[0].command
    assert post.handover.leaving == ()
    page = post.see(IN)
    assert "handover.nothing" in page or "handover.write_line" in page
    for section in post.assess().rows("sections"):
        if not section["filled"]:
            post.done(IN, "handover.nothing", section=section["id"])
    post.done(IN, "handover.offer")
    assert "handover.offer" not in post.see(LEAD)


def test_whoever_commands_during_an_accident_is_named_with_the_clause_and_alone_resumes(
    at: Callable[[str], Post],
) -> None:
    post = at("ems")
    post.holds(ASIDE, "值班医师")
    post.open()
    post.ok("handover.nothing", OUT, section="incidents")
    for row in post.assess().rows("sections"):
        if not row["filled"] and row["required"]:
            post.ok("handover.nothing", OUT, section=row["id"])
    post.ok("handover.offer", OUT)
    fire = post.ok("plant.open_matter", OUT, kind="ACCIDENT", title="机房起火").acts[0].command
    panel = post.see(OUT).partition('id="accident"')[2].partition("</section>")[0]
    assert "值班医师；接班人员听从指挥" in panel
    assert "</span>4.6</span>" in panel
    assert "恢复交接" not in panel.partition("先前的确认")[2].replace("恢复交接以后", "")
    for state in ("HANDLING", "ENDED"):
        post.ok("plant.advance", OUT, matter=fire, state=state, note="已灭")
    assert post.send(LEAD, "handover.resume", handover=post.key) != 303
    post.done(ASIDE, "handover.resume", text="可以继续")
    assert post.handover.stage == "OFFERED"
