"""What happened at the demo station in the days before the visitor comes, and in the night that is running."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.demo import cast
from jiaoban.demo.register import GAUGES
from jiaoban.demo.troupe import Part, Troupe, Turn, turn_at
from jiaoban.demo.walk import PLAIN, Story, Walk

DAYS = 3
HOURS_READ = 55
"""Hourly readings go back so far: over the two last days and the night."""
LOG = {
    cast.CCR: (
        (45, "ROUND", "监盘：机组、主变、线路各参数正常，无告警。"),
        (130, "OPERATION", "按调度曲线调整 1 号、2 号机有功，频率、电压合格。"),
        (250, "WORK", "核对调度日计划，抄录电量，与调度核对一致。"),
        (390, "OTHER", "接水情中心电话，入库流量预报已转告值长。"),
    ),
    cast.PATROL: (
        (50, "ROUND", "厂房巡视：机组摆度、振动、瓦温正常，无异音。"),
        (150, "OPERATION", "渗漏排水泵手动启动试转 5 分钟，正常，恢复自动。"),
        (265, "WORK", "滤水器排污，清扫水轮机层地面。"),
        (380, "ROUND", "GIS 室、直流室巡视，SF6 压力、蓄电池电压正常。"),
    ),
}
STORIES = {
    (cast.CCR, 0): Story(question=("3 号机检修预计几天？", "计划 6 天，详见工作票。")),
    (cast.CCR, 3): Story(assignment=("核对 220kV 云清一线保护定值单", "与调度逐项核对，结果写入日志")),
    (cast.CCR, 5): Story(lines=(("accidents", "14:20 云清一线瞬时故障，重合成功，已汇报调度，无异常。"),)),
    (cast.CCR, 7): Story(late_because="班车途中爆胎，已电话报告值长。"),
    (cast.PATROL, 1): Story(objection=("水轮机层地面有油迹", "已用锯末吸附并擦净。")),
    (cast.PATROL, 4): Story(shortage=("gloves", "一副送检，试验站回执编号 YF-J-118。")),
    (cast.PATROL, 6): Story(question=("2 号技术供水泵盘根渗水有没有变大？", "没有，每分钟约 20 滴，已垫接水盘。")),
}


def parts(troupe: Troupe, start: datetime, tonight: Turn) -> Iterable[Part]:
    """Return everything that is played between the first midnight and the visitor's arrival, for both posts."""
    for post in (cast.CCR, cast.PATROL):
        first = turn_at(post, start)
        yield _take_first(troupe, first)
        turn, number = first, 0
        while turn.shift.begins_at < tonight.shift.begins_at:
            yield _log(troupe, turn)
            yield Walk(troupe, turn, STORIES.get((post, number), PLAIN)).part()
            turn, number = turn.next, number + 1
        yield _readings(troupe, post, tonight)
    yield _control_room(troupe, start, turn_at(cast.CCR, tonight.shift.begins_at))
    yield _powerhouse(troupe, start, turn_at(cast.PATROL, tonight.shift.begins_at))


def _take_first(troupe: Troupe, turn: Turn) -> Part:
    yield turn.at(0)
    troupe.do("handover.take_first", turn.lead, turn.post, people=[turn.on_duty.key], text="本站启用电子交接班。")


def _log(troupe: Troupe, turn: Turn) -> Part:
    for minutes, category, text in LOG[turn.post]:
        yield turn.at(minutes)
        troupe.do("logbook.write", turn.on_duty, turn.post, category=category, text=text)


def _readings(troupe: Troupe, post: str, tonight: Turn) -> Part:
    gauges = [one for one in GAUGES if one.post == post]
    last = tonight.at(0) + timedelta(hours=7)
    for hours in range(-HOURS_READ, 1):
        hour = last + timedelta(hours=hours)
        yield hour + timedelta(minutes=2)
        figures = [{"parameter": one.key, "value": one.figure(hours)} for one in gauges]
        reader = turn_at(post, hour).on_duty
        troupe.do("plant.read", reader, post, readings=figures, at=hour)


def _control_room(troupe: Troupe, start: datetime, tonight: Turn) -> Part:
    """The long-lasting matters of the control room, and its running night."""
    post = cast.CCR

    def on(hours: float) -> datetime:
        return start + timedelta(hours=hours)

    def by() -> cast.Member:
        return turn_at(post, troupe.now).on_duty

    def do(verb: str, **said: object) -> str:
        return troupe.do(verb, by(), post, **said)

    yield on(9.2)
    permit = do(
        "plant.open_matter",
        kind="PERMIT",
        title="3 号机导叶轴套漏水处理",
        number="YF-1-118",
        equipment="unit-3",
        text="检修班 5 人，工作票有效期 6 天。",
        people={"issuer": "沈国梁", "performer": "检修班 马建军", "guardian": "检修班 丁立"},
    )
    yield on(9.7)
    do(
        "plant.open_matter",
        kind="SAFETY",
        title="3 号机组隔离",
        equipment="unit-3",
        text="进水口检修闸门落下，蜗壳排空；机端挂接地线 1 组，挂「禁止合闸，有人工作」2 块。",
    )
    yield on(9.8)
    do("plant.advance", matter=permit, state="PERMITTED", note="安全措施已布置，许可开工。")
    face = do("plant.open_matter", kind="WORKFACE", title="3 号机水车室", equipment="unit-3", text="拆卸拐臂、拔套筒。")
    yield on(29)
    order = do(
        "plant.open_matter",
        kind="DISPATCH",
        title="云清一线潮流控制在 150 MW 以内",
        number="省调 2318",
        text="线路走廊山火预警期间执行。",
    )
    yield on(33.5)
    do(
        "followup.open",
        what="月度发电量报表报送",
        where="生产技术部",
        state_so_far="数据已汇总，待核对厂用电量",
        next_step="核对后报送并电话确认",
        due_at=tonight.at(-1) + timedelta(hours=9),
        owner=tonight.next.on_duty.key,
    )
    yield on(52)
    do("plant.advance", matter=order, state="CARRIED_OUT", note="预警解除，省调令恢复正常。")
    yield on(64.5)
    do("plant.note", matter=face, text="轴套已更换 12 只，余 8 只。")
    do("plant.advance", matter=permit, state="SUSPENDED", note="当日收工，现场已清理。")
    yield from _control_room_tonight(troupe, tonight)


def _control_room_tonight(troupe: Troupe, tonight: Turn) -> Part:
    def do(verb: str, **said: object) -> str:
        return troupe.do(verb, tonight.on_duty, tonight.post, **said)

    yield tonight.at(40)
    do("logbook.write", category="ROUND", text="监盘：全厂出力 120 MW，频率 50.01 Hz，无告警。")
    yield tonight.at(135)
    do(
        "plant.open_matter",
        kind="PROTECTION",
        title="退出云清一线重合闸压板",
        equipment="line-yq",
        before="投入",
        after="退出",
        number="YF-Y-047",
        text="省调令：线路带电作业期间退出重合闸。",
    )
    yield tonight.at(200)
    entry = do("logbook.write", category="OPERATION", text="2 号机有功由 60 MW 减至 55 MW，系统频率 50.03 Hz。")
    yield tonight.at(215)
    do(
        "logbook.amend",
        entry=entry,
        text="2 号机有功由 60 MW 减至 58 MW，系统频率 50.03 Hz。",
        reason="数值抄错，已与监控系统核对。",
    )
    yield tonight.at(340)
    do(
        "plant.open_matter",
        kind="DISPATCH",
        title="08:30 起全厂出力加至 150 MW",
        number="省调 2341",
        text="先加 1 号机至 80 MW，再加 2 号机至 70 MW，加完汇报。",
    )
    yield tonight.at(372)
    do("logbook.write", category="WORK", text="核对保护压板位置，与定值单一致（重合闸压板除外，见异动）。")
    yield tonight.at(425)
    happened = tonight.at(290)
    do("logbook.write", category="OTHER", text="水情中心电话：上午入库流量预计 450 m³/s。", occurred_at=happened)


def _powerhouse(troupe: Troupe, start: datetime, tonight: Turn) -> Part:
    """The long-lasting matters of the patrol post, and its running night."""
    post = cast.PATROL

    def do(verb: str, **said: object) -> str:
        return troupe.do(verb, turn_at(post, troupe.now).on_duty, post, **said)

    yield start + timedelta(hours=10)
    defect = do(
        "plant.open_matter",
        kind="DEFECT",
        title="2 号技术供水泵盘根渗水",
        severity="MINOR",
        equipment="water-2",
        text="每分钟约 20 滴，已垫接水盘，泵转备用。",
    )
    yield start + timedelta(hours=10.4)
    hung = {"where": "3号机出口 1031 刀闸机端侧", "equipment": "unit-3", "guardian": "检修班 丁立"}
    do("plant.hang_earth", earth="earth-4", hung_by="检修班 马建军", **hung)
    yield start + timedelta(hours=11)
    do(
        "followup.open",
        what="2 号技术供水泵盘根更换",
        where="技术供水泵室",
        state_so_far="备件已报，等待到货",
        next_step="到货后联系检修班更换",
        due_at=tonight.at(-1) + timedelta(hours=33),
        owner=tonight.next.on_duty.key,
        origin=defect,
    )
    yield start + timedelta(hours=61)
    do("plant.note", matter=defect, text="备件已到货，待 3 号机检修班抽人更换。")
    yield tonight.at(55)
    do("logbook.write", category="ROUND", text="厂房巡视：1 号机推力瓦温 52.1 ℃，振动 0.03 mm，无异音。")
    yield tonight.at(220)
    anomaly = do(
        "plant.open_matter",
        kind="ANOMALY",
        title="1 号渗漏排水泵启动频繁",
        severity="MAJOR",
        equipment="drain-1",
        text="间隔由 45 分钟缩短到 18 分钟，集水井来水增大，2 号泵已投自动。",
    )
    yield tonight.at(310)
    do("plant.note", matter=anomaly, text="查得蜗壳排水阀内漏，已关紧手动阀，间隔恢复到 30 分钟，继续观察。")
    yield tonight.at(395)
    do("logbook.write", category="WORK", text="水轮机层、技术供水泵室清扫完毕。")
