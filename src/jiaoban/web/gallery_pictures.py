"""Sample content for `/gallery`: what is drawn or printed (trend, timeline, record)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

Sample = dict[str, Any]


def trend_sample(
    name: str, latest: str, values: tuple[float, ...], limits: tuple[float | None, float | None]
) -> Sample:
    """Scale readings into the 100 by 32 box of parts/trend.html."""
    known = [*values, *(limit for limit in limits if limit is not None)]
    low, high = min(known), max(known)

    def y(value: float) -> float:
        return round(30 - (value - low) / (high - low) * 28, 1)

    points = [(round(at * 100 / (len(values) - 1), 1), y(value)) for at, value in enumerate(values)]
    above = limits[0] is not None and values[-1] > limits[0]
    return {
        "name": name,
        "latest": latest,
        "label": f"{name}近八小时，最新 {latest}{'，超过上限' if above else ''}",
        "points": " ".join(f"{x},{height}" for x, height in points),
        "high_y": y(limits[0]) if limits[0] is not None else None,
        "low_y": y(limits[1]) if limits[1] is not None else None,
        "last_x": points[-1][0],
        "last_y": points[-1][1],
        "outside": above,
    }


def timeline_sample(now: datetime) -> Sample:
    """A day of one post, from midnight to midnight, without a gap."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    cuts = [(0, 0, 0), (7, 58, 31), (16, 1, 12), (24, 0, 0)]
    names = [("周启明", 0), ("韩雪松", 1), ("吴建平", 2)]
    moments = [day + timedelta(hours=h, minutes=m, seconds=s) for h, m, s in cuts]
    share = [round((moment - day) / timedelta(days=1) * 100, 3) for moment in moments]
    segments = [
        {
            "x": share[index],
            "width": round(share[index + 1] - share[index], 3),
            "name": name,
            "tone": tone,
            "clause": {"number": "一（二）"},
            "from_at": moments[index],
            "until_at": moments[index + 1] if index < 2 else None,
            "url": "#acts",
        }
        for index, (name, tone) in enumerate(names)
    ]
    return {
        "label": "中控室 11月23日 责任时间带",
        "hours": [{"x": round(hour / 24 * 100, 3), "label": f"{hour:02d}"} for hour in range(0, 25, 4)],
        "segments": segments,
        "transfers": [{"x": x} for x in share[1:3]],
        "now_x": 87.0,
    }


def record_sample(now: datetime) -> Sample:
    """A signed record in the form that a plant files."""
    return {
        "site": "青石滩水电站",
        "title": "运行交接班记录",
        "regime": "《运行交接班管理制度》第 2 版",
        "number": "2026-1123-01",
        "heads": [
            {"name": "岗位", "words": "中控室"},
            {"name": "班次", "words": "11月23日 夜班（三值）交 白班（四值）"},
            {"name": "天气", "words": "阴，坝前气温 9 ℃"},
        ],
        "rows": [
            {"number": "1", "name": "水库来水", "lines": ["入库 182 m³/s，上游 413.26 m，下游 371.04 m"]},
            {
                "number": "3",
                "name": "系统设备",
                "lines": ["2 号机调速器油压装置检修后投入，双方 07:46 到现场确认", "1 号主变油温 68 ℃，冷却器两组投入"],
            },
            {"number": "9", "name": "事故、障碍", "lines": [], "nothing": True},
        ],
        "proceedings": [
            {"name": "接班程序", "lines": ["07:46:10 查阅记录 韩雪松", "07:58:02 按时接班 韩雪松"]},
            {"name": "清点", "lines": ["厂房门钥匙：应有 8，实有 8（韩雪松 07:50:40）"]},
        ],
        "refusals": [
            {
                "at": now - timedelta(minutes=6),
                "by": "韩雪松",
                "words": "2 号机控制柜前有油迹，清扫后复查通过（07:52）",
                "clause": {"number": "一（三）"},
            }
        ],
        "signatures": [
            {
                "capacity": "交班人",
                "name": "周启明",
                "at": now + timedelta(minutes=8),
                "digest": "sha256:9f41c07be2915d6fa0c4b83e",
            },
            {
                "capacity": "接班人",
                "name": "韩雪松",
                "at": now + timedelta(minutes=8, seconds=31),
                "digest": "sha256:9f41c07be2915d6fa0c4b83e",
            },
        ],
        "checkpoint": "qingshitan.example/jiaoban\n1482\nm3Q8s0bXGzv5c1o1Yw0fE7lq1q0k0yI=\n\n— qingshitan 5f2c…9QAz",
    }
