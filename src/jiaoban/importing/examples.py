"""One example line of each table, for the template that people fill in."""

EXAMPLES: dict[str, dict[str, str]] = {
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
    "people": {
        "person": "qianxuewen",
        "name": "钱学文",
        "username": "qianxuewen",
        "phone": "13800000000",
        "active": "是",
        "roles": "值班员",
    },
}
"""By table and field; a field that is not here stays empty."""
