"""What an absence moves in other rooms: follow-ups to their receivers and back, shifts to those who cover them.

A follow-up keeps its text, its history and its due moment; only who follows it changes, as an act of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from jiaoban.absence.acts import Cover
from jiaoban.absence.rules import deciding
from jiaoban.absence.tables import Absence, CoveredStand, TransferLine
from jiaoban.absence.usecases.around import at
from jiaoban.followup import queries as followup
from jiaoban.followup.rules import life as followup_rules
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import Declined, NotAllowed, Refusal
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from jiaoban.roster import queries as roster
from jiaoban.roster.acts import ShiftAssigned
from jiaoban.roster.usecases import Assign, assigned

REASONS = {
    "given": ("工作移交：{name}离岗", "Work transfer: {name} is away"),
    "back": ("{name}返岗，交还", "{name} is back: handed back"),
    "covered": ("{name}离岗，顶替", "{name} is away: covered"),
    "restored": ("{name}不再离岗，恢复排班", "{name} is not away any more: as it was"),
}


def said(context: Context, what: str, one: Absence) -> str:
    """Return the reason that stands with what an absence moves, in the language of the regime."""
    pack: Pack = context.packs(one.regime)
    zh, en = REASONS[what]
    name = org.person(context.book, one.person).name
    return (en if pack.head.tongue.language == "en" else zh).format(name=name)


def given(context: Context, one: Absence, lines: Iterable[TransferLine]) -> Iterator[Proposed]:
    """Return the acts by which the open follow-ups on these lines go to their receivers."""
    return _passed(context, one, [(line, one.person, line.to) for line in lines], "given")


def returned(context: Context, one: Absence, lines: Iterable[TransferLine]) -> Iterator[Proposed]:
    """Return the acts by which the follow-ups on these lines go back to whoever was away, where they are still open and
    with the receiver."""
    return _passed(context, one, [(line, line.to, one.person) for line in lines], "back")


def _passed(
    context: Context, one: Absence, lines: Iterable[tuple[TransferLine, str, str]], why: str
) -> Iterator[Proposed]:
    for line, giver, taker in lines:
        found = followup.followup(context.book, line.thing.partition(":")[2]) if line.source == "followup" else None
        if found is None or not found.open or found.owner != giver or giver == taker:
            continue
        reason = said(context, why, one)
        passed = followup_rules.pass_on(found, taker, reason, by=context.actor.person, supervises=True)
        yield replace(passed, post=found.post)


def covered(context: Context, one: Absence, covers: Iterable[Cover], despite: str) -> Iterator[Proposed]:
    """Return the acts by which the shifts of an absence are stood by those who cover them, under the rules of the
    roster (`despite`: why, although it breaks one). Declined where they do not allow it; raises `NotAllowed` for a
    post that the actor does not supervise."""
    reason = said(context, "covered", one)
    for cover in covers:
        if cover.sort != "post" or cover.stands == cover.was:
            continue
        day, _, code = cover.shift.partition(".")
        if not context.actor.may(Right.SUPERVISE, cover.post):
            raise NotAllowed(Right.SUPERVISE, "absence.approve")
        told = {"day": day, "shift": code, "people": cover.stands, "reason": reason, "despite": despite}
        decision = assigned(at(context, cover.post), Assign.model_validate(told), by_hand=False)
        if isinstance(decision, Refusal):
            raise Declined(*decision.reasons, about=decision.about)
        for act in decision:
            yield replace(act, post=cover.post)


def restored(
    context: Context, one: Absence, covers: Iterable[CoveredStand], since: datetime | None = None
) -> Iterator[Proposed]:
    """Return the acts by which shifts go back to whoever was away: those that begin at or after a moment (None: all
    that are not over). Where others of the shift changed since, only whoever came in their place makes room; a
    shift that neither stands any more is left as somebody has planned it."""
    for cover in covers:
        place = org.place(context.book, cover.post, context.now)
        shift = place.shift_of(cover.shift) if cover.sort == "post" else None
        if shift is None or shift.ends_at <= context.now or (since is not None and shift.begins_at < since):
            continue
        turn = roster.turn(context.book, place, shift)
        if turn.exception is None:
            continue
        people = deciding.back_on(turn.exception.people, one.person, cover)
        if people is None:
            continue
        reason = said(context, "restored", one)
        assigned = ShiftAssigned(post=cover.post, day=shift.day, shift=shift.code, people=people, reason=reason)
        yield Proposed(assigned, post=cover.post)
