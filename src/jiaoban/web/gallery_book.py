"""Sample content for `/gallery`: logbook, people and board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from jiaoban.web.gallery_pictures import trend_sample

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
        "trends": [
            trend_sample("1 号主变油温", "68 ℃", (61, 61, 62, 64, 67, 68, 68, 68), (75, None)),
            trend_sample("2 号机推力瓦温", "63 ℃", (52, 53, 53, 55, 58, 60, 62, 63), (60, None)),
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
