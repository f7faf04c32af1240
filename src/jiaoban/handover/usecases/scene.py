"""What every verb of a running handover begins with: find it, see whose verb it is, decline what plainly cannot be."""

from pydantic import Field

from jiaoban.handover import queries
from jiaoban.handover.around import side_people
from jiaoban.handover.assess import Assessment, GateVerdict
from jiaoban.handover.authority import authority, speaks
from jiaoban.handover.state import Handover
from jiaoban.handover.stopped import SUSPENDS
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Book
from jiaoban.kernel.fields import Ref
from jiaoban.kernel.refusal import Declined, NotFound, Reason
from jiaoban.kernel.verbs import Args, Context, plain
from jiaoban.kernel.words import Words
from jiaoban.org.tables import PEOPLE
from jiaoban.plant import queries as plant
from jiaoban.regime.pack import Pack
from jiaoban.roster import queries as roster

PARTY_WORDS = {
    "outgoing": Words(zh="交班方", en="the outgoing side"),
    "incoming": Words(zh="接班方", en="the incoming side"),
    "supervisor": Words(zh="值长", en="the shift supervisor"),
    "third": Words(zh="第三方", en="a third party"),
}


def party_words(pack: Pack, party: str) -> Words:
    """Return what a party is called: as the regime calls it, else as everywhere."""
    called: Words | None = getattr(pack.head.calls, party, None)
    named = authority(pack, party)
    return called or (named.title if named else PARTY_WORDS[party])


class OfHandover(Args):
    """Arguments of a verb about a running handover."""

    handover: Ref = Field(title="交接 Handover")


def need_equipment(context: Context, key: str) -> None:
    """Raise `NotFound` for equipment that the site does not have; '' is none. A tag may name a subject of the post that
    is in no register."""
    if key and key not in dict(context.place.subjects) and plant.equipment(context.book, key) is None:
        raise NotFound(f"equipment {key}", "equipment")


def known(context: Context, person: str) -> bool:
    """Say whether somebody of this key is with the site."""
    found = context.book.get(PEOPLE, person)
    return found is not None and found.active


def name(context: Context, person: str) -> str:
    """Return a person's name, or the key of somebody unknown (the program itself)."""
    found = context.book.get(PEOPLE, person)
    return found.name if found else person


def find(context: Context, key: str, *, open_only: bool = True) -> Handover:
    """Return the handover, at this post; `NotFound` when there is none, declined when it is closed already."""
    found = queries.handover(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"handover {key}", "handover")
    if open_only and not found.open:
        who = name(context, next(event.by for event in reversed(found.events) if event.what == found.ending))
        raise Declined(
            plain(
                "handover-closed",
                f"这次交接已经结束，由{who}办结。",
                f"This handover has ended; {who} closed it.",
                "如有新情况，请写入运行日志。",
                "Write what is new into the logbook.",
            ),
            about=key,
            conflict=True,
        )
    return found


def pack_of(context: Context, handover: Handover) -> Pack:
    """Return the regime under which the handover was opened."""
    pack: Pack = context.packs(handover.regime)
    return pack


def pack_here(context: Context) -> Pack:
    """Return the regime in force at the post now; declined where there is none."""
    if not context.place.regime:
        raise Declined(
            plain(
                "no-regime",
                "本岗位现在没有生效的交接班制度。",
                "No regime is in force at this post now.",
                "请管理员采用制度，或核对岗位所填的制度编号和生效日。",
                "Let the administrator adopt one, or check which one the post names and its first day.",
                who=("administrator",),
            ),
            about=context.place.post,
        )
    pack: Pack = context.packs(context.place.regime)
    return pack


def look(context: Context, handover: Handover) -> Assessment:
    """Return the verdict over the handover now."""
    return queries.assessment(context.book, context.place, handover, pack_of(context, handover), context.now)


def belongs(context: Context, handover: Handover, party: str) -> bool:
    """Say whether the actor belongs to a party of the handover."""
    person = context.actor.person
    if party == "supervisor":
        return context.actor.may(Right.SUPERVISE, context.place.post)
    if party == "third":
        return person not in (*handover.leaving, *handover.arriving)
    named = authority(pack_of(context, handover), party)
    if named is not None:
        return speaks(named, context.book.get(PEOPLE, person), handover, context.place.zone, context.now)
    return person in side_people(handover, party)


def does_for(context: Context, handover: Handover, party: str) -> bool:
    """Say whether the actor does what falls to a party: with nobody who hands over, whoever comes prepares the
    record."""
    nobody_leaves = party == "outgoing" and not handover.leaving
    return belongs(context, handover, "incoming" if nobody_leaves else party)


def need(context: Context, handover: Handover, *parties: str) -> str:
    """Return the first of these parties to which the actor belongs; declined when they belong to none."""
    for party in parties:
        if does_for(context, handover, party):
            return party
    names = {party: [name(context, one) for one in side_people(handover, party)] for party in parties}
    said = {one: party_words(pack_of(context, handover), one) for one in parties}
    zh = "、".join(said[one].zh + (f"（{'、'.join(names[one])}）" if names[one] else "") for one in parties)
    en = " or ".join(said[one].en + (f" ({', '.join(names[one])})" if names[one] else "") for one in parties)
    raise Declined(
        plain(
            "not-your-part",
            f"这一步由{zh}来做。",
            f"This is for {en} to do.",
            f"请{'、'.join(one.zh for one in said.values())}用自己的账号操作。",
            f"Let {' or '.join(one.en for one in said.values())} do it, logged in as themselves.",
            who=parties,
        ),
        about=handover.key,
    )


_TURNS = {
    "OFFERED": ("记录已由{}交出。", "{} has offered the record."),
    "WITHDRAWN": ("记录已由{}撤回。", "{} has taken the record back."),
    "SUSPENDED": ("交接已由{}中止。", "{} has suspended the handover."),
    "REFUSED": ("交接已被{}拒绝。", "{} has refused the handover."),
    "RESUMED": ("交接已由{}恢复。", "{} has resumed the handover."),
}
"""What brings a handover into a stage, by its events: whoever comes too late is told who did."""


def need_stage(context: Context, handover: Handover, *stages: str) -> None:
    """Decline when the handover does not stand in one of these stages; a conflict where somebody else brought it on."""
    if handover.stage in stages:
        return
    if handover.stage == "SUSPENDED":
        undisputed(context, handover)
        no_accident(context, handover)
    turn = next((event for event in reversed(handover.events) if event.what in _TURNS), None)
    if turn is None:
        why = Words(zh="交班方还没有交班。", en="The outgoing side has not offered yet.")
    else:
        zh, en = _TURNS[turn.what]
        who = name(context, turn.by)
        why = Words(zh=zh.format(who), en=en.format(who))
    lifts = {
        "DRAFT": Words(zh="请交班方补全记录后交班。", en="Let the outgoing side complete the record and offer it."),
        "OFFERED": Words(zh="如需修改，请先撤回。", en="Withdraw it first."),
        "SUSPENDED": Words(zh="请先恢复交接。", en="Resume the handover first."),
        "REFUSED": Words(zh="请先整改，或由当班负责人裁定。", en="Mend the ground, or let the supervisor rule."),
    }[handover.stage]
    reason = Reason(code=f"stage:{handover.stage.lower()}", why=why, lifts=lifts)
    raise Declined(reason, about=handover.key, conflict=turn is not None and turn.by != context.actor.person)


def need_reported(context: Context, handover: Handover) -> None:
    """Decline for somebody of the incoming side who has not reported in at the post."""
    if context.actor.person in handover.presence:
        return
    reason = Reason(
        code="not-reported-in",
        clause=pack_of(context, handover).handover.presence.clause,
        why=Words(zh="您还没有到岗报到。", en="You have not reported in at the post."),
        lifts=Words(zh="请先到岗报到。", en="Report in first."),
        who=("incoming",),
    )
    raise Declined(reason, about=handover.key)


def leads(context: Context, shift: str) -> tuple[str, ...]:
    """Return the supervisors of the crew whose turn a shift is, by its key; nobody where the roster knows no crew."""
    found = context.place.shift_of(shift)
    return roster.leads(context.book, context.place, found) if found else ()


def undisputed(context: Context, handover: Handover) -> None:
    """Decline while a dispute waits for the ruling that the regime wants: until then nothing goes on."""
    dispute = handover.dispute
    if dispute is None:
        return
    kind = next((one for one in pack_of(context, handover).handover.objections if one.id == dispute.kind), None)
    both = kind is not None and kind.ruled_by == "both_shifts"
    lifts = (
        Words(
            zh="由交接两班的班长协商，各自记录相同的裁定。", en="The supervisors of both shifts each record one ruling."
        )
        if both
        else Words(zh="请当班负责人裁定。", en="Let the supervisor rule.")
    )
    reason = Reason(
        code="dispute-open",
        clause=kind.clause if kind else "",
        why=Words(zh=f"意见不统一，交接暂停：{dispute.text}", en=f"A dispute pauses the handover: {dispute.text}"),
        lifts=lifts,
        who=("supervisor",),
        names=(dispute.text,),
    )
    raise Declined(reason, about=handover.key)


def no_accident(context: Context, handover: Handover, *severities: str) -> None:
    """Decline, by the gates of the regime in whose way it is, while an accident of the post is open.

    Of handovers that an accident suspends. `severities`: only by gates of these; without any, by every gate.
    """
    found = over_accident(context.book, look(context, handover)) if handover.accident else ()
    reasons = [one.reason() for one in found if not severities or one.gate.severity in severities]
    if reasons:
        raise Declined(*reasons, about=handover.key)


def over_accident(book: Book, seen: Assessment) -> tuple[GateVerdict, ...]:
    """Return the gates in whose way an open accident is that suspends the handover; none where none does."""
    handover = seen.handover
    if not handover.accident:
        return ()
    accidents = {one.key for one in plant.matters(book, handover.post, kinds=[SUSPENDS], open=True, limit=None)}

    def in_its_way(verdict: GateVerdict) -> bool:
        return any(str(row.get("id")) in accidents for _, row in verdict.trace.culprits())

    return tuple(one for one in seen.standing("sign") if in_its_way(one))


def one(payload: Payload, *clauses: str) -> list[Proposed]:
    """Return a decision of one act."""
    return [Proposed(payload=payload, clauses=tuple(dict.fromkeys(clause for clause in clauses if clause)))]
