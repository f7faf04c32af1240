"""One example line of each table, for the template that people fill in."""

_CHINESE: dict[str, dict[str, str]] = {
    "equipment": {
        "equipment": "G1",
        "code": "1F",
        "name": "1号水轮发电机组",
        "kind": "机组",
        "in_use": "是",
    },
    "states": {
        "equipment": "1F",
        "name": "1号水轮发电机组",
        "state": "运行",
        "mode": "并网，有功 62 MW",
        "occurred_at": "2026-11-23 06:00",
    },
    "custody": {
        "custody_item": "K1",
        "name": "开关柜钥匙",
        "kind": "钥匙",
        "expected": "12",
        "in_use": "是",
    },
    "parameters": {
        "parameter": "level-up",
        "name": "上游水位",
        "unit": "m",
        "group": "水库",
        "low": "365.00",
        "high": "375.00",
        "lowest": "300",
        "highest": "400",
        "decimals": "2",
        "in_use": "是",
    },
    "matters": {
        "kind": "缺陷",
        "title": "油压装置渗油",
        "number": "2026-117",
        "state": "未消除",
        "severity": "一般",
        "text": "法兰处每分钟 3 滴，已放接油盘",
        "occurred_at": "2026-11-23 06:30",
    },
    "earths": {
        "earth": "E3",
        "number": "3",
        "spec": "220kV 25mm²",
        "home": "安全工器具室 2 号柜",
        "in_use": "是",
    },
    "loans": {
        "custody_item": "开关柜钥匙",
        "number": "1",
        "to": "钱学文",
        "purpose": "1号机导叶检修",
        "occurred_at": "2026-11-20 09:10",
        "due_at": "2026-11-20 17:00",
        "returned": "1",
        "returned_at": "2026-11-20 16:40",
        "condition": "完好",
    },
    "orders": {
        "number": "运行〔2026〕18号",
        "title": "冬季运行注意事项",
        "text": "气温低于 0 ℃时，每两小时检查一次进水口拦污栅。",
        "kind": "注意事项",
        "roles": "值班员",
        "valid_from": "2026-11-01 08:00",
        "asks": "打勾确认",
        "every_months": "0",
        "within_days": "7",
    },
    "leads": {
        "number": "138 0013 8000",
        "name": "刘女士",
        "said": "孩子读初二，问周末班",
    },
    "people": {
        "person": "qianxuewen",
        "name": "钱学文",
        "username": "qianxuewen",
        "phone": "13800000000",
        "active": "是",
        "roles": "值班员",
    },
}
_ENGLISH: dict[str, dict[str, str]] = {
    "equipment": {"name": "Turbine generator 1", "kind": "Unit", "in_use": "yes"},
    "states": {"name": "Turbine generator 1", "state": "Running", "mode": "on the grid, 62 MW"},
    "custody": {"name": "Switchgear key", "kind": "Key", "in_use": "yes"},
    "parameters": {"name": "Upstream level", "group": "Reservoir", "in_use": "yes"},
    "matters": {
        "kind": "Defect",
        "title": "Oil seeps from the governor",
        "state": "Present",
        "severity": "Minor",
        "text": "3 drops a minute at the flange; a tray stands under it",
    },
    "earths": {"home": "Tool room, cabinet 2", "in_use": "yes"},
    "loans": {
        "custody_item": "Switchgear key",
        "to": "Ann Lee",
        "purpose": "Overhaul of guide vane 1",
        "condition": "Sound",
    },
    "orders": {
        "number": "OPS 2026-18",
        "title": "Winter operation",
        "text": "Below 0 °C look at the intake rack every two hours.",
        "kind": "Point of attention",
        "roles": "operator",
        "asks": "A tick",
    },
    "leads": {"name": "Ms Liu", "said": "asks for the weekend course"},
    "people": {"person": "annlee", "name": "Ann Lee", "username": "annlee", "active": "yes", "roles": "operator"},
}
"""Where it reads otherwise in English."""


def example_of(table: str, field: str, language: str) -> str:
    """Return the example of a field of a table as a reader would fill it in; '' where it stays empty."""
    chinese = _CHINESE.get(table, {}).get(field, "")
    return chinese if language.startswith("zh") else _ENGLISH.get(table, {}).get(field, chinese)
