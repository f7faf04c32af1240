"""What a request to be away needs: a time, notice, numbers, a form in which everything has a receiver. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from jiaoban.absence.acts import Transfer
from jiaoban.absence.facts import Work
from jiaoban.absence.tables import Absence, Allowance
from jiaoban.kernel.refusal import BadInput, Reason
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.absence import AbsenceKind, Absences
from jiaoban.regime.spoken import span

LONGEST = timedelta(days=366)
DAY = timedelta(days=1)
SHOWN = 12
"""Things that a refusal names; of more it says how many there are."""
_BETWEEN = re.compile(r"[\s\-()（）]+")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|\+(?!86)[1-9]\d{6,14}")
_LANDLINE = re.compile(
    r"(?:\+?86)?0?[1-9]\d{1,2}\d{7,8}(?:[,转xX#]\d{1,6})?|\d{7,8}(?:[,转xX#]\d{1,6})?|\+(?!86)[1-9]\d{6,14}"
)


def need_kind(absences: Absences | None, key: str) -> AbsenceKind:
    """Return the kind of absence of a regime; refuse one that it does not have."""
    known = [one.id for one in absences.kinds] if absences else []
    found = absences.kind(key) if absences else None
    if found is None:
        raise BadInput(
            "kind",
            Words(zh=f"制度里没有离岗类别「{key}」。", en=f"The regime has no kind of absence {key!r}."),
            Words(
                zh=f"应为其中之一：{'、'.join(known) or '无'}。",
                en=f"It should be one of {', '.join(known) or 'none'}.",
            ),
        )
    return found


def need_time(from_at: datetime, until_at: datetime, now: datetime) -> None:
    """Refuse a time that ends before it begins, lies wholly in the past, or is longer than 366 days."""
    if until_at <= from_at:
        raise BadInput(
            "until_at",
            Words(zh="结束不晚于开始。", en="It ends before it begins."),
            Words(zh="结束时间应晚于开始时间。", en="Give an end after the begin."),
        )
    if until_at <= now:
        raise BadInput(
            "until_at",
            Words(zh="这段时间已经过去。", en="That time has passed."),
            Words(zh="结束时间应在现在之后。", en="Give an end that is yet to come."),
        )
    if until_at - from_at > LONGEST:
        raise BadInput(
            "until_at",
            Words(zh="一次最长 366 天。", en="One absence is 366 days at most."),
            Words(zh="请分次申请。", en="Ask for it in parts."),
        )


def latest_request(kind: AbsenceKind, from_at: datetime, zone: str) -> datetime | None:
    """Return the moment up to which an absence can be asked for: to the minute the last one that is in time; counted by
    the day the first that is too late. None where the regime wants no notice."""
    if kind.notice is None:
        return None
    if not kind.by_day:
        return from_at - kind.notice
    begins = from_at.astimezone(clock_of(zone)).date()
    return local(begins - kind.notice + DAY, datetime.min.time(), zone)


def too_late(
    kind: AbsenceKind, from_at: datetime, now: datetime, zone: str, allowed: Allowance | None
) -> Reason | None:
    """Return the reason not to take a request that comes later than the regime wants, unless it was let through.

    To the minute: exactly the notice before the begin is in time. By the day: up to the last moment of the day that
    lies so many days before.
    """
    latest = latest_request(kind, from_at, zone)
    if latest is None or allowed is not None or (now < latest if kind.by_day else now <= latest):
        return None
    assert kind.notice is not None
    asked = span(kind.notice)
    by = latest.astimezone(clock_of(zone))
    last = f"{by - timedelta(minutes=1):%Y-%m-%d 24:00}" if kind.by_day else f"{by:%Y-%m-%d %H:%M:%S}"
    who = kind.exception_by
    return Reason(
        code="notice",
        clause=kind.clause,
        why=Words(
            zh=f"「{kind.title.zh}」应至少提前{asked.zh}申请，最迟到 {last}。",
            en=f"'{kind.title.in_('en')}' is asked for at least {asked.en} ahead, by {last} at the latest.",
        ),
        lifts=Words(
            zh="请改期，或请有权的人写明理由准予例外后再提交。" if who else "请改期。",
            en="Choose another time, or have an exception entered with its reason, then send it again."
            if who
            else "Choose another time.",
        ),
        who=who,
    )


def in_the_way(mine: Iterable[Absence], from_at: datetime, until_at: datetime) -> Reason | None:
    """Return the reason not to take a request that overlaps another live one of the same person; touching is fine."""
    if not any(one.live and one.overlaps(from_at, until_at) for one in mine):
        return None
    return plain(
        "absence-overlaps",
        "这段时间里已有一份申请。",
        "There is another request for part of that time.",
        "请先撤回或缩短那一份，或另选时间。",
        "Withdraw or shorten the other one, or choose another time.",
        who=("asker",),
    )


def without_numbers(kind: AbsenceKind, mobile: str, landline: str, clause: str) -> list[Reason]:
    """Return a reason for each number that the form wants and does not have."""
    if not kind.reachable:
        return []
    wanted = (
        ("mobile", mobile, "手机号码", "a mobile number"),
        ("landline", landline, "座机号码", "a landline number"),
    )
    return [
        Reason(
            code=f"missing:{name}",
            clause=clause,
            why=Words(zh=f"移交单上没有{zh}。", en=f"The form lacks {en} for that time."),
            lifts=Words(zh=f"请填写离岗期间的{zh}。", en=f"Fill in {en}."),
            who=("asker",),
        )
        for name, value, zh, en in wanted
        if not value
    ]


def mobile_number(text: str) -> str:
    """Return a mobile number without spaces and hyphens; raises `BadInput` for what cannot be one."""
    return _number(text, _MOBILE, "mobile", "手机号码", "如 13812345678，国外号码以 + 开头。", "mobile")


def landline_number(text: str) -> str:
    """Return a landline number without spaces and hyphens; raises `BadInput` for what cannot be one."""
    right = "如 0717-6760114 或 6760114，分机写在 转 后面。"
    return _number(text, _LANDLINE, "landline", "座机号码", right, "landline")


def _number(text: str, pattern: re.Pattern[str], where: str, zh: str, right: str, en: str) -> str:
    bare = _BETWEEN.sub("", text)
    if bare and not pattern.fullmatch(bare):
        example = "13812345678, abroad with +" if where == "mobile" else "0717-6760114, extension behind x"
        raise BadInput(
            where,
            Words(zh=f"「{text}」不是{zh}。", en=f"{text!r} is no {en} number."),
            Words(zh=right, en=f"Write it like {example}."),
        )
    return bare


def need_each_once(things: Sequence[str], where: str) -> None:
    """Refuse a list in which a thing stands twice: it would not be clear which line counts."""
    for place, thing in enumerate(things):
        if thing in things[:place]:
            raise BadInput(
                f"{where}.{place}.thing",
                Words(zh="同一项写了两次。", en="The same thing is there twice."),
                Words(zh="每项只写一次。", en="Name each once."),
            )


def need_known(things: Iterable[str], work: Collection[Work]) -> None:
    """Refuse a line about what is no open work of the person."""
    known = {one.thing for one in work}
    for place, thing in enumerate(things):
        if thing not in known:
            raise BadInput(
                f"transfers.{place}.thing",
                Words(zh="这不是申请人的未了工作。", en="This is no open work of whoever asks."),
                Words(zh="请刷新移交单后再填。", en="Read the form again and fill it in."),
            )


def need_whole(text: str, to: str, number: int) -> None:
    """Refuse other work without words or without a receiver."""
    for value, where, zh, en in (
        (text, "text", "没有写是什么工作。", "It does not say what the work is."),
        (to, "to", "没有接收人。", "It names no receiver."),
    ):
        if not value:
            raise BadInput(
                f"transfers.other.{number}.{where}",
                Words(zh=f"其他工作第 {number} 行{zh}", en=f"Other work, line {number}: {en}"),
                Words(zh="内容和接收人都要写，或整行留空。", en="Give both, or leave the line empty."),
            )


def unassigned(work: Iterable[Work], transfers: Iterable[Transfer], clause: str) -> Reason | None:
    """Return the reason not to take a form on which open work has no receiver, naming what lacks one."""
    given = {one.thing for one in transfers if one.to}
    left = [one.text for one in work if one.wants_receiver and one.thing not in given]
    if not left:
        return None
    return Reason(
        code="work-without-receiver",
        clause=clause,
        why=Words(
            zh=f"移交单上有 {len(left)} 项未了工作没有接收人：{_listed(left, '、')}。",
            en=f"{len(left)} pieces of open work have no receiver: {_listed(left, ', ')}.",
        ),
        lifts=Words(zh="请为每一项指定接收人，或先办结。", en="Name a receiver for each, or finish it first."),
        who=("asker",),
        names=tuple(left),
    )


def unfit_receivers(
    transfers: Iterable[Transfer], person: str, away: Collection[str], names: Mapping[str, str], clause: str
) -> list[Reason]:
    """Return the reasons against receivers: oneself, and whoever is away in that time as well."""
    found = []
    receivers = sorted({one.to for one in transfers if one.to})
    if person in receivers:
        found.append(
            Reason(
                code="receiver-self",
                clause=clause,
                why=Words(zh="不能把工作移交给离岗的本人。", en="Work cannot go to whoever is away."),
                lifts=Words(zh="请指定另一个人。", en="Name somebody else."),
                who=("asker",),
            )
        )
    gone = tuple(names.get(one, one) for one in receivers if one in away and one != person)
    if gone:
        found.append(
            Reason(
                code="receiver-away",
                clause=clause,
                why=Words(zh=f"{'、'.join(gone)} 那段时间也不在。", en=f"{', '.join(gone)} will be away as well."),
                lifts=Words(zh="请指定那段时间在岗的人。", en="Name somebody who is there in that time."),
                who=("asker",),
                names=gone,
            )
        )
    return found


def _listed(texts: Sequence[str], between: str) -> str:
    return between.join(texts[:SHOWN]) + ("…" if len(texts) > SHOWN else "")
