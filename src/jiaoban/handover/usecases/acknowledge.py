"""The receiver's reading: acknowledge line by line, read back what is critical, say what is unclear, ask and be
answered."""

from pydantic import Field

from jiaoban.followup.tables import FOLLOWUPS
from jiaoban.handover import acts
from jiaoban.handover.state import Handover, Line, Question
from jiaoban.handover.usecases.scene import OfHandover, find, name, need, need_reported, need_stage, one, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.logbook.tables import ENTRIES

READABLE = ("OFFERED",)


class Acknowledge(OfHandover):
    """Lines that were read, with a read-back in the reader's own words for the critical ones, by line."""

    lines: tuple[Ref, ...] = Field(min_length=1, max_length=500, title="条目 Lines")
    read_back: dict[Ref, MaybeText] = Field(default={}, max_length=500, title="复述 Read-back")


@verb("handover.acknowledge", right=Right.WORK)
def acknowledge(context: Context, args: Acknowledge) -> Decision:
    """逐条确认；要害事项用自己的话复述。"""
    handover = find(context, args.handover)
    need(context, handover, "incoming")
    need_stage(context, handover, *READABLE)
    _reported(context, handover)
    said: dict[str, str] = {}
    for key in dict.fromkeys(args.lines):
        line = _line(handover, key, "lines")
        _not_waiting(context, handover, key)
        if line.body.critical:
            said[key] = _own_words(line, args.read_back.get(key, ""))
    revisions = {key: handover.lines[key].revision for key in dict.fromkeys(args.lines)}
    clauses = _section_clauses(context, handover, revisions)
    return one(acts.Acknowledged(handover=handover.key, revisions=revisions, read_back=said), *clauses)


def _line(handover: Handover, key: str, where: str) -> Line:
    line = handover.lines.get(key)
    if line is None:
        raise NotFound(f"line {key}", where)
    return line


def _reported(context: Context, handover: Handover) -> None:
    need_reported(context, handover)


def _not_waiting(context: Context, handover: Handover, key: str) -> None:
    """Who asked about a line acknowledges it only once the answer is in and settled, or the supervisor has ruled."""
    mine = [q for q in handover.questions.values() if q.line == key and q.by == context.actor.person and q.open]
    if not mine:
        return
    reason = plain(
        "question-open",
        f"您对这一条的提问还没有了结：{mine[0].text}",
        f"Your question about this line is open: {mine[0].text}",
        "请等交班方答复并由您认可，或请当班负责人裁定。",
        "Wait for the answer and settle it, or let the supervisor rule.",
        who=("outgoing", "incoming", "supervisor"),
    )
    raise Declined(reason.model_copy(update={"clause": _asking_clause(context, handover)}), about=handover.key)


def _asking_clause(context: Context, handover: Handover) -> str:
    rule = pack_of(context, handover).handover.questions
    return rule.clause if rule else ""


def _own_words(line: Line, said: str) -> str:
    words = said.strip()
    if len(words) < 2:
        raise BadInput(
            f"read_back.{line.body.key}",
            Words(
                zh=f"要害事项须复述：{line.body.text[:60]}",
                en=f"A critical line wants a read-back: {line.body.text[:60]}",
            ),
            Words(zh="请用自己的话写出要点。", en="Write the point of it in your own words."),
        )
    if _squeezed(words) == _squeezed(line.body.text):
        raise BadInput(
            f"read_back.{line.body.key}",
            Words(zh="复述照抄了原文。", en="The read-back is a copy of the line."),
            Words(zh="请用自己的话写出要点。", en="Write the point of it in your own words."),
        )
    return words


def _squeezed(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _section_clauses(context: Context, handover: Handover, lines: dict[str, int]) -> list[str]:
    used = {handover.lines[key].body.section for key in lines}
    return [section.clause for section in pack_of(context, handover).handover.sections if section.id in used]


class MarkUnclear(OfHandover):
    """Which line is unclear, and what about it."""

    line: Ref = Field(title="条目 Line")
    why: Text = Field(title="哪里不清楚 What is unclear")


@verb("handover.mark_unclear", right=Right.WORK)
def mark_unclear(context: Context, args: MarkUnclear) -> Decision:
    """标记一条写得不清楚。"""
    handover = find(context, args.handover)
    need(context, handover, "incoming")
    need_stage(context, handover, *READABLE)
    _line(handover, args.line, "line")
    return one(acts.MarkedUnclear(handover=handover.key, line=args.line, why=args.why.strip()))


class Ask(OfHandover):
    """A question, on a line or on the whole."""

    text: Text = Field(title="内容 Text")
    line: MaybeRef = Field(default="", title="条目 Line")


@verb("handover.ask", right=Right.WORK)
def ask(context: Context, args: Ask) -> Decision:
    """向交班方提问；对某一条的提问，送达写这一条的人，不论是否当班。"""
    handover = _asking(context, args.handover)
    need(context, handover, "incoming", "supervisor")
    if handover.open:
        need_stage(context, handover, "OFFERED", "DRAFT")
    authors = _authors(context, _line(handover, args.line, "line")) if args.line else ()
    asked = acts.Asked(
        handover=handover.key, question=context.command, line=args.line, text=_text(args.text), authors=authors
    )
    return one(asked, _asking_clause(context, handover))


def _asking(context: Context, key: str) -> Handover:
    """Return the handover about which is asked: one that goes on, or one that was signed where the regime lets the
    incoming side go on asking."""
    handover = find(context, key, open_only=False)
    rule = pack_of(context, handover).handover.questions
    if handover.ending == "SIGNED" and rule is not None and rule.afterwards:
        return handover
    return find(context, key)


def _authors(context: Context, line: Line) -> tuple[str, ...]:
    """Return who wrote what a line tells: of an entry its author, of a follow-up whoever wrote on it last."""
    entry = context.book.get(ENTRIES, line.body.ref) if line.body.source == "entries" else None
    if entry is not None:
        return (entry.author,)
    followed = context.book.get(FOLLOWUPS, line.body.ref) if line.body.source == "followups" else None
    if followed is not None:
        notes = sorted((*followed.progress, *followed.reasons), key=lambda note: note.at)
        return (notes[-1].by if notes else followed.opened_by,)
    return (line.author,)


def _text(text: str) -> str:
    if not text.strip():
        raise BadInput(
            "text",
            Words(zh="内容是空的。", en="The text is empty."),
            Words(zh="请写明。", en="Say what it is."),
        )
    return text.strip()


class Answer(OfHandover):
    """An answer to a question."""

    question: Ref = Field(title="提问 Question")
    text: Text = Field(title="内容 Text")


@verb("handover.answer", right=Right.WORK)
def answer(context: Context, args: Answer) -> Decision:
    """答复接班方的提问：由交班方答复，或由写这一条的人答复。"""
    handover = _asking(context, args.handover)
    question = _question(handover, args.question)
    if context.actor.person not in question.authors:
        _answers(context, handover, question)
    return one(acts.Answered(handover=handover.key, question=question.key, text=_text(args.text)))


def _answers(context: Context, handover: Handover, question: Question) -> None:
    """Decline for anybody who neither hands over nor wrote what was asked about; name the author who could answer."""
    try:
        need(context, handover, "outgoing")
    except Declined as error:
        names = tuple(name(context, person) for person in question.authors)
        raise Declined(
            *(reason.model_copy(update={"names": names}) for reason in error.reasons), about=handover.key
        ) from None


class OfQuestion(OfHandover):
    """The question concerned."""

    question: Ref = Field(title="提问 Question")


@verb("handover.settle", right=Right.WORK)
def settle(context: Context, args: OfQuestion) -> Decision:
    """认可答复，了结提问。"""
    handover = _asking(context, args.handover)
    question = _question(handover, args.question)
    if question.by != context.actor.person:
        raise Declined(
            plain(
                "not-your-question",
                "只有提问人自己可以了结提问。",
                "Only whoever asked can settle a question.",
                "请提问人认可答复，或请当班负责人裁定。",
                "Let the asker settle it, or the supervisor rule.",
                who=("incoming", "supervisor"),
            ),
            about=handover.key,
        )
    if not question.answers:
        raise Declined(
            plain(
                "question-unanswered",
                f"提问还没有答复：{question.text}",
                f"The question has no answer yet: {question.text}",
                "请等交班方答复。",
                "Wait for the answer.",
                who=("outgoing",),
            ),
            about=handover.key,
        )
    return one(acts.Settled(handover=handover.key, question=question.key))


def _question(handover: Handover, key: str) -> Question:
    question = handover.questions.get(key)
    if question is None:
        raise NotFound(f"question {key}", "question")
    return question
