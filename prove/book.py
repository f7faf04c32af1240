"""A real book to break: a shift worked in every room, handed over and signed, with a photograph and checkpoints."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import Model

from jiaoban.absence.acts import Allowed
from jiaoban.attendance.acts import CheckedIn, CheckedOut, CodeIssued
from jiaoban.chat.acts import ChannelSet
from jiaoban.gathering.acts import CountAnswered, CountCalled, HostsSet
from jiaoban.handover.acts import Stayed
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.words import Words
from jiaoban.ledger import receipts, store
from jiaoban.ledger.models import LedgerAct, LedgerCheckpoint, LedgerHead, LedgerNode, ReadModel
from jiaoban.org import packs
from jiaoban.plant import samples
from prove import office
from prove.office import picture, write
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk, pack

SITE = cast.SITE
OUT_LEAD = cast.LEADS["A"]


@dataclass(frozen=True)
class Kept:
    """What left the server: an older checkpoint, the newest one, and both signers' receipts under each of them."""

    older: str
    older_size: int
    newest: str
    size: int
    receipts: tuple[tuple[str, int], ...]
    """Each as text, with the size of the checkpoint in it."""


def book_models() -> list[type[Model]]:
    """Return every table that the promise is about: those of the ledger and every read model, by their names."""
    read = [model for model in apps.get_models() if issubclass(model, ReadModel)]
    found: list[type[Model]] = [LedgerAct, LedgerCheckpoint, LedgerHead, LedgerNode, *read]
    return sorted(found, key=lambda model: model._meta.db_table)


def lived() -> tuple[Desk, Kept]:
    """Make the book of 云峰: worked, signed at 08:00, the next relief late; every table of ours has rows."""
    packs.store(pack())
    desk = Desk(store.found(SITE))
    work(desk)
    desk.signed()
    signatures = [act.seq for act in desk.book.acts() if act.kind == "handover.signed"]
    older = _checkpoint(desk)
    early = [receipts.receipt(SITE, seq, desk.now) for seq in signatures]
    afterwards(desk)
    newest = _checkpoint(desk)
    late = [receipts.receipt(SITE, seq, desk.now) for seq in signatures]
    given = [*((text, older[1]) for text in early), *((text, newest[1]) for text in late)]
    return desk, Kept(*older, *newest, tuple(given))


def _checkpoint(desk: Desk) -> tuple[str, int]:
    with desk.book.transaction():
        note: str = desk.book.checkpoint(desk.now)  # type: ignore[attr-defined]
    return note, desk.book.size


def work(desk: Desk) -> None:
    """Use every room once before the handover."""
    _registers(desk)
    desk.at("06:00")
    defect = _key(desk, "plant.open_matter", kind="DEFECT", title="顶盖排水泵渗油", equipment="pump", severity="MAJOR")
    desk.ok("plant.note", OUT, matter=defect, text="已擦净，继续观察")
    entry = _key(desk, "logbook.write", category="ANOMALY", text="1号机上导油位 65 格，比昨日低", photos=[picture()])
    desk.ok("logbook.amend", OUT, entry=entry, text="1号机上导油位 56 格，比昨日低", reason="笔误")
    desk.ok("logbook.write", OUT, category="ROUND", text="巡视一遍，无异常", photos=[picture("teal")])
    due = {"where": "水车室", "next_step": "领料", "due_at": desk.now + timedelta(hours=9), "owner": OUT.key}
    desk.ok("followup.open", OUT, what="更换滤网", origin=entry, **due)
    desk.ok("followup.open", OUT, what="更换照明灯", **due)
    shortage = [{"custody_item": "gloves", "found": 3}]
    desk.ok("plant.count", OUT, occasion="night", counts=shortage)
    desk.ok("plant.record_shortage", OUT, occasion="night", custody_item="gloves", missing=1, cause="检修借用")
    _works_and_orders(desk)
    _rounds(desk)
    _gatherings(desk)
    office.leads(desk)
    office.reports(desk)
    office.sales(desk)
    _drafts(desk)
    _samples(desk)
    for zone, days in (("Asia/Tokyo", 300), (cast.ZONE, 310)):
        at = desk.now + timedelta(days=days)
        desk.ok("org.move_clock", cast.ADMINISTRATOR, zone=zone, from_at=at, reason="出国检修")
    _absences(desk)
    _channels(desk)
    desk.ok("roster.assign", OUT_LEAD, day="2026-11-24", shift="night", people=[OUT.key], reason="请假顶班")
    desk.ok("roster.assign", OUT_LEAD, day="2026-11-25", shift="night", people=[IN.key], reason="培训")
    desk.ok("roster.wish", OUT, day="2026-12-24", wants="OFF", weight=2, note="回家")
    desk.ok("roster.wish", IN, day="2026-12-25", wants="ON", shift="night")
    for day, shift in (("2026-11-24", "day"), ("2026-11-25", "evening")):
        desk.ok("roster.ask_swap", OUT, day=day, shift=shift, colleague=IN.key, reason="家里有事")
    for day in ("2026-11-26", "2026-11-27"):
        cells = [{"day": day, "shift": "night", "people": [OUT.key, IN.key]}]
        desk.ok("roster.change", OUT_LEAD, cells=cells, reason="检修，两人当班")
    for day, name in (("2027-01-01", "元旦"), ("2027-02-06", "春节")):
        desk.ok("roster.set_day", cast.ADMINISTRATOR, day=day, kind="HOLIDAY", name=name, reason="国办通知")
    for post in ("", POST):
        desk.ok("roster.subscribe", OUT, post=post)
    desk.at("07:30")


def _absences(desk: Desk) -> None:
    """Let two people ask to be away at once, and call both back. Hydropower wants no notice and so knows no exception
    to one; another regime does, and its acts stand here as they would there."""
    late = [
        Allowed(person=one.key, absence_kind="trip", day="2026-11-23", reason="急")
        for one in (cast.C_PATROL, cast.D_PATROL)
    ]
    stamp = Stamp(command="allowed", request="allowed", actor=OUT_LEAD.key, post=POST, now=desk.now)
    with desk.book.transaction():
        desk.book.append([Proposed(one) for one in late], stamp)
    posted = {"kind": "leave", "reason": "家事", "mobile": "13800001111", "landline": "6760114"}
    for person in (cast.C_PATROL, cast.D_PATROL):
        time = {"from_at": desk.now, "until_at": desk.now + timedelta(minutes=40)}
        key = desk.ok("absence.ask", person, **posted, **time).acts[0].command
        desk.ok("absence.approve", OUT_LEAD, absence=key)
    call = {"reason": "水位上涨", "where": "中控室"}
    desk.ok("absence.recall", OUT_LEAD, people=[cast.C_PATROL.key, cast.D_PATROL.key], **call)


def _channels(desk: Desk) -> None:
    """Set two channels to chat groups; where they lead stands beside the book."""
    groups = [
        ChannelSet(
            channel=key,
            name=name,
            service="DINGTALK",
            host="oapi.dingtalk.com",
            address=f"kept-{key}",
            signed=True,
            sorts=("reports",),
        )
        for key, name in (("day", "白班群"), ("night", "夜班群"))
    ]
    write(desk, "channels", groups, "")


def _works_and_orders(desk: Desk) -> None:
    """Lead a switching order, lend keys, issue orders that are read."""
    order = _key(desk, "plant.open_matter", kind="SWITCHING", title="倒母线", steps=["拉开 111", "合上 112"])
    desk.ok("plant.advance", OUT, matter=order, state="EXECUTING")
    for number, link in enumerate(("重合闸", "差动"), 1):
        desk.ok("plant.register_earth", OUT_LEAD, earth=f"earth-{number}", number=str(number))
        desk.ok("plant.hang_earth", OUT, earth=f"earth-{number}", where=f"{number}号柜", permit=order, hung_by="王工")
        thrown = {"before": "投入", "after": "退出", "equipment": "pump"}
        desk.ok("plant.open_matter", OUT, kind="PROTECTION", title=link, **thrown)
    for step in (1, 2):
        desk.ok("plant.do_step", OUT, matter=order, step=step)
    desk.ok("plant.advance", OUT, matter=order, state="ENDED")
    loans = [
        _key(desk, "plant.lend", custody_item="keys", number=1, to=to, purpose="换滤网")
        for to in ("检修班 李工", "化学班 王工")
    ]
    desk.ok("plant.bring_back", OUT, loan=loans[0], number=1)
    for title in ("防汛要求", "防火要求"):
        told = {"title": title, "text": "每班检查一次。", "posts": [POST], "files": [picture("olive")]}
        read = desk.ok("order.issue", OUT_LEAD, **told).acts[0].command
        desk.ok("order.acknowledge", OUT, order=read)


def _drafts(desk: Desk) -> None:
    """Begin two drafts of regimes, and write in them."""
    for code in ("pump", "yard"):
        told = {"title": f"{code} 交接班", "issuer": "泵站", "post": "泵房"}
        draft = desk.ok("authoring.begin", cast.AUTHOR, code=code, **told).acts[0].command
        desk.ok("authoring.save", cast.AUTHOR, draft=draft, on=1, file="README.md", text="说明")


def _rounds(desk: Desk) -> None:
    """Go two routes, one to its end, with codes for their points."""
    for route in ("hall", "yard"):
        points = [{"code": code, "name": f"{route} {code}"} for code in ("a", "b")]
        desk.ok("round.register_route", OUT_LEAD, route=route, name=route, points=points)
        codes = [{"point": code, "digest": sha256(f"{route}{code}".encode()).hexdigest()} for code in ("a", "b")]
        desk.ok("round.issue_codes", OUT_LEAD, route=route, codes=codes)
        going = _key(desk, "round.start", route=route)
        desk.ok("round.visit", OUT, round=going, point="a", note="正常", photos=[picture("gray")])
        desk.ok("round.skip", OUT, round=going, point="b", reason="检修中")
        if route == "hall":
            desk.ok("round.finish", OUT, round=going)


def _gatherings(desk: Desk) -> None:
    """Announce two meetings, and keep two days of a count, which hydropower has not."""
    for title in ("安全学习", "班组会"):
        when = {"begins_at": desk.now + timedelta(days=3), "ends_at": desk.now + timedelta(days=3, hours=1)}
        told = {"title": title, "posts": [POST], "outside": "讲师只有这天有空", **when}
        key = desk.ok("gathering.announce", OUT_LEAD, **told).acts[0].command
        desk.ok("gathering.reply", OUT, gathering=key, coming=True)
    days = [desk.now.date() - timedelta(days=step) for step in (1, 2)]
    said: list[Proposed] = [
        Proposed(kind(day=day, hour="10:00")) for day in days for kind in (CountCalled, CountAnswered)
    ]
    hosts = HostsSet(from_day=days[0], people=(OUT.key, IN.key))
    said += [Proposed(hosts, post=post) for post in (POST, cast.CCR)]
    stamp = Stamp(command="counts", request="counts", actor=OUT.key, post=POST, now=desk.now)
    with desk.book.transaction():
        desk.book.append(said, stamp)


def _samples(desk: Desk) -> None:
    """Bind two files of samples."""
    mapping = {"heads": False, "every": "PT1M", "columns": [{"column": 1, "parameter": "sump"}]}
    for figures in ("2.1\n2.2\n", "2.3\n2.4\n"):
        told = {"source": "水位计", "mapping": mapping, "starts_at": desk.now - timedelta(hours=2)}
        desk.ok("plant.bind_samples", OUT, file=samples.keep(figures.encode()), **told)


def _registers(desk: Desk) -> None:
    for key, name in (("pump", "顶盖排水泵"), ("fan", "风机")):
        desk.ok("plant.register_equipment", OUT_LEAD, equipment=key, code=key.upper(), name=name)
        desk.ok("plant.set_state", OUT, equipment=key, state="RUNNING", mode="自动")
    for key, name in (("sump", "集水井水位"), ("air", "气罐压力")):
        limits = {"low": "1.0", "high": "3.2", "decimals": 1}
        desk.ok("plant.register_parameter", OUT_LEAD, parameter=key, name=name, unit="m", group="aux", **limits)
        desk.ok("plant.read", OUT, readings=[{"parameter": key, "value": "2.4"}])
    for key, name in (("gloves", "绝缘手套"), ("keys", "钥匙")):
        desk.ok("plant.register_custody", OUT_LEAD, custody_item=key, name=name, kind="TOOL", expected=4)


def afterwards(desk: Desk) -> None:
    """Go on after the signatures: a finding, and an evening relief that does not come in time."""
    desk.ok("handover.find", IN, kind="uncleanliness", text="机坑有油污")
    desk.at("15:30")
    first = desk.key
    desk.key = desk.ok("handover.open", IN).acts[0].command
    desk.at("16:10").ok("handover.report_relief", IN, text="接班人未到")
    desk.ok("logbook.write", IN, category="OTHER", text="等候接班")
    desk.key = first
    _stays(desk)
    _presences(desk)
    office.cases(desk)
    office.everyday(desk)


def _stays(desk: Desk) -> None:
    """Two duties that outlive the signature, as regimes with shifts in a hospital have them; hydropower has none."""
    said = [
        Stayed(
            handover=desk.key,
            stay=f"{desk.key}.{duty}",
            duty=duty,
            title=Words(zh="补写记录", en="Finish the record"),
            person=OUT.key,
            due_at=desk.now + timedelta(hours=4),
        )
        for duty in ("record", "samples")
    ]
    write(desk, "stays", said)


def _presences(desk: Desk) -> None:
    """Two who checked in, and the codes of two posts: hydropower keeps no attendance either."""
    came = [CheckedIn(presence=f"came-{one.key}", person=one.key, basis="CODE") for one in (OUT, IN)]
    left = CheckedOut(presence=f"came-{OUT.key}", person=OUT.key, basis="HAND", last=False)
    write(desk, "presences", [*came, left, CodeIssued(code_digest="0" * 64)])
    write(desk, "code", [CodeIssued(code_digest="1" * 64)], cast.CCR)


def _key(desk: Desk, verb: str, **said: Any) -> str:
    return desk.ok(verb, OUT, **said).acts[0].command


def empty_tables() -> Iterator[str]:
    """Name the tables of ours that have no row of the site: a book that leaves one out would not try it."""
    for model in book_models():
        if not model._default_manager.filter(site=SITE).exists():
            yield model._meta.db_table


__all__ = [
    "EIGHT",
    "IN",
    "LEAD",
    "OUT",
    "POST",
    "SITE",
    "Desk",
    "Kept",
    "book_models",
    "empty_tables",
    "lived",
    "picture",
]
