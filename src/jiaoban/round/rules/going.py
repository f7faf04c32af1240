"""How a round is gone: begun once, point by point in the order of its route, left out only with a reason, finished when
nothing is missing. Pure.

What a device recorded without signal is judged by the moments at which it happened, not by those at which it came.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.kernel.act import SKEW, stamp
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.logbook.rules import LATE_AFTER, check_moment
from jiaoban.round.acts import Finished, Point, Skipped, Visited
from jiaoban.round.tables import Round, Route
from jiaoban.round.terms import Basis, Pace, Result

LONGEST_STAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody says of a point. `read` are the keys of the parameters for which they give a figure."""

    basis: Basis
    result: Result
    note: str = ""
    photos: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    finding: str = ""
    matter: str = ""
    arrived_at: datetime | None = None
    offline: bool = False


def need_own_words(said_by: str, actor: str) -> None:
    """Decline what one person's device recorded and another person's login sends."""
    if said_by and said_by != actor:
        raise Declined(
            plain(
                "other-person",
                "这一条是另一个人在这台设备上记的。",
                "Somebody else recorded this on the device.",
                "请记录人本人登录后再发送。",
                "Let them log in, then send it.",
                who=("author",),
            )
        )


def happened(said: datetime | None, one: Round, now: datetime) -> datetime:
    """Return when something of a round happened.

    Raises `BadInput` for a moment in the future, of more than 30 days ago, or before the round began (two minutes of
    grace for a device's clock).
    """
    at = check_moment(said or now, now=now)
    if at < one.started_at - SKEW:
        raise BadInput(
            "occurred_at",
            Words(zh="这个时间早于巡检开始。", en="That is before the round began."),
            Words(zh="请核对设备的时间。", en="Look at the clock of the device."),
        )
    return at


def is_late(at: datetime, place: Place, now: datetime) -> bool:
    """Say whether what is told now is told late: half an hour after it happened, or after its shift was over."""
    then = place.shift_at(at)
    return now - at > LATE_AFTER or (then is not None and then.ends_at <= now)


def visit(one: Round, route: Route, point: Point, seen: Seen, at: datetime, *, late: bool) -> Visited:
    """Return what stands in the book of a visit at `at`.

    Declined when the round is over (but for what had happened before its end), when the route demands its order and an
    earlier point was not gone, and when something that the point wants is missing without a note. A point at which
    somebody was already may be visited again: both visits stand.
    """
    after = _need_going(one, at)
    _need_whole(one, point, seen)
    expected = _turn(one, route, point, at)
    stay, known = _stay(one, seen, at)
    return Visited(
        round=one.key,
        point=point.code,
        basis=seen.basis,
        result="ABNORMAL" if seen.finding else seen.result,
        note=seen.note,
        photos=seen.photos,
        parameters=seen.read,
        finding=seen.finding,
        matter=seen.matter,
        expected=expected,
        arrived_at=stamp(seen.arrived_at) if seen.arrived_at else "",
        stay_s=stay,
        pace=pace(point, stay, whole=known),
        offline=seen.offline,
        late=late,
        after_finish=after,
    )


def pace(point: Point, stay_s: int | None, *, whole: bool = True) -> Pace:
    """Return whether a stay of so many seconds is suspiciously short for a point, or long. `whole`: it is the stay
    alone, not the way there as well."""
    if stay_s is None:
        return ""
    if point.least_s and stay_s < point.least_s:
        return "FAST"
    return "LONG" if whole and point.longest_s and stay_s > point.longest_s else ""


def _stay(one: Round, seen: Seen, at: datetime) -> tuple[int | None, bool]:
    """Return the seconds spent at a point, and whether they are its own: without a moment of arrival they are those
    since the thing before, the way there included."""
    if seen.arrived_at is not None:
        if seen.arrived_at > at or at - seen.arrived_at > LONGEST_STAY:
            raise BadInput(
                "arrived_at",
                Words(zh="到达时间不对。", en="The moment of arrival cannot be."),
                Words(zh="应不晚于完成时间，且在一天以内。", en="It lies before the end of the visit, within a day."),
            )
        return int((at - seen.arrived_at).total_seconds()), True
    before = [said.at for said in one.words if said.at <= at]
    since = max((one.started_at, *before))
    return (int((at - since).total_seconds()) if since <= at else None), False


def _turn(one: Round, route: Route, point: Point, at: datetime) -> str:
    """Return the code of the point whose turn it was, '' for this one; declined where the route demands its order."""
    if point.code in one.first or point.code not in one.points:
        return ""
    known = one.missing_before(point.code, datetime.max.replace(tzinfo=at.tzinfo))
    if known and route.order == "REFUSED":
        first = route.point(known[0])
        name = first.name if first else known[0]
        raise Declined(
            plain(
                f"route:{known[0]}",
                f"巡检按路线进行：「{name}」还没有检查。",
                f"The round goes by its route: {name} comes first.",
                f"请先检查「{name}」，或写明原因跳过。",
                f"Visit {name} first, or skip it with a reason.",
            ),
            about=one.key,
        )
    missing = one.missing_before(point.code, at)
    return missing[0] if missing else ""


def _need_whole(one: Round, point: Point, seen: Seen) -> None:
    """Decline a visit that leaves out what the point wants: figures or a photograph without a note that says why, and
    what is not normal without any word of it."""
    for number, key in enumerate(seen.read):
        if key not in point.parameters:
            raise BadInput(
                f"readings.{number}.parameter",
                Words(zh="这个检查点不抄这项参数。", en="This parameter is not read at this point."),
                Words(
                    zh=f"应为其中之一：{'、'.join(point.parameters) or '无'}。",
                    en=f"It should be one of {', '.join(point.parameters) or 'none'}.",
                ),
            )
    reasons: list[Reason] = []
    unread = [key for key in point.parameters if key not in seen.read]
    if unread and not seen.note:
        reasons.append(
            plain(
                f"reading:{unread[0]}",
                f"「{point.name}」还有 {len(unread)} 项没有抄。",
                f"{point.name}: {len(unread)} figures are missing.",
                "请抄录读数，或在说明里写明为什么没有抄。",
                "Read them, or say in the note why not.",
            )
        )
    if point.photo and not seen.photos and not seen.note:
        reasons.append(
            plain(
                f"photo:{point.code}",
                f"「{point.name}」要求拍照。",
                f"{point.name} wants a photograph.",
                "请拍照，或在说明里写明为什么没有拍。",
                "Take one, or say in the note why not.",
            )
        )
    if seen.result == "ABNORMAL" and not (seen.note or seen.finding or seen.photos):
        reasons.append(
            plain(
                f"result:{point.code}",
                f"「{point.name}」不正常，却没有说明，也没有照片。",
                f"{point.name} is not normal, with neither a word nor a photograph.",
                "请写明哪里不正常，或附上照片。",
                "Say what is wrong, or attach a photograph.",
            )
        )
    if reasons:
        raise Declined(*reasons, about=one.key)


def _need_going(one: Round, at: datetime) -> bool:
    """Return whether the round had been finished when the word of it came; declined when it happened after its end."""
    if one.open:
        return False
    if one.finished_at is not None and at <= one.finished_at:
        return True
    raise Declined(
        plain(
            "round-over",
            "这次巡检已经结束。",
            "This round is over.",
            "请开始新的一次，或把情况写入运行日志。",
            "Begin another one, or write it into the logbook.",
        ),
        about=one.key,
        conflict=True,
    )


def skip(one: Round, point: Point, reason: str, at: datetime, *, offline: bool, late: bool, name: str) -> Skipped:
    """Return what stands in the book of a point left out; declined for one at which somebody (`name`) was, and for one
    that was left out already."""
    _need_going(one, at)
    been = one.first.get(point.code)
    if been is not None or point.code in one.skipped:
        raise Declined(
            plain(
                "point-gone",
                f"「{point.name}」已经由{name}{'检查' if been else '跳过'}。",
                f"{name} {'visited' if been else 'skipped'} {point.name} already.",
                "无需再跳过。",
                "There is nothing to skip.",
            ),
            about=one.key,
            conflict=True,
        )
    return Skipped(round=one.key, point=point.code, reason=reason, offline=offline, late=late)


def finish(one: Round, route: Route, at: datetime, *, offline: bool) -> tuple[Finished, datetime]:
    """Return the end of a round and its moment, which is never before that of its last visit; declined while a point is
    neither visited nor left out."""
    need_going_on(one)
    left = [found.name if (found := route.point(code)) else code for code in one.left]
    if left:
        raise Declined(
            Reason(
                code=f"left:{one.left[0]}",
                why=Words(
                    zh=f"还有 {len(left)} 个检查点没有走：{'、'.join(left[:4])}{'……' if len(left) > 4 else ''}。",
                    en=f"{len(left)} points are left: {', '.join(left[:4])}{' ...' if len(left) > 4 else ''}.",
                ),
                lifts=Words(zh="请检查，或写明原因跳过。", en="Visit them, or skip them with a reason."),
                names=tuple(left),
            ),
            about=one.key,
        )
    last = max((said.at for said in one.words), default=at)
    return Finished(round=one.key, offline=offline), max(at, last)


def need_going_on(one: Round) -> None:
    """Decline to end what has ended."""
    if not one.open:
        raise Declined(
            plain(
                "round-over",
                "这次巡检已经结束。",
                "This round is over.",
                "无需重复。",
                "No need to repeat it.",
            ),
            about=one.key,
            conflict=True,
        )
