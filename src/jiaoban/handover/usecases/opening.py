"""Opening a handover: the first shift of a post, and the draft that the system makes from what it knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import not_

from pydantic import Field

from jiaoban.handover import acts, queries
from jiaoban.handover.clocks import stands_until
from jiaoban.handover.draw import draw
from jiaoban.handover.evolve import evolve
from jiaoban.handover.facts import facts_of
from jiaoban.handover.holding import AWAITING_RELIEF, hold
from jiaoban.handover.state import Handover, Tenure
from jiaoban.handover.surroundings import due_people, surroundings
from jiaoban.handover.usecases.scene import known, name, pack_here
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.book import Stamp, number
from jiaoban.kernel.fields import MaybeText, Ref
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack


class TakeFirst(Args):
    """Who takes the post for its first shift."""

    people: tuple[Ref, ...] = Field(min_length=1, max_length=20, title="人员 People")
    text: MaybeText = Field(default="", title="内容 Text")


@verb("handover.take_first", right=Right.SUPERVISE)
def take_first(context: Context, args: TakeFirst) -> Decision:
    """当班负责人指定首班人员：岗位此前无人负责时，由此起算责任。"""
    held = queries.tenure(context.book, context.place.post)
    if held is not None:
        raise Declined(_held_already(context, held.people), about=context.place.post, conflict=True)
    _must_exist(context, args.people)
    pack = pack_here(context)
    shift = context.place.shift_at(context.now)
    hours = stands_until(context.book, context.place, args.people, context.now, shift.ends_at if shift else None)
    _fit_to_begin(context, pack, args.people, shift)
    return [hold(context, pack, "FIRST", hours, None, note=args.text)]


def _fit_to_begin(context: Context, pack: Pack, people: tuple[str, ...], shift: Shift | None) -> None:
    """Decline a first shift in whose way the regime's gates stand: nobody hands over, and still not everybody may."""
    if not any("first" in gate.stops for gate in pack.handover.gates):
        return
    opened = acts.Opened(
        handover=context.command,
        leaving=(),
        arriving=people,
        shift="",
        next_shift=shift.key if shift else "",
        since=context.now,
        due_at=context.now,
        next_ends_at=shift.ends_at if shift else context.now + timedelta(seconds=1),
    )
    seen = queries.assessment(context.book, context.place, _as_state(context, opened), pack, context.now)
    standing = seen.standing("first")
    if standing:
        raise Declined(*(gate.reason() for gate in standing), about=context.place.post)


def _held_already(context: Context, people: tuple[str, ...]) -> Reason:
    names = "、".join(name(context, person) for person in people)
    return plain(
        "post-held",
        f"岗位现由{names}负责。",
        f"The post is held by {names}.",
        "请走交接班流程。",
        "Go through a handover.",
    )


def _must_exist(context: Context, people: tuple[str, ...]) -> None:
    for person in people:
        if not known(context, person):
            raise BadInput(
                "people",
                Words(zh=f"没有人员「{person}」。", en=f"There is no person {person!r}."),
                Words(zh="请从人员名单中选择。", en="Choose from the list of people."),
            )


class Open(Args):
    """Who hands over to whom; by default everybody whose own hour comes next to everybody on the roster of the shift
    that follows. Where the regime hands over on request alone, whoever asks hands over, to whom they name.

    `rest_of_shift`: somebody is relieved within the shift, and the relief stands what is left of it. `joining`: those
    named come to those who hold the post, for what is left of the shift, and nobody leaves it; who hands over to them
    is whoever opens it, else everybody who holds the post.
    """

    leaving: tuple[Ref, ...] = Field(default=(), max_length=20, title="交班人 Outgoing")
    arriving: tuple[Ref, ...] = Field(default=(), max_length=20, title="接班人 Incoming")
    rest_of_shift: bool = Field(default=False, title="班中换人，接到本班结束 Within the shift, for the rest of it")
    joining: bool = Field(default=False, exclude_if=not_, title="加入，没有人离岗 Joins, and nobody leaves")


@verb("handover.open", right=Right.WORK)
def open_handover(context: Context, args: Open) -> Decision:
    """准备交接：系统按现有资料起草交接班记录。"""
    post = context.place.post
    held = queries.tenure(context.book, post)
    if held is None:
        raise Declined(
            plain(
                "post-not-held",
                "岗位还没有人负责，无从交班。",
                "Nobody holds the post, so there is nothing to hand over.",
                "请当班负责人指定首班人员。",
                "Let the supervisor name the first shift.",
                who=("supervisor",),
            ),
            about=post,
        )
    pack = pack_here(context)
    taken_up = held.basis == "UNATTENDED" and pack.handover.taken_up is not None and not args.leaving
    taken_up = taken_up and not args.joining
    leaving = () if taken_up else args.leaving or _who_hands_over(context, held, pack, joining=args.joining)
    if pack.handover.on_request:
        _said_to_whom(args.arriving)
    _must_exist(context, (*leaving, *args.arriving))
    _must_hold(held.people, leaving)
    if args.joining:
        _can_join(context, held, args.arriving)
    else:
        _not_twice(context, leaving)
    if not pack.handover.self_handover:
        _not_to_themselves(context, leaving, args.arriving)
    turn = _turn(context, held, leaving, pack, rest_of_shift=args.rest_of_shift or args.joining)
    arriving = args.arriving or _who_comes(context, held, leaving, turn.follows)
    _allowed(context, (*held.people, *arriving) if taken_up else held.people)
    opened = acts.Opened(
        handover=context.command,
        leaving=leaving,
        arriving=tuple(person for person in arriving if person not in leaving or pack.handover.self_handover),
        shift=turn.ends.key if turn.ends else "",
        next_shift=turn.follows.key,
        since=min(held.since, turn.ends.begins_at if turn.ends else held.since),
        due_at=turn.due_at,
        next_ends_at=turn.follows.ends_at,
        joining=args.joining,
    )
    empty = _as_state(context, opened)
    around = surroundings(context.book, context.place, empty, pack, context.now)
    lines = draw(pack, facts_of(empty, pack, context.place, around, context.now))
    clause = pack.handover.taken_up.clause if taken_up and pack.handover.taken_up else ""
    return [Proposed(payload=opened.model_copy(update={"lines": tuple(lines)}), clauses=(clause,) if clause else ())]


def _whose_hour_comes(context: Context, held: Tenure, pack: Pack) -> tuple[str, ...]:
    """Return who hands over where nobody is named: everybody whose hour is near, else whose hour comes first; somebody
    whose handover goes on already is not asked twice."""
    going = {person for one in queries.open_at(context.book, context.place.post) for person in one.goes}
    waiting = held.model_copy(update={"people": tuple(one for one in held.people if one not in going)})
    if pack.handover.on_request and context.actor.person in waiting.people:
        return (context.actor.person,)
    if not waiting.dues:
        return waiting.people or held.people
    return waiting.due_by(max(waiting.dues[0], context.now + pack.handover.presence.drafts))


def _who_hands_over(context: Context, held: Tenure, pack: Pack, *, joining: bool) -> tuple[str, ...]:
    """Return who hands over where nobody is named; to somebody who joins it is whoever opens it, else all."""
    if not joining:
        return _whose_hour_comes(context, held, pack)
    me = context.actor.person
    return (me,) if me in held.people else held.people


def _said_to_whom(arriving: tuple[str, ...]) -> None:
    """Refuse a handover on request that names nobody who takes it."""
    if arriving:
        return
    raise BadInput(
        "arriving",
        Words(zh="没有写明交给谁。", en="It is not said to whom."),
        Words(zh="请选择接手的人。", en="Choose who takes it over."),
    )


def _can_join(context: Context, held: Tenure, arriving: tuple[str, ...]) -> None:
    """Decline to join a post at which nobody stands, and a second time; whether there is room for one more is said by
    the regime's gates."""
    if held.basis == "UNATTENDED":
        raise Declined(
            plain(
                "joins-nobody",
                "岗位无人值守，没有可以加入的班。",
                "Nobody stands at the post, so there is nobody to join.",
                "请恢复值守：由来人接班。",
                "Take the post up again: whoever comes takes over.",
            ),
            about=context.place.post,
        )
    there = [person for person in arriving if person in held.people]
    if not arriving or there:
        names = "、".join(name(context, person) for person in there)
        raise BadInput(
            "arriving",
            Words(zh=f"{names}已在岗。", en=f"{names} are at the post already.")
            if there
            else Words(zh="没有写谁加入。", en="It does not say who joins."),
            Words(zh="请选择要加入的人。", en="Choose whoever is to join."),
        )
    for running in queries.open_at(context.book, context.place.post):
        if running.joining and set(running.arriving) & set(arriving):
            raise Declined(_running_already(), about=running.key, conflict=True)


def _who_comes(context: Context, held: Tenure, leaving: tuple[str, ...], follows: Shift) -> tuple[str, ...]:
    """Return who takes over where nobody is named: whoever is on the roster of the shift that follows and does not hold
    the post yet beside those who leave; where all of them do, they take on what is left behind."""
    due = due_people(context.book, context.place, follows)
    stay = [one for one in held.people if one not in leaving] if leaving else []
    return tuple(one for one in due if one not in stay) or due


def _allowed(context: Context, holders: tuple[str, ...]) -> None:
    actor = context.actor
    if actor.site == "*" or actor.person in holders or actor.may(Right.SUPERVISE, context.place.post):
        return
    raise Declined(
        plain(
            "not-your-part",
            "交接由当班人或当班负责人发起。",
            "A handover is opened by whoever is on duty, or by the supervisor.",
            "请当班人发起交接。",
            "Let the person on duty open it.",
            who=("outgoing", "supervisor"),
        )
    )


def _must_hold(holders: tuple[str, ...], leaving: tuple[str, ...]) -> None:
    strangers = [person for person in leaving if person not in holders]
    if strangers:
        raise BadInput(
            "leaving",
            Words(zh=f"{'、'.join(strangers)}现在不负责这个岗位。", en=f"{', '.join(strangers)} do not hold the post."),
            Words(zh=f"交班人应在{'、'.join(holders)}之中。", en=f"Choose among {', '.join(holders)}."),
        )


def _not_to_themselves(context: Context, leaving: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Decline who was named for both sides. Whoever the roster alone puts there is left out without a word."""
    twice = [person for person in named if person in leaving]
    if twice:
        names = "、".join(name(context, person) for person in twice)
        raise Declined(
            plain(
                "own-relief",
                f"{names}既交班又接班，本制度不允许。",
                f"{names} would hand over to themselves; the regime does not allow it.",
                "请换人接班；留下来的人不要列为交班人。",
                "Name somebody else to take over; whoever stays does not hand over.",
                who=("supervisor",),
            )
        )


def _not_twice(context: Context, leaving: tuple[str, ...]) -> None:
    for running in queries.open_at(context.book, context.place.post):
        if set(running.goes) & set(leaving) or not (running.leaving or leaving):
            raise Declined(_running_already(), about=running.key, conflict=True)


def _running_already() -> Reason:
    return plain(
        "handover-running",
        "这个岗位已有一次交接在进行。",
        "A handover of this post is going on already.",
        "请在那次交接中继续。",
        "Go on in that one.",
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """Between which shifts a handover is: the one that ends (None between shifts), the one that follows, the hour."""

    ends: Shift | None
    follows: Shift
    due_at: datetime


def _turn(context: Context, held: Tenure, leaving: tuple[str, ...], pack: Pack, *, rest_of_shift: bool) -> _Turn:
    """Return the turn of shifts for which a handover is opened now.

    A relief that is late takes over the shift that has begun, however late. Whoever took the post over, or left it
    unattended, hands it back to the relief that was owed, or for the rest of the shift. Somebody who took over minutes
    before the hour hands over at the end of the shift that began then. Where shifts overlap, it is the one that ends at
    the hour of those who leave; where none begins then, the one that has begun follows, unless its people hold the
    post already.
    """
    place, drafts = context.place, pack.handover.presence.drafts
    if place.pattern is None:
        raise BadInput(
            "post",
            Words(zh="岗位没有班次。", en="The post has no shifts."),
            Words(zh="请管理员为岗位设定班次。", en="Let the administrator give it a shift pattern."),
        )
    hour = min((own for one in leaving or held.people if (own := held.hour_of(one)) is not None), default=None)
    running = place.shift_ending(hour, context.now)
    if rest_of_shift:
        return _rest(context, running, drafts)
    if running is not None and context.now < running.ends_at - drafts:
        ended = queries.handover(context.book, held.handover) if held.basis in AWAITING_RELIEF else None
        if ended is not None and held.since < ended.due_at - drafts:  # in the middle of a shift, which goes on
            return _rest(context, running, drafts)
        owed = ended is not None and ended.next_shift == running.key
        late = hour is not None and (
            hour <= running.begins_at or (hour <= context.now and running.ends_at not in held.dues)
        )
        if owed or late or (hour is None and _just_begun(held, running, context.now)):
            before = place.shift_ending(hour, running.begins_at - timedelta(microseconds=1))
            return _Turn(before, running, max(running.begins_at, hour if late and hour else running.begins_at))
    follows = place.pattern.after(running.ends_at - timedelta(microseconds=1) if running else context.now, place.zone)
    if running is not None and follows.begins_at > running.ends_at:
        for shift in place.pattern.running(running.ends_at, place.zone):
            if running.begins_at < shift.begins_at and shift.ends_at not in held.dues:
                return _Turn(running, shift, running.ends_at)
    return _Turn(running, follows, follows.begins_at)


def _just_begun(held: Tenure, running: Shift, now: datetime) -> bool:
    """Of a holder of whom no hour is known: their shift was the one before, while the running one is young."""
    return held.since < running.begins_at and now - running.begins_at < timedelta(hours=2)


def _rest(context: Context, running: Shift | None, drafts: timedelta) -> _Turn:
    if running is None:
        raise BadInput(
            "rest_of_shift",
            Words(zh="现在不在班次之内。", en="No shift is running now."),
            Words(zh="请按下一班交接。", en="Hand over to the next shift."),
        )
    return _Turn(running, running, min(context.now + drafts, running.ends_at))


def _as_state(context: Context, opened: acts.Opened) -> Handover:
    """Return the handover as it will stand right after opening, to draw its lines from the same facts as later."""
    stamp = Stamp(
        command=context.command,
        request="",
        actor=context.actor.person,
        post=context.place.post,
        now=context.now,
        regime=context.place.regime,
    )
    act: Act = number(context.place.site, 0, [Proposed(payload=opened)], stamp)[0]
    state = evolve(None, act)
    assert state is not None
    return state
