"""The two shifts meet: reporting in, fitness for duty, a stand-in, late relief, work assigned for the new shift."""

from typing import Literal

from pydantic import Field

from jiaoban.followup.acts import Opened as FollowupOpened
from jiaoban.handover import acts, phrases
from jiaoban.handover.assess import judges_of
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.scene import OfHandover, belongs, find, look, name, need, one, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack


class ReportIn(OfHandover):
    """Reporting in at the post; `ready`: in working clothes, prepared."""

    ready: bool = Field(default=True, title="工装穿戴整齐，准备就绪 In working clothes and ready")


@verb("handover.report_in", right=Right.WORK)
def report_in(context: Context, args: ReportIn) -> Decision:
    """到岗报到：系统计算提前、准点或迟到。到点以后才安排的顶班人不算迟到。"""
    handover = find(context, args.handover)
    person = context.actor.person
    presence = pack_of(context, handover).handover.presence
    if person in handover.presence:
        raise Declined(
            plain(
                "reported-already", "您已经报到。", "You have reported in already.", "无需重复。", "No need to repeat."
            ),
            about=handover.key,
            conflict=True,
        )
    side = _may_come(context, handover)
    lead = handover.expected_at(presence.lead) - context.now
    if lead > presence.opens:
        minutes = int(presence.opens.total_seconds() // 60)
        raise Declined(
            Reason(
                code="too-early",
                clause=presence.clause,
                why=Words(zh="现在报到太早。", en="It is too early to report in."),
                lifts=Words(
                    zh=f"接班前 {minutes} 分钟起可以报到。",
                    en=f"Reporting in opens {minutes} minutes before the shift.",
                ),
                who=(side,),
            ),
            about=handover.key,
        )
    reported = acts.ReportedIn(
        handover=handover.key,
        person=person,
        ready=args.ready,
        lead_s=int(lead.total_seconds()),
        on_time=lead >= presence.lead or (side == "incoming" and handover.called_late(person, presence.lead)),
        side=side,
    )
    return one(reported, presence.clause)


def _may_come(context: Context, handover: Handover) -> Literal["outgoing", "incoming"]:
    """Return on which side the actor comes. Whoever is expected may; to a post without a roster the first who comes is
    the relief; the outgoing side reports in where the regime wants both at the post.
    """
    person = context.actor.person
    if person in handover.arriving:
        return "incoming"
    if person in handover.leaving and pack_of(context, handover).handover.presence.both:
        return "outgoing"
    if person in handover.leaving and not pack_of(context, handover).handover.self_handover:
        raise Declined(
            plain(
                "own-relief",
                "交班人不能自己接自己的班。",
                "Nobody takes over from themselves.",
                "请由接班人员报到，或由当班负责人安排顶班。",
                "Let the relief report in, or the supervisor call a stand-in.",
                who=("incoming", "supervisor"),
            ),
            about=handover.key,
        )
    if handover.arriving:
        names = "、".join(name(context, one) for one in handover.arriving)
        raise Declined(
            plain(
                "not-expected",
                f"本班接班人是{names}。",
                f"The relief of this handover is {names}.",
                "如需顶班，请当班负责人安排。",
                "If you stand in, let the supervisor arrange it.",
                who=("supervisor",),
            ),
            about=handover.key,
            conflict=any(one not in handover.leaving for one in handover.presence),
        )
    return "incoming"


class DeclareFitness(OfHandover):
    """One's own fitness for duty."""

    fitness: acts.Fitness = Field(title="精神状态 Fitness")
    note: MaybeText = Field(default="", title="说明 Note")


@verb("handover.declare_fitness", right=Right.WORK)
def declare_fitness(context: Context, args: DeclareFitness) -> Decision:
    """申报本人精神状态是否适合上岗。"""
    handover = find(context, args.handover)
    need(context, handover, "incoming")
    rule = pack_of(context, handover).handover.fitness
    stated = acts.FitnessStated(
        handover=handover.key,
        person=context.actor.person,
        fitness=args.fitness,
        judged=False,
        note=args.note.strip(),
    )
    return one(stated, rule.clause if rule else "")


class JudgeFitness(OfHandover):
    """Somebody's fitness for duty as another sees it: whom the regime names, or the supervisor."""

    person: Ref = Field(title="人员 Person")
    fitness: acts.Fitness = Field(title="精神状态 Fitness")
    note: MaybeText = Field(default="", title="说明 Note")


@verb("handover.judge_fitness", right=Right.WORK)
def judge_fitness(context: Context, args: JudgeFitness) -> Decision:
    """判定接班人员精神状态：由制度规定的一方或当班负责人判定。"""
    handover = find(context, args.handover)
    pack = pack_of(context, handover)
    rule = pack.handover.fitness
    need(context, handover, *judges_of(pack))
    if args.person not in handover.arriving:
        raise BadInput(
            "person",
            Words(zh="此人不是本次接班人员。", en="This person is not taking over here."),
            Words(
                zh=f"应为{'、'.join(handover.arriving) or '已报到的人'}之一。", en="Choose one of the incoming side."
            ),
        )
    stated = acts.FitnessStated(
        handover=handover.key, person=args.person, fitness=args.fitness, judged=True, note=args.note.strip()
    )
    return one(stated, rule.clause if rule else "")


class ReportRelief(OfHandover):
    """Which relief is late or does not come, and what is known of it."""

    person: MaybeRef = Field(default="", title="人员 Person")
    text: Text = Field(title="内容 Text")


@verb("handover.report_relief", right=Right.WORK)
def report_relief(context: Context, args: ReportRelief) -> Decision:
    """报告接班人未按时到岗；交班人留岗，责任不变。"""
    handover = find(context, args.handover)
    need(context, handover, "outgoing", "supervisor")
    if args.person and args.person not in handover.arriving:
        raise BadInput(
            "person",
            Words(zh="此人不是本次接班人员。", en="This person is not taking over here."),
            Words(
                zh=f"应为{'、'.join(handover.arriving) or '空'}之一，或不填。",
                en="Choose one of the incoming side, or nobody.",
            ),
        )
    return one(acts.ReliefReported(handover=handover.key, person=args.person, text=args.text.strip()))


class Depart(OfHandover):
    """Who left the post (oneself, unless somebody else is named), and what is known of it."""

    person: MaybeRef = Field(default="", title="人员 Person")
    text: MaybeText = Field(default="", title="内容 Text")


@verb("handover.depart", right=Right.WORK)
def depart(context: Context, args: Depart) -> Decision:
    """登记交班人离岗；签字接班之前离岗的，记为擅自离岗，责任仍在交班方。"""
    handover = find(context, args.handover, open_only=False)
    person = args.person or context.actor.person
    if person not in handover.goes:
        raise BadInput(
            "person",
            Words(zh="此人不是本次交班人员。", en="This person does not hand over here."),
            Words(zh=f"应为{'、'.join(handover.leaving)}之一。", en="Choose one of the outgoing side."),
        )
    if person != context.actor.person:
        need(context, handover, "incoming", "outgoing", "supervisor")
    if person in handover.left:
        raise Declined(
            plain("left-already", "离岗已经登记。", "This is on record already.", "无需重复。", "No need to repeat."),
            about=handover.key,
            conflict=True,
        )
    early = handover.open or handover.ending == "CANCELLED"
    if person == context.actor.person and handover.open:
        _free_to_go(context, handover)
    rule = pack_of(context, handover).handover.departure
    left = acts.Left(handover=handover.key, person=person, early=early, text=args.text.strip())
    return one(left, rule.clause if rule else "")


def _free_to_go(context: Context, handover: Handover) -> None:
    """Decline whoever would leave while a gate stands that keeps them. What others report of somebody who is gone all
    the same is a fact, and is taken down."""
    keeping = look(context, handover).keeping
    if keeping:
        raise Declined(*(one.reason() for one in keeping), about=handover.key)


class Brief(OfHandover):
    """Who was told, by which means, and what."""

    to: Ref = Field(title="告知谁 To whom")
    means: Literal["PHONE", "RADIO", "VIDEO", "WRITING"] = Field(title="方式 Means")
    text: Text = Field(title="内容 Text")


@verb("handover.brief", right=Right.WORK)
def brief(context: Context, args: Brief) -> Decision:
    """预先告知接班人（电话、电台等）：只留记录，不转移责任，也不代替到岗和确认。"""
    handover = find(context, args.handover)
    rule = pack_of(context, handover).handover.briefing
    need(context, handover, "outgoing", "supervisor")
    if rule is None or args.means not in rule.means:
        raise Declined(
            Reason(
                code="briefing",
                clause=rule.clause if rule else "",
                why=Words(zh="本制度不用这种方式预先告知。", en="The regime has no briefing by these means."),
                lifts=Words(zh="请当面交接，或写入日志。", en="Hand over in person, or write it into the log."),
                who=("outgoing",),
            ),
            about=handover.key,
        )
    if args.to not in handover.arriving:
        raise BadInput(
            "to",
            Words(zh="此人不是本次接班人员。", en="This person is not taking over here."),
            Words(zh=f"应为{'、'.join(handover.arriving) or '空'}之一。", en="Choose one of the incoming side."),
        )
    return one(acts.Briefed(handover=handover.key, to=args.to, means=args.means, text=args.text.strip()), rule.clause)


class Assign(OfHandover):
    """Work for the new shift: for whom, what, the next step, by when."""

    person: Ref = Field(title="人员 Person")
    what: Text = Field(title="工作内容 What")
    next_step: Text = Field(title="要求或下一步 Next step")
    where: MaybePhrase = Field(default="", title="地点或对象 Where")
    due_at: Moment | None = Field(default=None, title="完成时限 Due")


@verb("handover.assign", right=Right.SUPERVISE)
def assign(context: Context, args: Assign) -> Decision:
    """班前会安排工作：成为新班的跟进事宜。"""
    handover = find(context, args.handover)
    if args.person not in handover.arriving or not belongs(context, handover, "supervisor"):
        raise BadInput(
            "person",
            Words(zh="工作只能安排给本次接班人员。", en="Work is assigned to the incoming side."),
            Words(
                zh=f"应为{'、'.join(handover.arriving) or '已报到的人'}之一。", en="Choose one of the incoming side."
            ),
        )
    pack = pack_of(context, handover)
    due_at = args.due_at or handover.next_ends_at
    if due_at <= context.now:
        raise BadInput(
            "due_at",
            Words(zh="时限已经过去。", en="The due moment has passed."),
            Words(zh="请填写将来的时间。", en="Give a moment to come."),
        )
    opened = FollowupOpened(
        followup=context.command,
        what=args.what.strip(),
        where=args.where.strip() or _post_name(context, pack),
        state_so_far=pack.head.tongue(phrases.ASSIGNED),
        next_step=args.next_step.strip(),
        due_at=due_at,
        owner=args.person,
        origin=handover.key,
    )
    return [Proposed(payload=opened, clauses=(pack.meetings.clause,) if pack.meetings else ())]


def _post_name(context: Context, pack: Pack) -> str:
    return pack.head.tongue(org.post(context.book, context.place.post).at(context.now).name)
