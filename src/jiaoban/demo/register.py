"""The invented plant of the demo station: equipment, parameters, things in custody."""

from dataclasses import dataclass
from math import pi, sin

from jiaoban.demo.cast import A_LEAD, CCR, PATROL
from jiaoban.demo.troupe import Troupe


@dataclass(frozen=True, slots=True)
class Gear:
    """A piece of equipment: post, key, code, name, kind of the regime's sections, state, mode, what it is part of."""

    post: str
    key: str
    code: str
    name: str
    kind: str
    state: str = "RUNNING"
    mode: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A parameter and its invented figures: around `level`, swinging by `swing` over a day, rising by `drift`."""

    post: str
    key: str
    name: str
    unit: str
    group: str
    low: str
    high: str
    decimals: int
    level: float
    swing: float
    drift: float = 0.0
    equipment: str = ""

    def figure(self, hours: int) -> str:
        """Return the figure so many hours before the visitor comes (hours <= 0)."""
        value = self.level + self.swing * sin(2 * pi * hours / 24) + self.drift * hours / 24
        return f"{value:.{self.decimals}f}"


GEAR = (
    Gear(CCR, "unit-1", "1F", "1号水轮发电机组", "机组", mode="并网，有功 62 MW"),
    Gear(CCR, "unit-2", "2F", "2号水轮发电机组", "机组", mode="并网，有功 58 MW"),
    Gear(CCR, "unit-3", "3F", "3号水轮发电机组", "机组", "MAINTENANCE", "C修，导叶轴套处理"),
    Gear(CCR, "main-tr-1", "1B", "1号主变压器", "主变", mode="并网"),
    Gear(CCR, "main-tr-2", "2B", "2号主变压器", "主变", mode="并网"),
    Gear(CCR, "bus-220", "220kV-I", "220kV I 母线", "母线", mode="正常方式"),
    Gear(CCR, "line-yq", "云清一线", "220kV 云清一线", "线路", mode="送电"),
    Gear(CCR, "governor-1", "1F-GOV", "1号机调速器", "调速器", mode="自动，功率模式", parent="unit-1"),
    Gear(CCR, "exciter-1", "1F-EXC", "1号机励磁系统", "励磁", mode="A 套主用", parent="unit-1"),
    Gear(CCR, "dc-220", "DC-220", "220V 直流系统", "直流", mode="浮充"),
    Gear(PATROL, "water-1", "1JSB", "1号技术供水泵", "水泵", mode="主用", parent="unit-1"),
    Gear(PATROL, "water-2", "2JSB", "2号技术供水泵", "水泵", "STANDBY", "备用", parent="unit-2"),
    Gear(PATROL, "drain-1", "1SLB", "1号渗漏排水泵", "水泵", mode="主用，自动"),
    Gear(PATROL, "drain-2", "2SLB", "2号渗漏排水泵", "水泵", "STANDBY", "备用，自动"),
    Gear(PATROL, "air-1", "1KYJ", "1号中压空压机", "空压机", mode="自动"),
    Gear(PATROL, "aux-10kv", "10kV-CY", "10kV 厂用电", "厂用电", mode="I、II 段分段运行"),
)
GAUGES = (
    Gauge(CCR, "level-up", "上游水位", "m", "reservoir", "365.00", "375.00", 2, 372.38, 0.12, 0.21),
    Gauge(CCR, "level-down", "下游水位", "m", "reservoir", "298.00", "306.00", 2, 301.64, 0.20),
    Gauge(CCR, "inflow", "入库流量", "m³/s", "reservoir", "0", "2500", 0, 418, 26, 14),
    Gauge(CCR, "outflow", "出库流量", "m³/s", "reservoir", "0", "2500", 0, 386, 45),
    Gauge(CCR, "load-plan", "计划负荷", "MW", "load", "0", "180", 0, 120, 18),
    Gauge(CCR, "load-real", "实际负荷", "MW", "load", "0", "180", 1, 119.6, 18.4),
    Gauge(CCR, "frequency", "系统频率", "Hz", "system", "49.80", "50.20", 2, 50.01, 0.02),
    Gauge(CCR, "voltage", "220kV 母线电压", "kV", "system", "220.0", "242.0", 1, 231.4, 1.6, equipment="bus-220"),
    Gauge(PATROL, "thrust-1", "1号机推力瓦温", "℃", "unit", "", "65.0", 1, 52.3, 1.1, 0.8, "unit-1"),
    Gauge(PATROL, "guide-1", "1号机上导瓦温", "℃", "unit", "", "65.0", 1, 47.8, 0.9, equipment="unit-1"),
    Gauge(PATROL, "sump", "渗漏集水井水位", "m", "auxiliary", "", "3.20", 2, 2.41, 0.28, 0.18),
    Gauge(PATROL, "air", "中压气罐压力", "MPa", "auxiliary", "3.80", "4.20", 2, 4.02, 0.06, equipment="air-1"),
)
EARTHS = (
    *((PATROL, f"earth-{number}", str(number), "10kV 25mm²", "安全工器具室 1 号柜") for number in range(1, 4)),
    *((PATROL, f"earth-{number}", str(number), "220kV 35mm²", "安全工器具室 2 号柜") for number in range(4, 7)),
)
CUSTODY = (
    (CCR, "keys-main", "开关柜钥匙", "KEY", 12),
    (CCR, "keys-five", "五防电脑钥匙", "KEY", 2),
    (CCR, "rules", "运行规程", "PAPER", 3),
    (CCR, "drawings", "一次系统图、二次原理图", "DRAWING", 6),
    (CCR, "radios", "对讲机", "TOOL", 4),
    (PATROL, "gloves", "绝缘手套", "TOOL", 4),
    (PATROL, "detector", "验电器", "TOOL", 2),
    (PATROL, "earths", "接地线", "TOOL", 6),
    (PATROL, "keys-hall", "厂房门钥匙", "KEY", 8),
    (PATROL, "drawings-hall", "厂房系统图", "DRAWING", 2),
    (PATROL, "extinguishers", "灭火器", "FIRE_GEAR", 10),
)


def enter(troupe: Troupe) -> None:
    """Enter everything in the registers of both posts."""
    for one in GEAR:
        line = {"equipment": one.key, "code": one.code, "name": one.name, "kind": one.kind, "parent": one.parent}
        troupe.do("plant.register_equipment", A_LEAD, one.post, **line)
        troupe.do("plant.set_state", A_LEAD, one.post, equipment=one.key, state=one.state, mode=one.mode)
    for gauge in GAUGES:
        troupe.do(
            "plant.register_parameter",
            A_LEAD,
            gauge.post,
            parameter=gauge.key,
            name=gauge.name,
            unit=gauge.unit,
            group=gauge.group,
            low=gauge.low,
            high=gauge.high,
            decimals=gauge.decimals,
            equipment=gauge.equipment,
        )
    for post, key, name, kind, expected in CUSTODY:
        troupe.do("plant.register_custody", A_LEAD, post, custody_item=key, name=name, kind=kind, expected=expected)
    for post, key, number, spec, home in EARTHS:
        troupe.do("plant.register_earth", A_LEAD, post, earth=key, number=number, spec=spec, home=home)
