"""When somebody can check in and out, what the last to leave owes, and what a supervisor can put right. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from jiaoban.attendance.tables import PostPresence
from jiaoban.attendance.terms import Basis
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.attending import Attendance

SUPERVISOR = ("supervisor",)


def need_attendance(attendance: Attendance | None, post: str) -> Attendance:
    """Return what the regime in force says about being at a post; decline where it says nothing."""
    if attendance is not None and attendance.of(post):
        return attendance
    raise Declined(
        plain(
            "no-attendance",
            "这个岗位的制度没有考勤，不用签到。",
            "The regime of this post keeps no attendance; nobody checks in here.",
            "制度包里有 attendance.yaml、并列入本岗位以后才能签到。",
            "It takes a version of the regime with attendance.yaml for this post.",
        )
    )


def told(at: datetime | None, note: str, attendance: Attendance, now: datetime) -> bool:
    """Say whether a moment is told afterwards. Raises `BadInput` for one to come and for one told without a note;
    declined is what the regime does not let people tell themselves, or no more."""
    if at is None:
        return False
    if at > now:
        raise BadInput(
            "at",
            Words(zh="这个时间还没有到。", en="That moment is still to come."),
            Words(
                zh="写已经过去的时间；现在来、现在走就不用填。", en="Give one that has passed; leave it out for now."
            ),
        )
    if attendance.told_within is None or now - at > attendance.told_within:
        raise Declined(_too_late(attendance))
    if not note:
        raise BadInput(
            "note",
            Words(zh="补报要写明原因。", en="What is told afterwards wants a note."),
            Words(zh="例如：当时没有信号。", en="Such as: no signal at that time."),
        )
    return True


def _too_late(attendance: Attendance) -> Reason:
    within = attendance.told_within
    minutes = int(within.total_seconds() // 60) if within else 0
    return Reason(
        code="told-too-late",
        clause=attendance.clause,
        why=Words(
            zh=f"只能补报 {minutes} 分钟以内的。" if within else "签到、签退的时间不能由本人补报。",
            en=f"One tells oneself only of the last {minutes} minutes."
            if within
            else "Nobody enters themselves when they came or left.",
        ),
        lifts=Words(zh="请当班负责人补登，并写明原因。", en="Let the supervisor enter it, with the reason."),
        who=SUPERVISOR,
    )


def need_code(attendance: Attendance, basis: Basis) -> None:
    """Decline checking in or out without the code on the spot, where the regime wants it scanned."""
    if not attendance.at_tag or basis == "CODE":
        return
    raise Declined(
        Reason(
            code="scan-here",
            clause=attendance.clause,
            why=Words(zh="要在岗位上扫码签到、签退。", en="Check in and out by the code on the spot."),
            lifts=Words(
                zh="请扫岗位上的二维码；扫不了的，请当班负责人补登。",
                en="Scan the code at the post; where it cannot be scanned, the supervisor enters it.",
            ),
            who=SUPERVISOR,
        )
    )


def need_free(
    attendance: Attendance,
    post: str,
    own: Iterable[PostPresence],
    names: Mapping[str, str],
    at: datetime,
    now: datetime,
) -> None:
    """Decline a person who is still checked in at this post, or at one at which they cannot be meanwhile.

    Raises `BadInput` for a moment at which they were somewhere already. `own`: their stays that end after `at`, or have
    not ended.
    """
    for one in own:
        if not one.counts or (one.post != post and one.post in attendance.beside(post)):
            continue
        where = names.get(one.post, one.post)
        if one.left_at is not None or one.forgotten(now, attendance.longest):
            if one.ends(attendance.longest) > at:
                raise _elsewhere("at", where)
            continue
        here = one.post == post
        raise Declined(
            plain(
                "checked-in",
                "您已经签到。" if here else f"您还在「{where}」，没有签退。",
                "You are checked in already." if here else f"You are still checked in at {where}.",
                "无需重复。" if here else "请先在那里签退。",
                "No need to repeat it." if here else "Check out there first.",
            ),
            about=one.key,
            conflict=here,
        )


def _elsewhere(field: str, where: str) -> BadInput:
    return BadInput(
        field,
        Words(zh=f"这段时间已经登记在「{where}」。", en=f"That time is entered at {where} already."),
        Words(zh="请核对时间；两段不能重叠。", en="Look at the times; two stays do not overlap."),
    )


def need_there(mine: PostPresence | None, at: datetime, now: datetime, longest: timedelta, clause: str) -> PostPresence:
    """Return the stay that a person ends; declined where they are not checked in, or had not checked out in time;
    `BadInput` for an end that is not after its begin."""
    if mine is None:
        raise Declined(
            plain(
                "not-checked-in",
                "您没有签到，不用签退。",
                "You are not checked in here.",
                "忘了签到的，请当班负责人补登。",
                "Where you forgot to check in, the supervisor enters it.",
                who=SUPERVISOR,
            )
        )
    if mine.forgotten(now, longest):
        raise Declined(
            Reason(
                code="check-out-forgotten",
                clause=clause,
                why=Words(zh="上一次忘了签退，已经过去太久。", en="The check-out was forgotten, too long ago."),
                lifts=Words(zh="请当班负责人补登离开的时间。", en="Let the supervisor enter when you left."),
                who=SUPERVISOR,
            ),
            about=mine.key,
        )
    need_length(mine.came_at, at, "at")
    return mine


def need_length(came_at: datetime, left_at: datetime, field: str) -> None:
    """Refuse a stay that ends at or before its begin."""
    if left_at <= came_at:
        raise BadInput(
            field,
            Words(zh="离开的时间不在到达之后。", en="The end is not after the begin."),
            Words(zh="写晚于到达的时间。", en="Give a moment after the begin."),
        )


def closed(attendance: Attendance, ticked: Sequence[str], *, last: bool) -> tuple[str, ...]:
    """Return what the person who leaves saw to, by title. `BadInput` for a line that the regime has not; declined is
    whoever leaves as the last one while a line is left."""
    rule = attendance.last_out
    titles = {line.id: line.title for line in rule.lines} if rule else {}
    strange = next((one for one in ticked if one not in titles), None)
    if strange is not None:
        listed = "、".join(titles) or "无"
        raise BadInput(
            "closed",
            Words(zh=f"没有「{strange}」这一项。", en=f"There is no line {strange!r}."),
            Words(zh=f"应为其中之一：{listed}。", en=f"It should be one of {', '.join(titles) or 'none'}."),
        )
    left = [words for key, words in titles.items() if key not in ticked]
    if rule and last and left:
        raise Declined(
            Reason(
                code="last-out",
                clause=rule.clause,
                why=Words(
                    zh=f"您是最后离开的，还没有确认：{'、'.join(one.zh for one in left)}。",
                    en=f"You leave as the last one; not confirmed yet: {', '.join(one.in_('en') for one in left)}.",
                ),
                lifts=Words(
                    zh="逐项办好并勾选，再签退；或等下一位到来。",
                    en="See to each, tick it, and check out; or wait until somebody comes.",
                ),
                names=tuple(one.zh for one in left),
            )
        )
    return tuple(words.zh for key, words in titles.items() if key in ticked)


def need_not_own(person: str, actor: str) -> None:
    """Decline a supervisor who puts their own hours right."""
    if person == actor:
        raise Declined(
            plain(
                "own-hours",
                "自己的考勤不能由自己更正。",
                "Nobody corrects their own hours.",
                "请另一位当班负责人更正。",
                "Let another supervisor do it.",
                who=SUPERVISOR,
            )
        )


def need_sound(came_at: datetime, left_at: datetime | None, now: datetime, longest: timedelta) -> None:
    """Refuse hours that lie ahead, have no length, or are longer than a stay can be."""
    for field, moment in (("came_at", came_at), ("left_at", left_at)):
        if moment is not None and moment > now:
            raise BadInput(
                field,
                Words(zh="这个时间还没有到。", en="That moment is still to come."),
                Words(zh="写已经过去的时间。", en="Give one that has passed."),
            )
    if left_at is not None:
        need_length(came_at, left_at, "left_at")
        if left_at - came_at > longest:
            hours = int(longest.total_seconds() // 3600)
            raise BadInput(
                "left_at",
                Words(zh="一次停留太长。", en="That is too long for one stay."),
                Words(zh=f"最长 {hours} 小时；更长的分几次登记。", en=f"At most {hours} hours; enter several instead."),
            )


def need_apart(
    attendance: Attendance,
    post: str,
    others: Iterable[PostPresence],
    names: Mapping[str, str],
    came_at: datetime,
    left_at: datetime | None,
) -> None:
    """Refuse hours that lie over another stay of the same person, unless both posts can be held at once. One that has
    not ended is taken to last as long as a stay can."""
    until = left_at or came_at + attendance.longest
    for one in others:
        beside = one.post != post and one.post in attendance.beside(post)
        if one.counts and not beside and one.came_at < until and came_at < one.ends(attendance.longest):
            raise _elsewhere("came_at", names.get(one.post, one.post))


def need_counting(before: PostPresence) -> None:
    """Decline putting a stay right that was struck."""
    if not before.counts:
        raise Declined(
            plain(
                "presence-struck",
                "这条记录已经划除。",
                "This stay was struck already.",
                "要补登就另登一条。",
                "Enter a new one instead.",
            ),
            about=before.key,
            conflict=True,
        )


def need_change(before: PostPresence, came_at: datetime, left_at: datetime | None) -> None:
    """Refuse a correction that changes nothing; declined is one of a stay that was struck."""
    need_counting(before)
    if (came_at, left_at) == (before.came_at, before.left_at):
        raise BadInput(
            "came_at",
            Words(zh="和原来的一样。", en="It says what stood there."),
            Words(zh="改到达或离开的时间。", en="Change when they came or left."),
        )
