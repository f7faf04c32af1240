"""Sample content for `/gallery`: logbook, people, board, timeline and record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Sample = dict[str, Any]


def book_samples(now: datetime) -> Sample:
    """Entries, the quick entry form and follow-ups as of `now`."""
    return {
        "entries": _entries(lambda **span: now - timedelta(**span)),
        "quick": _quick(),
        "follow_ups": _follow_ups(now),
        "tabs": [
            {"label": "全部", "url": "#all", "current": True, "count": 46},
            {"label": "异常", "url": "#anomaly", "count": 2},
            {"label": "操作", "url": "#operation", "count": 9},
            {"label": "补录", "url": "#late", "count": 1},
        ],
        "facts": [
            {"name": "运行方式", "words": "1、2 号机并网，3 号机检修，4 号机备用"},
            {"name": "全厂出力", "words": "88.4 MW，计划 90 MW"},
            {"name": "上游水位", "words": "413.26 m，比上班高 0.12 m", "url": "#level"},
        ],
    }


def _entries(ago: Callable[..., datetime]) -> list[Sample]:
    return [
        {
            "id": "15",
            "text": "巡视 2 号机水车室，顶盖水位正常，导叶轴套无渗漏。",
            "occurred_at": ago(minutes=18),
            "recorded_at": ago(minutes=17),
            "category": "巡视",
            "by": "周启明",
            "equipment": {"name": "2 号机", "url": "#unit-2"},
            "amend_url": "#amend",
            "strike_url": "#strike",
        },
        {
            "id": "14",
            "text": "上游水位 413.26 m，下游 371.04 m，入库流量约 182 m³/s。",
            "original": "上游水位 431.26 m，下游 371.04 m，入库流量约 182 m³/s。",
            "amended_by": "周启明",
            "amended_at": ago(minutes=40),
            "reason": "数字写反",
            "occurred_at": ago(minutes=50),
            "recorded_at": ago(minutes=49),
            "category": "水情",
            "by": "周启明",
        },
        {
            "id": "12",
            "text": "2 号机调速器油压装置检修后投入，油压 3.9 MPa，请接班人到现场交接。",
            "occurred_at": ago(hours=5, minutes=32),
            "recorded_at": ago(hours=2, minutes=40),
            "late": True,
            "late_by": "晚记 2 小时 52 分",
            "category": "设备异动",
            "by": "周启明",
            "equipment": {"name": "2 号机调速器", "url": "#unit-2"},
            "follow_up": {"label": "跟进：补做油压装置渗漏记录", "url": "#follow-up"},
        },
        {
            "id": "11",
            "text": "3 号机停机备用。",
            "struck": True,
            "struck_by": "周启明 11月23日 01:12",
            "struck_reason": "写错机组，应为 4 号机，另记",
            "occurred_at": ago(hours=6, minutes=45),
            "recorded_at": ago(hours=6, minutes=45),
            "category": "操作",
            "by": "周启明",
        },
    ]


def _quick() -> Sample:
    return {
        "url": "#log",
        "draft": "gallery-quick",
        "photos": True,
        "categories": [
            {"code": "ROUND", "name": "巡视"},
            {"code": "OPERATION", "name": "操作"},
            {"code": "ANOMALY", "name": "异常"},
            {"code": "ORDER", "name": "上级指示"},
        ],
        "equipment": [
            {"id": "1", "name": "1 号机"},
            {"id": "2", "name": "2 号机"},
            {"id": "t1", "name": "1 号主变"},
        ],
    }


def _follow_ups(now: datetime) -> list[Sample]:
    return [
        {
            "text": "绝缘手套补齐 1 双并送检",
            "url": "#f1",
            "owner": "韩雪松",
            "due_at": now - timedelta(hours=14),
            "overdue": True,
            "overdue_by": "14 小时",
            "carried": 2,
        },
        {
            "text": "2 号机油压装置渗漏每 2 小时看一次",
            "url": "#f2",
            "owner": "马晓东",
            "due_at": now + timedelta(hours=2),
            "state": "进行中",
        },
        {
            "text": "大坝廊道照明第 3 路报修",
            "url": "#f3",
            "owner": "",
            "due_at": now + timedelta(days=1),
            "carried": 1,
        },
    ]


def people_samples(now: datetime) -> Sample:
    """The incoming crew and the posts of the board as of `now`."""
    return {"people": _people(now), "posts": _posts(now)}


def _people(now: datetime) -> list[Sample]:
    return [
        {
            "name": "韩雪松",
            "post_name": "中控室",
            "qualification": "主值上岗证",
            "presence": "early",
            "reported_at": now - timedelta(minutes=14),
            "fitness": "fit",
        },
        {
            "name": "马晓东",
            "post_name": "厂房巡视",
            "qualification": "副值上岗证",
            "presence": "late",
            "reported_at": now - timedelta(minutes=2),
            "late_by": "8 分",
            "actions": [
                {"label": "状态良好", "url": "#fit", "method": "post", "tone": "primary"},
                {"label": "不宜上岗", "url": "#unfit", "tone": "danger"},
            ],
        },
        {
            "name": "赵一帆",
            "post_name": "厂房巡视",
            "qualification": "巡检上岗证",
            "expired": True,
            "presence": "absent",
            "stand_in_for": "顶 孙立",
        },
    ]


def _posts(now: datetime) -> list[Sample]:
    step_states = ("done", "done", "current", "ahead", "ahead")
    return [
        {
            "id": "control",
            "name": "中控室",
            "url": "#control",
            "holder": "周启明",
            "since": now - timedelta(hours=7, minutes=50),
            "shift_name": "三值 · 夜班",
            "steps": [{"state": state} for state in step_states],
            "step_name": "检查设备（第 3 步，共 5 步）",
            "due_at": now + timedelta(minutes=10),
            "due_label": "距交接",
            "blocked_by": [
                {"name": "事故处理与操作", "clause": {"number": "一（一）3"}},
                {"name": "卫生", "clause": {"number": "一（三）"}},
            ],
        },
        {
            "id": "round",
            "name": "厂房巡视",
            "url": "#round",
            "holder": "罗建华",
            "since": now - timedelta(hours=7, minutes=52),
            "shift_name": "三值 · 夜班",
            "steps": [{"state": state} for state in ("done", "current", "ahead", "ahead", "ahead")],
            "step_name": "询问情况（第 2 步，共 5 步）",
            "late_by": "8 分",
            "due_at": now + timedelta(minutes=10),
            "due_label": "距交接",
        },
        {
            "id": "gate",
            "name": "坝顶值守",
            "url": "#gate",
            "unattended": "无人值守（批准的安全状态）",
            "since": now - timedelta(hours=3),
            "shift_name": "三值 · 夜班",
            "step_name": "值长 梁国栋负责",
            "accidents": 1,
        },
    ]


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
            {"number": "9", "name": "事故、障碍", "lines": []},
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
