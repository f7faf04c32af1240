"""A regime in English only writes its book in English, whatever happens; one in Chinese or both writes Chinese."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

from jiaoban.duty import usecases as _duty  # noqa: F401 - declares the verbs
from jiaoban.followup import usecases as _followup  # noqa: F401
from jiaoban.handover.blind import FIGURE, sight
from jiaoban.handover.minutes import minutes_of
from jiaoban.kernel.refusal import Refusal
from jiaoban.kernel.tongue import CHINESE, ENGLISH, aside
from jiaoban.kernel.words import Words
from jiaoban.logbook import usecases as _logbook  # noqa: F401
from jiaoban.meeting import queries as meeting
from jiaoban.order import usecases as _order  # noqa: F401
from jiaoban.org import queries as org
from jiaoban.regime.load import load_bytes
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import read_yaml
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST, Desk
from tests.pure.regime.small import FILES

CHINESE_SIGNS = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SOURCES = (
    "matters", "entries", "readings", "equipment", "followups", "custody", "duties", "excursions", "totals", "rounds",
    "earths", "links",
)  # fmt: skip
ROWS = (*SOURCES, "orders", "loans", "meetings", "lines", "sections", "confirmations", "steps", "missing_lines")


def _in(language: str, value: Any) -> Any:
    """Return what a file says with every sentence in one language."""
    if isinstance(value, dict):
        if value and set(value) <= {"zh", "en"}:
            return value[language]
        return {key: _in(language, one) for key, one in value.items()}
    return [_in(language, one) for one in value] if isinstance(value, list) else value


@cache
def pack(language: str) -> Pack:
    """The small regime in one language; its record draws from everything that there is, and has a round on a route."""
    files = {name: read_yaml(name, text.encode()).value for name, text in FILES.items()}
    files["pack.yaml"] |= {"languages": [language], "approver": "Ann"}
    files["clauses.yaml"] = [one | {"number": str(place)} for place, one in enumerate(files["clauses.yaml"], start=1)]
    rules = files["handover.yaml"]
    rules["count"] |= {"by": "incoming"}
    rules["sections"] += [
        {"id": f"all-{one}", "clause": "small/1", "title": {"zh": "栏目", "en": one}, "draws": [{"from": one}]}
        for one in SOURCES
    ]
    rules["confirmations"].append(
        {
            "id": "walked",
            "clause": "small/1",
            "title": {"zh": "走一圈", "en": "Walk around"},
            "parties": ["outgoing"],
            "per": "subject",
            "route": True,
        }
    )
    gate = next(one for one in rules["gates"] if one["id"] == "complete")
    walked = {"none": {"of": "rounds", "where": {"field": "done", "is": False}}}
    rules["gates"].append(gate | {"id": "walked", "clear_when": walked, "title": {"zh": "巡检", "en": "Walked"}})
    return load_bytes({name: json.dumps(_in(language, one), default=str).encode() for name, one in files.items()})


D = TypeVar("D", bound=Desk)


def lived(language: str) -> Desk:
    return live(Desk(regime=pack(language)))


def live(desk: D) -> D:
    """A night in which everything happened that a record tells of; people write English."""
    pattern = org.post(desk.book, POST).now.pattern.model_dump(mode="json")
    desk.ok(
        "org.change_post",
        cast.ADMINISTRATOR,
        post=POST,
        name={"zh": "巡视", "en": "Patrol"},
        regime="small",
        pattern=pattern,
        subjects=[{"key": "a", "name": "Gate A"}, {"key": "b", "name": "Gate B"}],
    )
    desk.ok("plant.register_equipment", LEAD, equipment="p1", code="P-1", name="Pump 1")
    for key, more in {"t": {"low": "80", "high": "95", "high_high": "99"}, "w": {"rolls_at": "10000"}}.items():
        desk.ok("plant.register_parameter", LEAD, parameter=key, name=f"Figure {key}", unit="°C", group="g", **more)
    desk.ok("plant.register_custody", LEAD, custody_item="k", name="Key", kind="KEY", expected=3, note="on the board")
    desk.ok("plant.register_earth", LEAD, earth="e3", number="3")
    desk.ok("plant.register_earth", LEAD, earth="e4", number="4")
    desk.ok("order.issue", LEAD, title="Winter", text="Mind the ice.", number="7", kind="NOTICE", roles=["OPERATOR"])
    _matters(desk)
    _night(desk)
    return desk


def _matters(desk: Desk) -> None:
    def opened(clock: str, kind: str, **said: Any) -> str:
        return desk.at(clock).ok("plant.open_matter", OUT, kind=kind, **said).acts[0].command

    defect = opened("01:00", "DEFECT", title="Leak", severity="MINOR", equipment="p1", text="Drops", number="D-9")
    desk.ok("plant.note", OUT, matter=defect, text="Worse")
    desk.ok("plant.regrade", OUT, matter=defect, kind="ANOMALY", severity="MAJOR", reason="More water")
    desk.ok("plant.regrade", LEAD, matter=defect, kind="DEFECT", severity="MINOR", reason="Less water")
    change = {"before": "open", "after": "shut"}
    opened("01:10", "CHANGE", title="Valve", text="By order", equipment="p1", **change)
    opened("01:15", "PROTECTION", title="Trip link", text="Test", equipment="p1", before="in", after="out")
    said = {"words": "Start pump 1", "to": "Dispatcher", "who": "Lee"}
    order = opened("01:20", "DISPATCH", title="Start", text="Start it", number="12", people={"giver": "Ann"})
    desk.ok("plant.read_back", OUT, matter=order, **said)
    desk.ok("plant.advance", OUT, matter=order, state="CARRIED_OUT", note="Runs", who="Lee")
    desk.ok("plant.report", OUT, matter=order, text="It runs", to="Dispatcher")
    people = {"issuer": "Ann", "permitter": "Bob", "performer": "Cy", "guardian": "Di"}
    valid = {"valid_from": desk.now, "valid_to": desk.now + timedelta(hours=3)}
    permit = opened("01:30", "PERMIT", title="Weld", number="W-1", people=people, **valid)
    later = desk.now + timedelta(hours=9)
    desk.ok("plant.extend", LEAD, matter=permit, valid_to=later, reason="Not done", who="Bob")
    steps = ["Open", "Test"]
    people = {"performer": "Cy", "guardian": "Di"}
    opened("01:40", "SWITCHING", title="Isolate", number="S-1", people=people, steps=steps)
    face = opened("01:50", "WORKFACE", title="Lining", people={"performer": "Cy"})
    desk.ok("plant.progress", OUT, matter=face, percent=30, text="Half a wall")
    hung = {"equipment": "p1", "where": "Busbar", "permit": permit, "hung_by": "Cy", "guardian": "Di"}
    desk.at("02:00").ok("plant.hang_earth", OUT, earth="e3", **hung)
    desk.ok("plant.hang_earth", OUT, earth="e4", equipment="p1", where="Drain")
    desk.at("02:10").ok("plant.remove_earth", OUT, earth="e4", removed_by="Cy", note="Clean")


def _night(desk: Desk) -> None:
    desk.ok("plant.read", OUT, readings=[{"parameter": "t", "value": "90"}], at=desk.now - timedelta(hours=4))
    for clock, value in (("02:20", "90"), ("02:30", "99.5"), ("02:40", "91"), ("02:50", "97")):
        told = {"cause": "Fed too fast", "handling": "Slowed"} if value == "99.5" else {}
        desk.at(clock).ok("plant.read", OUT, readings=[{"parameter": "t", "value": value, **told}])
    desk.ok("plant.set_state", OUT, equipment="p1", state="RUNNING", mode="auto", note="On")
    desk.ok("logbook.write", OUT, category="OTHER", text="Quiet")
    desk.ok("logbook.write", OUT, category="OTHER", text="Was late", occurred_at=desk.now - timedelta(hours=2))
    desk.ok("plant.move_custody", OUT, custody_item="k", movement="RECEIVED", number=1, reason="New")
    desk.ok("plant.lend", OUT, custody_item="k", to="Workshop", purpose="Grinding")
    due = {"due_at": desk.now + timedelta(hours=9), "owner": OUT.key}
    for what in ("Filter", "Lamp"):
        key = desk.ok("followup.open", OUT, what=what, where="Hall", state_so_far="Ordered", next_step="Fit it", **due)
        if what == "Lamp":
            desk.ok("followup.close", OUT, followup=key.acts[0].command, result="Fitted")
    desk.at("07:40").open()
    desk.ok("duty.excuse", OUT, duty="report", shift=desk.handover.shift, reason="No form")
    desk.ok("handover.confirm", OUT, point="walked", subject="a")


def told(desk: Desk) -> str:
    """Everything that the program wrote, without the names of people, which are what they are."""
    acts = [act.payload.model_dump_json() for act in desk.book.acts() if not isinstance(act.payload, Refusal)]
    written = "\n".join(one for one in acts if '"adopted"' not in one)
    for name in sorted(org.names(desk.book).values(), key=len, reverse=True):
        written = written.replace(name, "")
    return written


def lines(desk: Desk) -> list[str]:
    return [one.body.text for one in desk.handover.lines.values()]


def chinese(texts: Iterable[str]) -> list[str]:
    return [one for one in texts if CHINESE_SIGNS.search(one)]


def test_no_line_of_an_english_regime_says_a_chinese_word() -> None:
    desk = lived("en")
    assert {one.body.source for one in desk.handover.lines.values()} >= set(SOURCES)
    assert chinese(lines(desk)) == []
    for source in ROWS:
        rows = desk.assess().rows(source)
        names = [str(row.get(name, "")) for row in rows for name in ("title", "title_en", "text", "missing")]
        people = org.names(desk.book).values()
        assert chinese(one for one in names if not any(name in one for name in people)) == [], source


def test_what_the_lines_of_an_english_regime_say() -> None:
    said = "\n".join(lines(lived("en")))
    for line in (
        "Defect D-9: Leak; equipment: Pump 1; Drops; latest: Less water; changed from Anomaly (major)",
        "valid until 11-23 10:30 (extended)",
        "steps: 2, none done yet",
        "progress 30%",
        "read back by Lee; reported to Dispatcher",
        "Was late (late entry)",
        "Figure t 97 °C, +7 since takeover, outside its limits",
        "Figure t outside 80 to 95 °C from 02:30:00, furthest 99.5 °C (HH), back at 02:40:00; cause: Fed too fast",
        "Figure w: from not read to not read, this shift cannot be worked out",
        "Pump 1 (P-1): Running, auto",
        "Follow-up: Filter (Hall); so far: Ordered; next step: Fit it",
        "Follow-up: Lamp (Hall); closed: Fitted",
        "Key: expected 3; on the board; this shift: Received 1 (New), Lent 1 (Workshop: Grinding)",
        "Report: not done",
        "Earth 3: hangs at Busbar (Pump 1); permit W-1; hung 23 Nov 02:00 by Cy",
        "Earth 4: removed from Drain (Pump 1); hung 23 Nov 02:00; removed 23 Nov 02:10 by Cy",
        "Walk around: not begun",
        "Trip link: Out (Pump 1)",
    ):
        assert line in said, (line, said)


def test_no_act_of_an_english_regime_says_a_chinese_word() -> None:
    desk = lived("en")
    since = next(place for place, one in enumerate(told(desk).split("\n")) if '"p1"' in one)
    assert chinese(told(desk).split("\n")[since:]) == []


def test_an_accident_suspends_an_english_handover_in_english() -> None:
    desk = lived("en")
    key = desk.ok("plant.open_matter", OUT, kind="ANOMALY", title="Smoke").acts[0].command
    desk.at("07:45")
    for section in desk.assess().rows("sections"):
        if not section["filled"]:
            desk.ok("handover.nothing", OUT, section=section["id"])
    desk.ok("handover.confirm", OUT, point="walked", subject="b")
    desk.ok("handover.draw", OUT)
    desk.ok("handover.offer", OUT)
    desk.ok("plant.regrade", OUT, matter=key, kind="ACCIDENT", severity="MAJOR", reason="Fire")
    assert desk.handover.stage == "SUSPENDED"
    assert desk.handover.events[-1].text == "Now an accident: Smoke"


def test_the_minutes_and_what_a_meeting_assigns_speak_the_language_too() -> None:
    desk = lived("en")
    desk.at("07:50").ok("handover.report_in", IN)
    key = desk.ok("meeting.open", LEAD, kind="PRE", occasion=desk.key).acts[0].command
    desk.ok("meeting.call_roll", LEAD, meeting=key, people=[{"person": IN.key, "present": True, "fitness": "FIT"}])
    desk.ok("handover.assign", LEAD, person=IN.key, what="Sweep", next_step="Now")
    assigned = desk.assess().handover
    found = meeting.meeting(desk.book, key)
    assert found is not None
    text = minutes_of(desk.book, found, "Asia/Shanghai", "en")
    for name in org.names(desk.book).values():
        text = text.replace(name, "")
    assert chinese([text]) == []
    assert "1. : Sweep; Now (" in text
    assert assigned.open


def test_a_blind_count_hides_the_figure_of_an_english_line() -> None:
    desk = lived("en")
    reader = sight(desk.book, POST, org.actor(desk.book, IN.key), desk.pack)
    hidden = [one.body.text for one in reader.handover(desk.handover).lines.values() if one.body.source == "custody"]
    assert hidden == [one for one in hidden if "expected" not in one and "after the count" in one]
    assert [row["title"] for row in desk.assess().rows("lines") if row["source"] == "custody"] == ["Key"]


def test_where_things_are_kept_is_hidden_with_the_figure() -> None:
    assert FIGURE.sub("?", "Key: expected 3 (Board A: 1, 2; B: 3); on the board") == "Key: ?; on the board"
    assert FIGURE.sub("?", "Key: expected 3; lent (to Ann)") == "Key: ?; lent (to Ann)"


def test_a_regime_in_chinese_writes_chinese_as_ever() -> None:
    said = "\n".join(lines(lived("zh")))
    for line in (
        "缺陷 D-9：Leak；设备：Pump 1；Drops；最近：Less water；由异常（重大）改为缺陷（一般）；状态：",
        "Figure t 97 °C，较接班时+7，超限",
        "Key：应有 3；on the board；本班领入 1（New）、借出 1（Workshop：Grinding）",
        "4号接地线：已从Drain（Pump 1）拆除；11月23日 02:00 挂设；11月23日 02:10 Cy拆除",
    ):
        assert line in said, (line, said)


def test_the_language_is_chinese_unless_a_regime_has_none() -> None:
    assert pack("en").head.tongue is ENGLISH
    assert pack("zh").head.tongue is CHINESE
    assert pack("en").head.model_copy(update={"languages": ("en", "zh")}).tongue is CHINESE


def test_an_aside_has_the_brackets_of_each_language() -> None:
    assert aside("Key", "Ann") == Words(zh="Key（Ann）", en="Key (Ann)")
    assert aside(Words(zh="钥匙", en="Key"), "") == Words(zh="钥匙", en="Key")
