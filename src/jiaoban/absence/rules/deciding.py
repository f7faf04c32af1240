"""Who takes work over, who approves an absence, and what it needs before it is approved. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from jiaoban.absence.acts import Cover
from jiaoban.absence.facts import Stand
from jiaoban.absence.rules.asking import SHOWN
from jiaoban.absence.tables import Absence, CoveredStand, TransferLine
from jiaoban.kernel.place import Complement
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words


def need_status(one: Absence, status: str) -> None:
    """Decline what comes before or after its time in the life of a request."""
    if one.status == status:
        return
    states = {"ASKED": ("还没有批准", "not decided yet"), "APPROVED": ("已经批准", "approved already")}
    states |= {"REJECTED": ("没有批准", "not approved"), "WITHDRAWN": ("已经撤回", "withdrawn")}
    zh, en = states[one.status]
    raise Declined(
        plain(
            "absence-status", f"这份申请{zh}。", f"This request is {en}.", "请刷新页面看最新情况。", "Look at it again."
        ),
        about=one.key,
        conflict=True,
    )


def need_still_away(one: Absence) -> None:
    """Decline giving away or taking over work of somebody who has come back: it is theirs again."""
    if one.back_at is not None:
        raise Declined(
            plain(
                "back-already",
                "本人已经返岗，工作不再移交。",
                "The person is back; their work goes to nobody any more.",
                "要转交的，请在跟进里转。",
                "Pass on a follow-up where it stands.",
                who=("asker",),
            ),
            about=one.key,
            conflict=True,
        )


def mine_of(one: Absence, things: Sequence[str], person: str, taken: Collection[str]) -> tuple[TransferLine, ...]:
    """Return the lines of the form that are meant: those of a person (all of them where none is named) in one of these
    states. Declined for somebody else's line, or when none is left."""
    mine = [line for line in one.lines if line.to == person and line.taken in taken and line.source != "order"]
    chosen = [line for line in mine if not things or line.thing in things]
    if chosen and all(any(line.thing == thing for line in chosen) for thing in things):
        return tuple(chosen)
    raise Declined(
        plain(
            "not-the-receiver",
            "这几项不是交给您的，或已经办过了。",
            "These were not given to you, or are dealt with already.",
            "请刷新移交单。",
            "Look at the form again.",
            who=("receiver",),
        ),
        about=one.key,
        conflict=True,
    )


def need_reassignable(line: TransferLine) -> None:
    """Decline another receiver for what is in somebody's hands, was handed back, or is only to be read."""
    if line.wanting:
        return
    raise Declined(
        plain(
            "line-taken",
            "这一项已经有人接收，或不用移交。",
            "This line is taken over already, or is not to be given away.",
            "接收人可以转交他人，或交还后再定。",
            "Its receiver can pass the work on, or hand it back first.",
        ),
        about=line.thing,
        conflict=True,
    )


def not_accepted(lines: Iterable[TransferLine], names: Mapping[str, str], clause: str) -> Reason | None:
    """Return the reason not to approve while a receiver has not taken over what was given to them."""
    waiting = [line for line in lines if line.wanting]
    if not waiting:
        return None
    said = [f"{line.text}（{names.get(line.to, line.to)}）" for line in waiting]
    english = [f"{line.text} ({names.get(line.to, line.to)})" for line in waiting]
    return Reason(
        code="transfer-not-accepted",
        clause=clause,
        why=Words(
            zh=f"移交单上有 {len(waiting)} 项没有人接收：{'、'.join(said[:SHOWN])}。",
            en=f"{len(waiting)} lines of the form are not taken over: {', '.join(english[:SHOWN])}.",
        ),
        lifts=Words(zh="请接收人接收，或请申请人另指定接收人。", en="The receiver takes it, or another one is named."),
        who=("receiver", "asker"),
        names=tuple(line.text for line in waiting),
    )


def covers_of(stands: Sequence[Stand], person: str, said: Mapping[str, str], language: str) -> tuple[Cover, ...]:
    """Return who sees to what instead: as it was said, a duty or round of a shift else with whoever takes the shift.

    Refuses a name for something that does not fall in the time.
    """
    known = {one.thing for one in stands}
    for thing in said:
        if thing not in known:
            raise BadInput(
                "covers",
                Words(zh=f"「{thing}」不在这段时间里。", en=f"{thing!r} does not fall in that time."),
                Words(zh="请刷新后再填。", en="Read the list again and fill it in."),
            )
    of_shift = {one.key: said.get(one.thing, "") for one in stands if one.sort == "post"}
    return tuple(
        Cover(
            thing=one.thing,
            sort=one.sort,
            post=one.post,
            shift=one.shift.key,
            text=one.title.in_(language),
            person=said.get(one.thing) or of_shift.get(one.key, ""),
            **(
                {"was": one.due, "stands": one.with_cover(person, said.get(one.thing, ""))}
                if one.sort == "post"
                else {}
            ),
        )
        for one in stands
    )


def back_on(now: Sequence[str], person: str, cover: CoveredStand) -> tuple[str, ...] | None:
    """Return who stands a shift once whoever was away is back on it: as it was before; or, where others of it changed
    since, with them in the place of whoever covers. None where the shift is to stay as it is."""
    if tuple(now) == cover.stands:
        return cover.was
    if person in now or (cover.person and cover.person not in now) or cover.person in cover.was:
        return None
    if not cover.person:
        return (*now, person)
    return tuple(person if one == cover.person else one for one in now)


def uncovered(stands: Sequence[Stand], covers: Iterable[Cover], clause: str) -> Reason | None:
    """Return the reason not to approve while a shift, duty or round of that time has no other name."""
    given = {one.thing: one.person for one in covers}
    left = [one for one in stands if not given.get(one.thing)]
    if not left:
        return None
    said = [f"{one.shift.day} {one.shift.name.zh} {one.title.zh}" for one in left]
    english = [f"{one.shift.day} {one.shift.name.in_('en')} {one.title.in_('en')}" for one in left]
    return Reason(
        code="without-cover",
        clause=clause,
        why=Words(
            zh=f"有 {len(left)} 项没有另定人：{'、'.join(said[:SHOWN])}。",
            en=f"{len(left)} have no other name: {', '.join(english[:SHOWN])}.",
        ),
        lifts=Words(zh="请为每一项写上顶替的人。", en="Name somebody for each."),
        who=("supervisor",),
        names=tuple(said),
    )


def unfit_covers(
    stands: Sequence[Stand],
    covers: Iterable[Cover],
    person: str,
    busy: Mapping[str, Mapping[str, Words | None]],
    names: Mapping[str, str],
    clause: str,
) -> list[Reason]:
    """Return the reasons against those who are named: the person themselves, somebody away then, or due elsewhere.

    `busy`: by person and by the key of a shift at its post, the name of the post where they are due, or None: away.
    """
    by_thing, found = {one.thing: one for one in stands}, []
    for cover in covers:
        stand = by_thing[cover.thing]
        held = busy.get(cover.person, {})
        if not cover.person or (cover.person != person and stand.key not in held):
            continue
        elsewhere = held.get(stand.key)
        name, what = names.get(cover.person, cover.person), f"{stand.shift.day} {stand.shift.name.zh}"
        english = f"{stand.shift.day} {stand.shift.name.in_('en')}"
        if cover.person == person:
            why = Words(zh=f"{what}：不能由离岗的本人顶替。", en=f"{english}: whoever is away cannot cover it.")
        elif elsewhere is None:
            why = Words(zh=f"{what}：{name} 也不在。", en=f"{english}: {name} is away as well.")
        else:
            why = Words(
                zh=f"{what}：{name} 同一时间已排在{elsewhere.zh}。",
                en=f"{english}: {name} is due at {elsewhere.in_('en')} then.",
            )
        reason = Reason(
            code="cover-unfit",
            clause=clause,
            why=why,
            lifts=Words(zh="请换一个人。", en="Name somebody else."),
            who=("supervisor",),
            names=(name,),
        )
        if reason not in found:
            found.append(reason)
    return found


def short_of(
    stand: Stand, people: Sequence[str], needs: Sequence[Complement], holds: Mapping[tuple[str, str], bool], clause: str
) -> list[Reason]:
    """Return what a shift with these people would lack of the qualifications that the post needs.

    `holds`: by person and qualification, whether it is held and valid on the day.
    """
    found = []
    for need in needs:
        there = sum(holds.get((one, need.qualification), False) for one in people)
        if there < need.at_least:
            lacking = need.at_least - there
            day = f"{stand.shift.day} {stand.shift.name.zh}"
            english = f"{stand.shift.day} {stand.shift.name.in_('en')}"
            found.append(
                Reason(
                    code="complement-broken",
                    clause=clause,
                    why=Words(
                        zh=f"{day} {stand.title.zh}：「{need.qualification}」还缺 {lacking} 人。",
                        en=f"{english}, {stand.title.in_('en')}: {lacking} short of '{need.qualification}'.",
                    ),
                    lifts=Words(zh="请由有这项资格的人顶替。", en="Have it covered by somebody who holds it."),
                    who=("supervisor",),
                    names=(need.qualification,),
                )
            )
    return found


def need_earlier_end(one: Absence, until_at: datetime, now: datetime) -> None:
    """Refuse a new end that is not earlier, has passed, or lies before the begin."""
    if max(one.from_at, now) < until_at < one.until_at:
        return
    raise BadInput(
        "until_at",
        Words(
            zh="新的结束时间不在现在（或开始）与原结束时间之间。", en="The new end lies outside of what is left of it."
        ),
        Words(
            zh="请填写晚于现在、早于原结束时间的时刻；还没有开始的请撤回。",
            en="Give a moment after now and before the old end; withdraw what has not begun.",
        ),
    )


def need_not_begun(one: Absence, now: datetime) -> None:
    """Decline withdrawing what has begun: its time was not worked. Exactly at the begin it has begun."""
    if one.status == "ASKED" or now < one.from_at:
        return
    raise Declined(
        plain(
            "absence-begun",
            "已经开始的离岗不能撤回。",
            "What has begun cannot be withdrawn.",
            "请缩短结束时间，或登记返岗。",
            "Shorten it, or report back.",
            who=("asker",),
        ),
        about=one.key,
    )


def need_begun(one: Absence, now: datetime) -> None:
    """Decline coming back from what has not begun, or twice."""
    if one.from_at <= now and one.back_at is None:
        return
    back = one.back_at is not None
    raise Declined(
        plain(
            "not-away",
            "已经登记返岗。" if back else "离岗还没有开始。",
            "The return is recorded already." if back else "The absence has not begun.",
            "无需再登记。" if back else "如果不离岗了，请撤回。",
            "Nothing to do." if back else "Withdraw it, if it is not wanted any more.",
            who=("asker",),
        ),
        about=one.key,
        conflict=back,
    )
