"""Findings: what turned out after (or during) a handover, and who answers for it by the regime's own branches."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from jiaoban.handover import acts, queries
from jiaoban.handover.around import side_people
from jiaoban.handover.finding import (
    Attributed,
    asks_what_was_said,
    attribute,
    consequence,
    finding_facts,
    followed_thing,
    follower,
    follows,
    known_thing,
    written_by,
)
from jiaoban.handover.state import Handover
from jiaoban.handover.tables import FINDINGS
from jiaoban.handover.usecases.scene import OfHandover, find, known, need, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeRef, Moment, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Attribution


class Find(OfHandover):
    """What was found: its kind (of the pack), in words, and the thing itself.

    `ref`: the key of the matter, custody item, equipment, log entry, follow-up or line of the record. `arose`: BEFORE
    or AFTER the signature, by what is known of it.
    """

    kind: Ref = Field(title="类别 Kind")
    text: Text = Field(title="内容 Text")
    ref: MaybeRef = Field(default="", title="所指的设备或事项 About which thing")
    found_at: Moment | None = Field(default=None, title="发现时间 Found at")
    arose: Literal["BEFORE", "AFTER"] = Field(default="BEFORE", title="何时发生 When it arose")


@verb("handover.find", right=Right.WORK)
def find_something(context: Context, args: Find) -> Decision:
    """登记交接后发现的问题，并按制度判定由哪一方负责。"""
    handover = find(context, args.handover, open_only=False)
    pack = pack_of(context, handover)
    rules = {rule.kind: rule for rule in pack.handover.attributions}
    rule = rules.get(args.kind)
    if rule is None:
        raise BadInput(
            "kind",
            Words(zh=f"制度没有规定「{args.kind}」由谁负责。", en=f"The regime attributes no {args.kind!r}."),
            Words(
                zh=f"应为其中之一：{'、'.join(rules) or '无'}。",
                en=f"It should be one of {', '.join(rules) or 'none'}.",
            ),
        )
    found_at = args.found_at or context.now
    if found_at > context.now:
        raise BadInput(
            "found_at",
            Words(zh="发现时间在将来。", en="It cannot have been found in the future."),
            Words(zh="请填写已经过去的时间。", en="Give a moment that has passed."),
        )
    _named(context, handover, rule, args.ref)
    facts = finding_facts(context.book, handover, args.kind, args.ref, found_at, arose_before=args.arose == "BEFORE")
    verdict = attribute(rule, facts)
    people = _answering(context, handover, verdict, args.ref, found_at)
    found = acts.Found(
        handover=handover.key,
        finding=context.command,
        kind=args.kind,
        text=args.text.strip(),
        ref=args.ref,
        found_at=found_at,
        facts={name: value for name, value in facts.items() if isinstance(value, bool)},
        side=verdict.to,
        people=people,
        because=verdict.because,
        trace=verdict.trace,
        follows=follows(verdict.sanction) if people else None,
    )
    told = (verdict.sanction.clause,) if found.follows and verdict.sanction else ()
    return [Proposed(payload=found, clauses=tuple(dict.fromkeys((verdict.clause, *told))))]


def _answering(
    context: Context, handover: Handover, verdict: Attributed, ref: str, found_at: datetime
) -> tuple[str, ...]:
    followed = followed_thing(context.book, handover, ref)
    if verdict.to == "follower" and followed is not None:
        return (follower(followed, found_at, verdict.at),)
    return _of_side(context, handover, verdict.to, ref)


def _of_side(context: Context, handover: Handover, side: str, ref: str) -> tuple[str, ...]:
    """Return who answers as a side: nobody of the shifts, both together, who wrote of the thing, or a crew."""
    if side == "site":
        return ()
    if side == "joint":
        return tuple(dict.fromkeys((*handover.leaving, *handover.arriving)))
    if side == "author":
        wrote = written_by(context.book, handover, ref)
        return (wrote,) if wrote else handover.leaving
    return side_people(handover, side) or queries.holders(context.book, context.place.post)


def _named(context: Context, handover: Handover, rule: Attribution, ref: str) -> None:
    """Nobody is found to have kept silent about a thing that was not named, or that there is not."""
    if ref and not known_thing(context.book, handover, ref):
        raise BadInput(
            "ref",
            Words(zh=f"本岗位没有「{ref}」。", en=f"There is no {ref!r} at this post."),
            Words(
                zh="请填写设备、物品、事项或日志条目的键。",
                en="Give the key of equipment, of a thing in custody, of a matter or of a log entry.",
            ),
        )
    if any(case.to == "follower" for case in rule.cases) and followed_thing(context.book, handover, ref) is None:
        raise BadInput(
            "ref",
            Words(zh="须指明是哪一件跟进事宜。", en="Name the follow-up that was found wanting."),
            Words(zh="请选择本岗位的跟进事宜。", en="Choose a follow-up of this post."),
        )
    if not ref and asks_what_was_said(rule):
        raise BadInput(
            "ref",
            Words(
                zh="要判定由谁负责，须指明是哪一件。", en="Who answers depends on what was said of the thing: name it."
            ),
            Words(zh="请选择设备、物品或事项。", en="Choose equipment, a thing in custody or a matter."),
        )


class Reassign(Args):
    """Which finding, who answers for it instead, and why."""

    finding: Ref = Field(title="问题 Finding")
    side: Literal["outgoing", "incoming", "joint", "site", "author"] = Field(title="哪一方 Side")
    people: tuple[Ref, ...] = Field(default=(), max_length=20, title="人员 People")
    reason: Text = Field(title="原因 Reason")


@verb("handover.reassign", right=Right.WORK)
def reassign(context: Context, args: Reassign) -> Decision:
    """改判一项问题由谁负责：由制度指定的人改判并写明理由；原判保留在案。"""
    found = context.book.get(FINDINGS, args.finding)
    if found is None or found.post != context.place.post:
        raise NotFound(f"finding {args.finding}", "finding")
    handover = find(context, found.handover, open_only=False)
    pack = pack_of(context, handover)
    rule = next(one for one in pack.handover.attributions if one.kind == found.kind)
    if not rule.reassigned_by:
        raise Declined(
            Reason(
                code="reassign",
                clause=rule.clause,
                why=Words(zh="制度没有规定可以改判。", en="The regime lets nobody put it otherwise."),
                lifts=Words(zh="责任按制度判定。", en="Who answers stays as the regime says."),
                who=(),
            ),
            about=found.key,
        )
    need(context, handover, *rule.reassigned_by)
    strangers = [person for person in args.people if not known(context, person)]
    if strangers:
        raise BadInput(
            "people",
            Words(zh=f"没有人员「{strangers[0]}」。", en=f"There is no person {strangers[0]!r}."),
            Words(zh="请从人员名单中选择。", en="Choose from the list of people."),
        )
    people = args.people or _of_side(context, handover, args.side, found.ref)
    told = follows(consequence(rule, args.side, found)) if people else None
    reassigned = acts.Reassigned(
        handover=handover.key,
        finding=found.key,
        side=args.side,
        people=tuple(dict.fromkeys(people)),
        reason=args.reason.strip(),
        follows=(told,) if told else (),
    )
    return [Proposed(payload=reassigned, clauses=tuple(dict.fromkeys((rule.clause, *([told.clause] if told else [])))))]
