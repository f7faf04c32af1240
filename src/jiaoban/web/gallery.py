"""Sample content for `/gallery`, as a power station would fill it: for demo sites, screenshots and page authors."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from jiaoban.web.gallery_book import book_samples, people_samples
from jiaoban.web.gallery_pictures import record_sample, timeline_sample

Sample = dict[str, Any]


def clause(number: str, says: str) -> Sample:
    """A clause as the components take it."""
    return {"number": number, "says": says, "url": "#clause"}


NOT_READY = clause("一（一）3", "未做好交接班准备工作不接。")
ACCIDENT = clause("一（一）3", "在事故处理或操作过程中不接。")
TOOLS = clause(
    "一（二）", "接班人员检查安全工器具、钥匙及规程、图纸等有无短缺或损坏情况，若有应及时向交班人员提出并做好记录。"
)
HYGIENE = clause(
    "一（三）", "接班人员对控制柜场地及设备卫生进行检查，卫生不符合要求应向交班人员提出，待清扫干净后再接班。"
)
ON_SITE = clause("一（四）", "设备异常或异动后，必须到现场进行交接。")
ORDER = clause("三（一）", "查阅记录→询问情况→检查设备→召开班前、班后会→按时接班。")


class SampleForm(forms.Form):
    """A form as feature pages have them; the gallery shows it with one value refused."""

    name = forms.CharField(label="设备名称", help_text="铭牌上的名称")
    pressure = forms.DecimalField(label="额定油压（MPa）", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    mode = forms.ChoiceField(
        label="运行方式",
        choices=[("RUNNING", "运行"), ("STANDBY", "备用"), ("REPAIR", "检修")],
        widget=forms.RadioSelect,
    )
    shared = forms.BooleanField(label="与其他机组共用", required=False)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def gallery_context(now: datetime) -> Sample:
    """Everything that `gallery.html` shows, ten minutes before a handover; `now` is aware, on the site's clock."""
    return {
        "steps": _steps(now),
        "gates": _gates(),
        "next_step": {
            "title": "厂房巡视与交班人到现场看 2 号机",
            "why": "2 号机调速器油压装置昨夜检修后投入，属设备异动，双方要到设备前各自确认。",
            "label": "到现场确认",
            "url": "#line-3",
            "clause": ON_SITE,
            "others": [{"label": "先看全部记录", "url": "#sections"}],
        },
        "sections": _sections(now),
        "refusals": _refusals(),
        "sign": _sign(),
        "signatures": [
            {
                "name": "周启明",
                "capacity": "交班人 · 三值",
                "at": now - timedelta(minutes=1),
                "digest": "sha256:9f41c07b…e2d8",
                "receipt_url": "#receipt",
            },
            {"name": "韩雪松", "capacity": "接班人 · 四值", "at": None},
        ],
        "due_at": now + timedelta(minutes=10),
        "form": SampleForm({"name": "2 号机调速器油压装置", "pressure": "四点零", "mode": "RUNNING"}),
        "timeline": timeline_sample(now),
        "record": record_sample(now),
        **book_samples(now),
        **people_samples(now),
    }


def _steps(now: datetime) -> list[Sample]:
    names = ("查阅记录", "询问情况", "检查设备", "班前、班后会", "按时接班")
    states = ("done", "done", "current", "ahead", "ahead")
    ended = (now - timedelta(minutes=9), now - timedelta(minutes=4), None, None, None)
    return [
        {"name": name, "state": state, "at": at, "clause": ORDER if state == "current" else None}
        for name, state, at in zip(names, states, ended, strict=True)
    ]


def _gates() -> list[Sample]:
    return [
        {
            "code": "operation",
            "name": "事故处理与操作",
            "verdict": "blocking",
            "clause": ACCIDENT,
            "why": ["操作票 2026-1123-04「1 号主变由运行转冷备用」正在执行，第 7 项，共 12 项。"],
            "lifts": ["操作票执行完毕或终结后自动解除。", "操作不能短时完成的，由值长裁定并写明理由。"],
            "who": "监护人 周启明；值长 梁国栋",
            "actions": [{"label": "查看操作票", "url": "#permit"}],
            "facts_url": "#trace",
        },
        {
            "code": "clean",
            "name": "卫生",
            "verdict": "blocking",
            "clause": HYGIENE,
            "why": ["韩雪松 07:44 提出：2 号机控制柜前有油迹。"],
            "lifts": ["清扫后由接班人复查通过。"],
            "who": "交班人 周启明清扫，接班人 韩雪松复查",
            "actions": [{"label": "已清扫，请复查", "url": "#recheck"}],
        },
        {
            "code": "tools",
            "name": "工器具与钥匙",
            "verdict": "advisory",
            "clause": TOOLS,
            "why": ["绝缘手套应有 4 双，实点 3 双，短缺已记录，接班人已接受。"],
            "lifts": ["不影响交接；短缺转为跟进事宜。"],
            "who": "接班人 韩雪松",
        },
        {
            "code": "ready",
            "name": "交班准备",
            "verdict": "clear",
            "clause": NOT_READY,
            "why": ["十二项内容均已填写，清扫已确认。"],
        },
        {
            "code": "orders",
            "name": "上级指示明确",
            "verdict": "clear",
            "clause": clause("一（一）3", "上级通知或命令不明确不接。"),
            "why": ["未执行完的调度命令 1 条，双方理解一致。"],
        },
    ]


def _line_new(now: datetime) -> Sample:
    return {
        "id": "3",
        "text": "2 号机调速器油压装置检修后投入，油压 3.9 MPa，启泵间隔 42 分钟，比检修前长 15 分钟。",
        "subject": "2 号机调速器",
        "at": now - timedelta(hours=5, minutes=32),
        "source": {"label": "运行日志 02:18", "url": "#entry-12"},
        "critical": True,
        "changed": "new",
        "read_back_wanted": True,
        "ack_url": "#ack",
        "ask_url": "#ask",
        "object_url": "#object",
        "visit": {
            "required": True,
            "sides": [
                {"label": "周启明", "done": True, "at": now - timedelta(minutes=6)},
                {"label": "韩雪松", "done": False},
            ],
            "url": "#visit",
        },
    }


def _line_asked(now: datetime) -> Sample:
    return {
        "id": "4",
        "text": "1 号主变油温 68 ℃，冷却器两组投入，一组备用。",
        "subject": "1 号主变",
        "at": now - timedelta(minutes=50),
        "source": {"label": "整点抄表 07:00", "url": "#reading"},
        "changed": "changed",
        "before": "油温 61 ℃，冷却器一组投入，两组备用。",
        "acks": [{"who": "韩雪松", "at": now - timedelta(minutes=3)}],
        "questions": [
            {
                "id": "9",
                "by": "韩雪松",
                "at": now - timedelta(minutes=8),
                "text": "第二组冷却器是几点投的，温升还在继续吗？",
                "answer": {
                    "by": "周启明",
                    "at": now - timedelta(minutes=6),
                    "text": "06:20 投的，06:40 以后油温稳定在 68 ℃，没有再升。",
                },
            },
            {
                "id": "10",
                "by": "韩雪松",
                "at": now - timedelta(minutes=2),
                "text": "备用那组能随时投吗？",
                "answer_url": "#answer",
            },
        ],
    }


def _line_objected(now: datetime) -> Sample:
    return {
        "id": "5",
        "text": "厂用电 400 V I、II 段分段运行，备自投投入。",
        "at": now - timedelta(hours=8),
        "source": {"label": "设备状态", "url": "#equipment"},
        "objected": True,
        "objection": {
            "by": "韩雪松",
            "at": now - timedelta(minutes=6),
            "text": "现场看到分段开关在试验位置，与记录不符。",
            "state": "待交班人处理",
        },
        "acks": [],
    }


def _line_read_back(now: datetime) -> Sample:
    return {
        "id": "6",
        "text": "省调 23:40 令：1 号机 06:00 起带 45 MW，按水位控制。",
        "at": now - timedelta(hours=8, minutes=10),
        "source": {"label": "调度命令 2026-318", "url": "#order"},
        "critical": True,
        "read_back": {
            "by": "韩雪松",
            "at": now - timedelta(minutes=1),
            "text": "1 号机 45 MW，从早上六点起，上游水位低于 412.5 米先报省调再减负荷。",
        },
        "acks": [{"who": "韩雪松", "at": now - timedelta(minutes=1)}],
    }


def _sections(now: datetime) -> list[Sample]:
    third = clause("二（二）3", "系统设备运行情况。")
    return [
        {
            "id": "unit",
            "number": "3",
            "name": "系统设备运行情况",
            "clause": third,
            "done": 1,
            "total": 3,
            "lines": [_line_new(now), _line_asked(now), _line_objected(now)],
        },
        {
            "id": "orders",
            "number": "11",
            "name": "调度命令及上级指示",
            "clause": clause("二（二）11", "调度命令及上级指示。"),
            "done": 1,
            "total": 1,
            "lines": [_line_read_back(now)],
        },
        {
            "id": "accident",
            "number": "9",
            "name": "事故、障碍及处理",
            "nothing": True,
            "nothing_by": "周启明",
            "nothing_at": now - timedelta(minutes=31),
        },
        {"id": "done", "number": "12", "name": "各项工作完成情况", "missing": True, "fill_url": "#fill"},
    ]


def _refusals() -> list[Sample]:
    return [
        {
            "what": "现在不能接班",
            "why": ["1 号主变的操作票正在执行。"],
            "clause": ACCIDENT,
            "lifts": ["等操作票执行完毕；或由值长裁定。"],
            "who": "监护人 周启明；值长 梁国栋",
            "actions": [{"label": "请值长裁定", "url": "#ruling"}],
        }
    ]


def _sign() -> Sample:
    return {
        "url": "#sign",
        "title": "接班签字",
        "signer": "韩雪松",
        "capacity": "接班人 · 中控室",
        "statement": [
            "我已查阅值班记录、询问情况、到现场检查，十二项内容逐项确认完毕。",
            "自签字时刻起，中控室由我负责；此前由周启明负责。",
        ],
        "record_url": "#record",
        "digest": "sha256:9f41c07be2915d6fa0c4b83e77f2a1d05c6e8b19f34a70d2c8e2d8",
        "clause": ORDER,
        "accounts": True,
        "error": "密码不对，请由韩雪松本人输入",
        "refuse_url": "#refuse",
        "cancel_url": "#later",
    }
