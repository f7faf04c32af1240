"""Which step of a swap is possible, by whom, and when. Pure: raises `Declined` with everything that stands against it.

A regime that says nothing of swaps leaves them to plain sense: both agree, and it is reported to the supervisor.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiaoban.kernel.access import Actor
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.kernel.work import OpenWork
from jiaoban.regime.pack import Pack
from jiaoban.regime.roster_words import hours as said_span
from jiaoban.roster.acts import Handed
from jiaoban.roster.rules import RIGHT_OF, Turn
from jiaoban.roster.swaps import Status, Swap
from jiaoban.roster.wording import Names


@dataclass(frozen=True, slots=True)
class Terms:
    """How people swap here, as `regime.rostering.Swap`; `clause` is '' where no regime speaks of it."""

    clause: str = ""
    told: str = "supervisor"
    transfer: bool = False
    approve: tuple[str, ...] = ()
    notice: timedelta | None = None


def terms_of(pack: Pack | None) -> Terms:
    """Return how people swap under a regime."""
    said = pack.roster.swap if pack and pack.roster else None
    if said is None:
        return Terms()
    return Terms(said.clause, said.told, said.transfer, said.approve, said.notice)


def need_two(asker: str, colleague: str) -> None:
    """Refuse a swap with oneself."""
    if asker == colleague:
        raise BadInput(
            "colleague",
            Words(zh="换班是两个人的事。", en="A swap is between two people."),
            Words(zh="请选择另一位同事。", en="Choose a colleague."),
        )


def need_theirs(turn: Turn, person: str, names: Names, where: str) -> None:
    """Refuse to give away a shift that somebody is not due on."""
    if person not in turn.people:
        shift = names.shift(turn.post, turn.shift.code, turn.shift.day)
        who = names.person(person)
        raise Declined(
            plain(
                "not-on-this-shift",
                f"{shift.zh}没有排{who}。",
                f"{who} is not on the roster for {shift.in_('en')}.",
                "请在排班表上核对。",
                "Look at the roster.",
            ),
            about=where,
        )


def need_not_on(turn: Turn, person: str, names: Names) -> None:
    """Refuse to give a shift to somebody who is due on it already."""
    if person in turn.people:
        shift, who = names.shift(turn.post, turn.shift.code, turn.shift.day), names.person(person)
        raise Declined(
            plain(
                "on-this-shift-already",
                f"{shift.zh}已经排了{who}。",
                f"{who} is on the roster for {shift.in_('en')} already.",
                "请选择别的班或别的同事。",
                "Choose another shift or colleague.",
            )
        )


def need_able(able: bool, person: str, post: str, names: Names) -> None:
    """Refuse to give a shift to somebody who does not work at its post."""
    if not able:
        raise Declined(
            plain(
                "works-elsewhere",
                f"{names.person(person)}不在{names.post(post).zh}上班。",
                f"{names.person(person)} does not work at {names.post(post).in_('en')}.",
                "请选择在这个岗位上班的同事；或请管理员先给其这个岗位的角色。",
                "Choose a colleague who does; or have an administrator give them a role there.",
            )
        )


def need_time(terms: Terms, begins_at: datetime, now: datetime) -> None:
    """Refuse what comes too late: a shift that has begun, or less than the regime's notice before it."""
    if now >= begins_at:
        raise Declined(begun())
    if terms.notice is not None and now + terms.notice > begins_at:
        notice = said_span(terms.notice)
        raise Declined(
            Reason(
                code="swap-too-late",
                clause=terms.clause,
                why=Words(zh=f"换班要提前{notice.zh}提出。", en=f"A swap is asked for {notice.en} ahead."),
                lifts=Words(zh="请选择更晚的班，或请主管调整排班。", en="Choose a later shift, or ask the supervisor."),
                who=("supervisor",),
            )
        )


def begun() -> Reason:
    """Return the reason why nothing can be done about a swap any more."""
    return plain(
        "swap-lapsed",
        "要换的班已经开始，这次换班没有生效，按原来的排班算。",
        "A shift of this swap has begun; it does not hold, and the roster stays as it was.",
        "请主管按实际情况调整尚未结束的班。",
        "The supervisor can change what has not ended.",
        who=("supervisor",),
    )


def need_one_at_a_time(swap: Iterable[Swap], post: str, shift: str, now: datetime) -> None:
    """Refuse to offer a shift about which another swap is still open."""
    for one in swap:
        if not one.lapsed(now) and any((slot.post, f"{slot.day}.{slot.shift}") == (post, shift) for slot in one.slots):
            raise Declined(
                plain(
                    "swap-open",
                    "这个班已经有一次换班在办。",
                    "A swap of this shift is going on already.",
                    "请先办完或撤回那一次。",
                    "Finish or withdraw that one first.",
                )
            )


def handed(terms: Terms, work: Sequence[OpenWork], notes: Mapping[str, str], more: str) -> tuple[Handed, ...]:
    """Return the work that is handed over, in the order of the list, then what else there is to say.

    Under a regime that wants it, every piece of open work has its note, and so has the rest: 'nothing' is said, not
    left empty. Raises `Declined` that names what is missing, `BadInput` for what is no open work of the person.
    """
    strange = sorted(set(notes) - {one.key for one in work})
    if strange:
        raise BadInput(
            "work",
            Words(zh=f"{strange[0]} 不是这个人的未了结工作。", en=f"{strange[0]} is no open work of this person."),
            Words(
                zh=f"未了结的有：{'、'.join(one.key for one in work) or '无'}。",
                en=f"Open work: {', '.join(one.key for one in work) or 'none'}.",
            ),
        )
    missing = [one.title for one in work if not notes.get(one.key)]
    if terms.transfer and (missing or not more):
        raise Declined(_unsaid(terms, missing))
    made = [Handed(work=one.key, title=one.title, note=notes[one.key]) for one in work if notes.get(one.key)]
    return (*made, Handed(work="", title="", note=more)) if more else tuple(made)


def _unsaid(terms: Terms, missing: Sequence[str]) -> Reason:
    named = "、".join(missing)
    if missing:
        why = Words(
            zh=f"换班要交接工作，这些还没有写：{named}。",
            en=f"A swap hands work over; nothing is said yet of: {', '.join(missing)}.",
        )
        lifts = Words(zh="请逐项写明情况和要做的事。", en="Say for each how it stands and what is to be done.")
    else:
        why = Words(zh="换班要交接工作，其他情况还没有写。", en="A swap hands work over; nothing is said of the rest.")
        lifts = Words(zh="请写明；没有的写「无」。", en='Say it; write "nothing" where there is nothing.')
    return Reason(code="work-not-handed-over", clause=terms.clause, why=why, lifts=lifts, names=tuple(missing))


def need_status(swap: Swap, wanted: Sequence[Status], now: datetime) -> None:
    """Refuse a step that does not come now: the swap lapsed, is over, or is not so far."""
    if swap.lapsed(now):
        raise Declined(begun())
    if swap.status not in wanted:
        said = STATUS_WORDS[swap.status]
        raise Declined(
            plain(
                "swap-not-so-far" if swap.status in ("ASKED", "AGREED") else "swap-settled",
                f"这次换班{said.zh}。",
                f"This swap {said.in_('en')}.",
                "请看这次换班走到了哪一步。",
                "Look how far the swap has come.",
            ),
            conflict=True,
        )


STATUS_WORDS: Mapping[Status, Words] = {
    "ASKED": Words(zh="还在等同事答复", en="waits for the colleague's answer"),
    "AGREED": Words(zh="双方已同意，还没有报告，没有生效", en="is agreed, not reported yet, and does not hold"),
    "TOLD": Words(zh="已经报告，在等批准", en="is reported and waits for approval"),
    "HOLDS": Words(zh="已经生效", en="holds"),
    "DECLINED": Words(zh="被同事谢绝了", en="was declined"),
    "WITHDRAWN": Words(zh="已撤回", en="was withdrawn"),
    "REFUSED": Words(zh="没有获得批准", en="was not approved"),
}
"""How far a swap has come."""


def need_person(person: str, allowed: Sequence[str], names: Names) -> None:
    """Refuse a step to somebody whose it is not."""
    if person not in allowed:
        who = [names.person(one) for one in allowed]
        raise Declined(
            plain(
                "not-yours-to-say",
                f"这一步由{'或'.join(who)}来做。",
                f"This is for {' or '.join(who)} to do.",
                "请本人来做。",
                "They do it themselves.",
                who=allowed,
            )
        )


def listens(actor: Actor, terms: Terms, swap: Swap) -> bool:
    """Say whether somebody is one to whom a swap can be reported: they are so at every post of which a shift changes
    hands, and are none of the two."""
    posts = {slot.post for slot in swap.slots}
    return actor.person not in swap.both and all(actor.may(RIGHT_OF[terms.told], post) for post in posts)


def need_listener(*, able: bool) -> None:
    """Refuse to report a swap to one of the two, or to somebody who is not the one to tell."""
    if not able:
        raise BadInput(
            "to",
            Words(zh="换班不能报告给这个人。", en="The swap cannot be reported to this person."),
            Words(
                zh="请选择管着所换的每一个班的主管，不是换班的两个人。",
                en="Choose a supervisor of every post at which a shift changes hands, none of the two.",
            ),
        )


def cannot_approve(terms: Terms, own: bool) -> Reason:
    """Return the reason why somebody decides about no swap, or not about their own."""
    return Reason(
        code="not-theirs-to-approve",
        clause=terms.clause,
        why=Words(zh="自己的换班不能自己批准。", en="Nobody approves their own swap.")
        if own
        else Words(zh="这次换班不由您批准。", en="This swap is not yours to approve."),
        lifts=Words(zh="请有权的人来批准。", en="Ask whoever may."),
        who=terms.approve,
    )


def in_place_of(turn: Turn, leaves: str, comes: str) -> tuple[str, ...]:
    """Return who stands a shift when one person comes in the place of another."""
    return tuple(comes if one == leaves else one for one in turn.people)
