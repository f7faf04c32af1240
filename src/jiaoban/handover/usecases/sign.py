"""Signing: everything that stands in the way is named; when all have signed, responsibility moves at that second."""

from pydantic import Field

from jiaoban.handover import acts, queries
from jiaoban.handover.around import side_people
from jiaoban.handover.assess import Assessment, next_signature
from jiaoban.handover.clocks import hours_after
from jiaoban.handover.holding import hold
from jiaoban.handover.state import Handover, Signature, Stay
from jiaoban.handover.tables import STAYS
from jiaoban.handover.usecases.scene import OfHandover, belongs, find, look, name, need_stage, pack_of, party_words
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeText, Ref, joint_key
from jiaoban.kernel.refusal import Declined, NotFound, Reason
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.meeting import queries as meeting
from jiaoban.regime.pack import Signature as Wanted


class Sign(OfHandover):
    """The digest of the content that the signer was shown, and the handwritten stroke where the regime wants one."""

    content: str = Field(min_length=64, max_length=64, title="签字内容摘要 Content digest")
    stroke: str = Field(default="", max_length=20000, pattern=r"^[MLZ0-9 .,-]*$", title="手写签字 Stroke")


@verb("handover.sign", right=Right.WORK, signed=True)
def sign(context: Context, args: Sign) -> Decision:
    """签字：双方依次签字，签齐即交接责任。"""
    handover = find(context, args.handover)
    need_stage(context, handover, "OFFERED")
    seen = look(context, handover)
    _same_content(context, seen, args.content)
    standing = seen.standing("sign")
    if standing:
        raise Declined(*(gate.reason() for gate in standing), about=handover.key)
    wanted = _my_turn(context, seen)
    _still_held(context, handover)
    _to_somebody(context, handover)
    signed = acts.Signed(
        handover=handover.key, party=wanted.party, content=seen.content, says=wanted.says, stroke=args.stroke
    )
    after = _with_signature(context, handover, wanted.party, seen.content, wanted.says)
    decision = [Proposed(payload=signed, clauses=(wanted.clause,))]
    if next_signature(after, seen.pack) is None:
        decision.extend(_transfer(context, after, seen))
    return decision


def _same_content(context: Context, seen: Assessment, content: str) -> None:
    """Nobody signs what they have not seen. Before the gates: those that a change closed are not the signer's doing."""
    if content == seen.content:
        return
    newest = max(seen.handover.lines.values(), key=lambda line: line.seq, default=None)
    who = f"最近改动：{name(context, newest.author)}。" if newest else ""
    who_en = f" Last changed by {name(context, newest.author)}." if newest else ""
    raise Declined(
        plain(
            "content-changed",
            f"您看过之后，记录又有变动。{who}",
            f"The record has changed since you looked at it.{who_en}",
            "请重新查看后再签。",
            "Look at it again, then sign.",
        ),
        about=seen.handover.key,
        conflict=True,
    )


def _my_turn(context: Context, seen: Assessment) -> Wanted:
    handover, wanted, person = seen.handover, seen.next_signature, context.actor.person
    if wanted is None:
        raise Declined(
            plain("all-signed", "已经签齐。", "All have signed.", "无需再签。", "Nothing is left to sign."),
            about=handover.key,
            conflict=True,
        )
    mine = [one for one in handover.valid_signatures if one.by == person and one.party == wanted.party]
    if belongs(context, handover, wanted.party) and not mine:
        _another_person(context, seen, wanted)
        return wanted
    by = party_words(pack_of(context, handover), wanted.party)
    names = "、".join(name(context, one) for one in side_people(handover, wanted.party))
    raise Declined(
        Reason(
            code="signature-order",
            clause=wanted.clause,
            why=Words(
                zh=f"现在轮到{by.zh}{names and f'（{names}）'}签字。",
                en=f"It is the turn of {by.en}{names and f' ({names})'} to sign.",
            ),
            lifts=Words(zh=f"请{by.zh}先用本人密码签字。", en=f"Let {by.en} sign first, with their own password."),
            who=(wanted.party,),
        ),
        about=handover.key,
    )


def _another_person(context: Context, seen: Assessment, wanted: Wanted) -> None:
    """Decline a signature that is to be somebody else's, by whoever signed for another party already."""
    before = next((one for one in seen.handover.valid_signatures if one.by == context.actor.person), None)
    if not wanted.other_person or before is None:
        return
    signed = party_words(seen.pack, before.party)
    raise Declined(
        Reason(
            code="signature-other",
            clause=wanted.clause,
            why=Words(
                zh=f"您已以{signed.zh}的身份签字，这一签要由另一人来签。",
                en=f"You have signed as {signed.en or before.party}; this signature is for somebody else.",
            ),
            lifts=Words(zh="请另一人用本人密码签字。", en="Let somebody else sign, with their own password."),
            who=(wanted.party,),
        ),
        about=seen.handover.key,
    )


def _still_held(context: Context, handover: Handover) -> None:
    """Compare-and-swap on the post: whoever hands it over must still hold it (trust rule 1)."""
    held = queries.tenure(context.book, context.place.post)
    taken_up = bool(handover.leaving) or (held is not None and held.basis == "UNATTENDED")
    if held is not None and taken_up and set(handover.leaving) <= set(held.people):
        return
    names = "、".join(name(context, person) for person in (held.people if held else ()))
    raise Declined(
        plain(
            "post-moved",
            f"岗位已由{names or '他人'}负责。",
            f"The post is held by {names or 'somebody else'} now.",
            "请取消这次交接。",
            "Cancel this handover.",
            who=("supervisor",),
        ),
        about=handover.key,
        conflict=True,
    )


def _to_somebody(context: Context, handover: Handover) -> None:
    """Decline to sign a post over to nobody, whatever the regime's gates say: at every second somebody answers."""
    held = queries.tenure(context.book, context.place.post)
    if handover.arriving or (held is not None and set(held.people) - set(handover.leaving)):
        return
    raise Declined(
        plain(
            "nobody-comes",
            "没有人接班：签了字岗位就没有人负责。",
            "Nobody takes over: with this signature nobody would answer for the post.",
            "请当班负责人安排顶班，或者接管岗位、按批准的安全状态停守。",
            "Let the supervisor name a stand-in, take the post over, or leave it in its approved safe state.",
            who=("supervisor",),
        ),
        about=handover.key,
    )


def _with_signature(context: Context, handover: Handover, party: str, content: str, says: Words) -> Handover:
    made = Signature(party=party, by=context.actor.person, at=context.now, seq=-1, content=content, says=says)
    return handover.model_copy(update={"signatures": (*handover.signatures, made)})


def _transfer(context: Context, handover: Handover, seen: Assessment) -> list[Proposed]:
    """Close the handover and move responsibility: who stays, stays; who leaves, leaves; who comes, holds."""
    held = queries.tenure(context.book, context.place.post)
    hours = hours_after(context.book, context.place, handover, held)
    lifted = tuple(one.gate.id for one in seen.gates if one.status == "LIFTED")
    closed = acts.Closed(handover=handover.key, ending="SIGNED", content=seen.content, lifted=lifted)
    move = hold(context, seen.pack, "HANDOVER", hours, handover.key)
    return [Proposed(payload=closed), move, *_stays(context, handover, seen)]


def _stays(context: Context, handover: Handover, seen: Assessment) -> list[Proposed]:
    """Return the duties that survive the signature, one a person of the side."""
    return [
        Proposed(
            payload=acts.Stayed(
                handover=handover.key,
                stay=joint_key(handover.key, rule.id, person),
                duty=rule.id,
                title=rule.title,
                person=person,
                due_at=context.now + rule.lasts,
            ),
            clauses=(rule.clause,),
        )
        for rule in seen.pack.handover.stays
        for person in (handover.goes if rule.party == "outgoing" else side_people(handover, rule.party))
    ]


class Discharge(Args):
    """The surviving duty that was done."""

    stay: Ref = Field(title="事项 Duty")
    text: MaybeText = Field(default="", title="内容 Text")


@verb("handover.discharge", right=Right.WORK)
def discharge(context: Context, args: Discharge) -> Decision:
    """完成签字后仍由本人承担的事项。"""
    stay = context.book.get(STAYS, args.stay)
    if stay is None or stay.person != context.actor.person:
        raise NotFound(f"duty {args.stay}", "stay")
    if stay.done_at is not None:
        raise Declined(
            plain("stay-done", "这件事已经完成。", "This is done already.", "无需重复。", "No need to repeat."),
            conflict=True,
        )
    _was_there(context, stay)
    return [Proposed(payload=acts.Discharged(stay=stay.key, text=args.text.strip()))]


def _was_there(context: Context, stay: Stay) -> None:
    """Decline where the duty is to have been at a meeting, and its roll did not find the person, or it is not over."""
    handover = find(context, stay.handover, open_only=False)
    rule = next((one for one in pack_of(context, handover).handover.stays if one.id == stay.duty), None)
    if rule is None or rule.meeting is None:
        return
    for one in meeting.of_occasion(context.book, stay.handover, stay.post):
        call = one.roll.get(stay.person)
        if one.kind == rule.meeting and not one.open and call is not None and call.present:
            return
    raise Declined(
        Reason(
            code=f"meeting:{rule.meeting.lower()}",
            clause=rule.clause,
            why=Words(
                zh=f"「{rule.title.zh}」还没有完成：会议没有开完，或点名没有点到您。",
                en=f"{rule.title.en or rule.id}: the meeting is not over, or its roll did not find you.",
            ),
            lifts=Words(
                zh="请参加会议，由主持人点名并结束会议。", en="Attend it; the chair calls the roll and closes it."
            ),
            who=("outgoing", "supervisor"),
        ),
        about=stay.handover,
    )
