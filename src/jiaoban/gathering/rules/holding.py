"""How a gathering goes: opened at its minute, everybody there or excused and heard, closed in its time. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from jiaoban.gathering.tables import Gathering
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.gathering import Daily
from jiaoban.roster.rules import Turn

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def due_around(turns: Iterable[Turn], moment: datetime, shifts: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the people on a shift at a moment, its first and its last included; of these shifts, where any is
    named."""
    there = [
        one
        for one in turns
        if one.shift.begins_at <= moment <= one.shift.ends_at and (not shifts or one.shift.code in shifts)
    ]
    return tuple(dict.fromkeys(person for one in there for person in one.people))


def need_rule(rules: Iterable[Daily], name: str, post: str) -> Daily:
    """Return the daily meeting of this name; raises `BadInput` where the regime has none for the post."""
    known = [one for one in rules if not one.posts or post in one.posts]
    for one in known:
        if one.id == name:
            return one
    names = "、".join(one.id for one in known) or "无"
    raise BadInput(
        "meeting",
        Words(zh=f"制度里没有例会「{name}」。", en=f"The regime has no daily meeting {name!r} here."),
        Words(zh=f"应为其中之一：{names}。", en=f"One of: {', '.join(one.id for one in known) or 'none'}."),
    )


def open_until(rule: Daily, rules: Iterable[Daily], day: date, zone: str) -> datetime:
    """Return until when (exclusive) the daily meeting of a local day is opened: until its day is over; the last one of
    the day also after midnight, until the next daily meeting of the post (`rules`) is due."""
    hours = [one.at for one in rules]
    last = rule.at >= max(hours)
    return local(day + DAY, min(hours) if last else time(), zone)


def need_its_minute(rule: Daily, begins_at: datetime, now: datetime, lapsed_at: datetime | None, zone: str) -> None:
    """Decline to open a daily meeting before its minute; at the first instant of it, it is opened. `lapsed_at`: since
    when that of the day before, which nobody opened, is not opened any more."""
    if now >= begins_at:
        return
    lapsed = Words(zh="", en="")
    if lapsed_at is not None:
        by = f"{lapsed_at.astimezone(clock_of(zone)):%H:%M}"
        lapsed = Words(
            zh=f"前一天的没有召开，到 {by} 已不能再补开。",
            en=f" That of the day before was not held; since {by} it cannot be any more.",
        )
    raise Declined(
        Reason(
            code="before-its-minute",
            clause=rule.clause,
            why=Words(
                zh=f"「{rule.title.zh}」{rule.at:%H:%M} 开始，现在还早。{lapsed.zh}",
                en=f"'{rule.title.in_('en')}' begins at {rule.at:%H:%M}; it is too early.{lapsed.en}",
            ),
            lifts=Words(zh=f"请在 {rule.at:%H:%M} 召开。", en=f"Open it at {rule.at:%H:%M}."),
            names=(f"{rule.at:%H:%M}",),
        ),
        about=rule.id,
    )


def need_first(rule: Daily, held: Iterable[Gathering]) -> None:
    """Decline to open a daily meeting that was opened already, of those held on its day."""
    if any(one.rule == rule.id for one in held):
        raise Declined(
            plain(
                "held-today",
                f"今天的「{rule.title.zh}」已经召开。",
                f"Today's '{rule.title.in_('en')}' was opened already.",
                "请在那次会议中继续。",
                "Go on in that one.",
            ),
            about=rule.id,
            conflict=True,
        )


def need_somebody(rule: Daily, expected: tuple[str, ...]) -> None:
    """Decline to open a daily meeting at which nobody is expected."""
    if not expected:
        raise Declined(
            plain(
                "nobody-expected",
                f"按排班，今天没有人参加「{rule.title.zh}」。",
                f"By the roster nobody is expected at '{rule.title.in_('en')}' today.",
                "请先核对排班。",
                "Look at the roster first.",
                who=("supervisor",),
            ),
            about=rule.id,
        )


def not_the_host(clause: str, host: str) -> Reason:
    """Return the reason why somebody does not do what only the host of the day does, or the supervisor in their stead.
    `host`: the name of today's, '' where there is none."""
    return Reason(
        code="not-the-host",
        clause=clause,
        why=Words(
            zh=f"由当天的主持人{host}办理。" if host else "由负责人办理。",
            en=f"The host of the day, {host}, does this." if host else "The supervisor does this.",
        ),
        lifts=Words(
            zh="请由主持人或负责人办理。" if host else "请由负责人办理。",
            en="Have the host or the supervisor do it." if host else "Have the supervisor do it.",
        ),
        who=("supervisor",),
        names=(host,) if host else (),
    )


def need_not_own(person: str, actor: str) -> None:
    """Decline that somebody excuses themselves."""
    if person == actor:
        raise Declined(
            plain(
                "own-excuse",
                "不能免自己的。",
                "Nobody excuses themselves.",
                "请另一位负责人办理。",
                "Another supervisor, or the head, can do it.",
                who=("supervisor", "head"),
            )
        )


def need_going_on(one: Gathering) -> None:
    """Decline what belongs into a gathering that goes on."""
    if one.going_on:
        return
    if one.closed_at is not None:
        said = ("gathering-closed", "会议已经结束。", "It is over.", "如需补充，请另开会议。", "Hold another one.")
    elif one.cancelled_at is not None:
        said = ("gathering-cancelled", "会议已经取消。", "It was cancelled.", "请另行申报。", "Announce another one.")
    else:
        said = ("gathering-not-open", "会议还没有开始。", "It has not been opened.", "请先召开。", "Open it first.")
    raise Declined(plain(*said), about=one.key, conflict=True)


def need_coming(one: Gathering) -> None:
    """Decline what is done before an announced gathering is opened, once it is or was cancelled."""
    if not one.coming:
        raise Declined(
            plain(
                "gathering-begun",
                "会议已经召开或取消。",
                "It was opened or cancelled already.",
                "请刷新后查看。",
                "Look at it again.",
            ),
            about=one.key,
            conflict=True,
        )


def need_begun(one: Gathering, now: datetime) -> None:
    """Decline to open an announced gathering before the hour that was announced."""
    if now < one.begins_at:
        raise Declined(
            plain("before-its-hour", "还没有到开会时间。", "Its hour has not come.", "请到时召开。", "Wait for it."),
            about=one.key,
        )


def is_late(one: Gathering, now: datetime) -> bool:
    """Say whether who comes now is late: in the minute in which it begins nobody is."""
    return now >= one.starts_at + MINUTE


def need_topic(rule: Daily | None, topic: str) -> None:
    """Raise `BadInput` for a report on something that is no topic of the meeting."""
    known = [one.id for one in rule.reports] if rule else []
    if (topic in known) if known else not topic:
        return
    raise BadInput(
        "topic",
        Words(zh="没有这一汇报内容。", en="There is no such topic."),
        Words(
            zh=f"应为其中之一：{'、'.join(known)}。" if known else "请不填。",
            en=f"One of: {', '.join(known)}." if known else "Leave it empty.",
        ),
    )


def need_present(one: Gathering, person: str, names: Mapping[str, str]) -> None:
    """Decline the report of somebody who is not there."""
    if person not in one.arrived:
        name = names.get(person, person)
        raise Declined(
            plain(
                "not-present",
                f"{name} 还没有到会。",
                f"{name} is not present.",
                "请先记到会。",
                "Note first that they are present.",
            ),
            about=one.key,
        )


def need_proposal(rule: Daily | None, proposal: str) -> None:
    """Decline a problem without a proposal, where the regime wants one."""
    if rule is None or not rule.proposal or proposal:
        return
    raise Declined(
        Reason(
            code="no-proposal",
            clause=rule.clause,
            why=Words(zh="提出问题时没有提出解决办法。", en="The problem comes without a proposal."),
            lifts=Words(zh="请写明您建议怎样解决。", en="Say what you propose to do."),
        )
    )


def over(one: Gathering, rule: Daily | None, now: datetime) -> timedelta:
    """Return how much longer than the regime has it a meeting goes on, or went on; exactly so long is not longer."""
    most = rule.most if rule else None
    if most is None or one.opened_at is None:
        return timedelta(0)
    return max(one.lasted(now) - most, timedelta(0))


def need_closable(one: Gathering, rule: Daily | None, reason: str, now: datetime, names: Mapping[str, str]) -> None:
    """Decline to close a daily meeting too soon, without somebody who is expected, before everybody was heard, or
    over-run without a reason where the regime wants one."""
    if rule is None:
        return
    reasons = [*_too_soon(one, rule, now), *_waiting(one, rule, names), *_unheard(one, rule, names)]
    if rule.over_reason and over(one, rule, now) and not reason:
        assert rule.most is not None
        reasons.append(
            Reason(
                code="over-run",
                clause=rule.clause,
                why=Words(
                    zh=f"会议超过了 {_minutes(rule.most)} 分钟。", en=f"It is over {_minutes(rule.most)} minutes."
                ),
                lifts=Words(zh="请写明超时的原因。", en="Say why it went on longer."),
            )
        )
    if reasons:
        raise Declined(*reasons, about=one.key)


def _too_soon(one: Gathering, rule: Daily, now: datetime) -> Iterable[Reason]:
    if one.lasted(now) < rule.least:
        yield Reason(
            code="too-soon",
            clause=rule.clause,
            why=Words(
                zh=f"会议不足 {_minutes(rule.least)} 分钟。",
                en=f"It has not lasted {_minutes(rule.least)} minutes yet.",
            ),
            lifts=Words(zh="请继续，到时再散会。", en="Go on until then."),
        )


def _waiting(one: Gathering, rule: Daily, names: Mapping[str, str]) -> Iterable[Reason]:
    if rule.waits and one.missing:
        missing = tuple(names.get(person, person) for person in one.missing)
        yield Reason(
            code="waiting-for",
            clause=rule.clause,
            why=Words(zh=f"{'、'.join(missing)} 没有到会。", en=f"{', '.join(missing)} not present."),
            lifts=Words(zh="请等齐；确实不来的，由负责人写明原因。", en="Wait, or have the supervisor excuse them."),
            who=("supervisor",),
            names=missing,
        )


def _unheard(one: Gathering, rule: Daily, names: Mapping[str, str]) -> Iterable[Reason]:
    for topic in rule.reports:
        silent = tuple(
            names.get(person, person)
            for person in one.expected
            if person in one.arrived and topic.id not in one.reported(person)
        )
        if silent:
            yield Reason(
                code=f"unreported:{topic.id}",
                clause=rule.clause,
                why=Words(
                    zh=f"{'、'.join(silent)} 没有汇报「{topic.title.zh}」。",
                    en=f"{', '.join(silent)} did not report on '{topic.title.in_('en')}'.",
                ),
                lifts=Words(zh="请逐人汇报。", en="Have each of them report."),
                names=silent,
            )


def _minutes(span: timedelta) -> str:
    return f"{span / MINUTE:g}"
