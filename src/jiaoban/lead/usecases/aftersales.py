"""Looking after customers who have bought: contacts, the class teacher, who does it, when it ends."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import Phrase, Ref, Sha256, several_lines
from jiaoban.kernel.personal import Personal
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.lead import aftersales, evidence, queries
from jiaoban.lead import aftersales_acts as acts
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.args import Happened, OfLead, Why
from jiaoban.lead.rules import aftersales as rules
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.tables import Lead
from jiaoban.lead.usecases import known
from jiaoban.org import queries as org
from jiaoban.regime.aftersales import Aftersales

LONGEST = 2000
"""Characters of one answer."""


def _as_text(value: Any) -> Any:
    """Several answers travel as one text, because what is personal is kept as a whole."""
    if not isinstance(value, Mapping):
        raise ValueError("answers are given by the name of what is asked")
    said = {str(key): str(text).strip() for key, text in value.items() if str(text).strip()}
    for text in said.values():
        if len(several_lines(text)) > LONGEST:
            raise ValueError(f"an answer has {LONGEST} characters at most")
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


Answers = Annotated[
    str,
    BeforeValidator(_as_text),
    StringConstraints(max_length=40_000),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string", "maxLength": LONGEST}}),
    Personal("text"),
]


class Care(Happened):
    """A contact after the sale: what was learnt, by the name of what the regime asks, and the pictures that show it."""

    answers: Answers = Field(default="", title="了解到的情况 Answers")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=6, title="截图 Pictures")


class StrikeCare(OfLead):
    """A contact that did not happen, or happened otherwise."""

    care: Ref = Field(title="哪一次 Which")
    reason: Phrase = Field(title="原因 Reason")


class BriefTeacher(OfLead):
    """Who the class teacher is, and how things stand with the customer."""

    teacher: Ref = Field(title="班主任 Class teacher")
    situation: Why = Field(title="客户情况 Situation")


class TakeBriefing(OfLead):
    """The customer that one takes over."""


class EntrustCare(OfLead):
    """Who looks after the customer from now on, and why."""

    person: Ref = Field(title="负责售后的人 Who")
    reason: Phrase = Field(title="原因 Reason")


class EndCare(OfLead):
    """Why the customer is looked after no longer."""

    reason: Phrase = Field(title="原因 Reason")


@verb("lead.care", right=Right.WORK)
def care(context: Context, args: Care) -> Decision:
    """Write down a contact after the sale: what was learnt, answer by answer, with a picture."""
    said, there = _known(context, args.lead)
    at = known.when(context, args)
    seen = _seen(context, said, there)
    rules.need_sold(seen.sold, aftersales.local_day(context.place, at), said.clause, there.key)
    rules.need_running(seen.file, there.key)
    told = queries.values(context.book, [args.answers]).get(args.answers, "")
    rules.need_answers(said.answers, rules.read_answers(told), said.clause, there.key)
    rules.need_picture(said, args.photos, there.key)
    made = acts.CaredFor(
        lead=there.key,
        care=context.command,
        person=known.who(context, args.person),
        answers=args.answers,
        photos=args.photos,
    )
    return [_one(made, said.clause, at)]


@verb("lead.strike_care", right=Right.WORK)
def strike_care(context: Context, args: StrikeCare) -> Decision:
    """Strike a contact after the sale that is wrong, with the reason; it stays in the book and no longer counts."""
    said, there = _known(context, args.lead)
    one = aftersales.care(context.book, args.care)
    if one is None or one.lead not in evidence.parts_of(context.book, there):
        raise NotFound(f"care {args.care}", "care")
    rules.need_looks_after(one.by, context.actor.person, one.key, supervises=known.supervises(context))
    rules.need_standing(one)
    need_no_number(args.reason, "reason")
    return [_one(acts.CareStruck(lead=one.lead, care=one.key, reason=args.reason), said.clause)]


@verb("lead.brief_teacher", right=Right.WORK)
def brief_teacher(context: Context, args: BriefTeacher) -> Decision:
    """Brief the class teacher on a customer, who then takes them over."""
    said, there = _known(context, args.lead)
    seen = _seen(context, said, there)
    clause = said.teacher.clause if said.teacher else said.clause
    rules.need_sold(seen.sold, aftersales.local_day(context.place, context.now), clause, there.key)
    rules.need_running(seen.file, there.key)
    rules.need_looks_after(seen.responsible, context.actor.person, there.key, supervises=known.supervises(context))
    org.member(context.book, args.teacher)
    told = acts.TeacherBriefed(lead=there.key, teacher=args.teacher, situation=args.situation)
    return [_one(told, clause)]


@verb("lead.take_briefing", right=Right.READ)
def take_briefing(context: Context, args: TakeBriefing) -> Decision:
    """Take over a customer, as the class teacher."""
    said, there = _known(context, args.lead)
    file = aftersales.file_of(context.book, there)
    rules.need_briefed(file, context.actor.person, there.key)
    return [_one(acts.BriefingTaken(lead=there.key), said.teacher.clause if said.teacher else said.clause)]


@verb("lead.entrust_care", right=Right.SUPERVISE)
def entrust_care(context: Context, args: EntrustCare) -> Decision:
    """Entrust the care of a customer to somebody else, with the reason."""
    said, there = _known(context, args.lead)
    seen = _seen(context, said, there)
    rules.need_sold(seen.sold, aftersales.local_day(context.place, context.now), said.clause, there.key)
    rules.need_running(seen.file, there.key)
    org.member(context.book, args.person)
    need_no_number(args.reason, "reason")
    return [_one(acts.CareEntrusted(lead=there.key, person=args.person, reason=args.reason), said.clause)]


@verb("lead.end_care", right=Right.SUPERVISE)
def end_care(context: Context, args: EndCare) -> Decision:
    """End the care of a customer early, with the reason; what was missed before still counts."""
    said, there = _known(context, args.lead)
    seen = _seen(context, said, there)
    rules.need_sold(seen.sold, aftersales.local_day(context.place, context.now), said.clause, there.key)
    rules.need_running(seen.file, there.key)
    need_no_number(args.reason, "reason")
    return [_one(acts.CareEnded(lead=there.key, reason=args.reason), said.clause)]


def _known(context: Context, lead: str) -> tuple[Aftersales, Lead]:
    said = rules.need_aftersales(aftersales.ruled(context.place, context.packs), context.place.post)
    return said, known.found(context, lead)


def _seen(context: Context, said: Aftersales, lead: Lead) -> Cared:
    return aftersales.cared(context.book, context.place, said, lead, context.now)


def _one(payload: Any, clause: str, at: datetime | None = None) -> Proposed:
    return known.made(payload, clause, at)
