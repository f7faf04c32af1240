"""The record: drawing it from the facts, writing what the data cannot know, saying 'nothing'."""

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.assess import listing
from jiaoban.handover.draw import gone, mark_line, outdated
from jiaoban.handover.facts import brief
from jiaoban.handover.filling import section_keys
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.scene import OfHandover, find, look, need, need_equipment, one, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import FormField, Pack, Section

WORKABLE = ("DRAFT", "OFFERED", "REFUSED", "SUSPENDED")


@verb("handover.draw", right=Right.WORK)
def draw_again(context: Context, args: OfHandover) -> Decision:
    """更新记录：把新发生和已变化的事项补入交接班记录。"""
    handover = find(context, args.handover)
    _writes(context, handover)
    seen = look(context, handover)
    fresh, struck = outdated(handover, seen.pack, seen.facts), gone(handover, seen.pack, seen.facts)
    if not fresh and not struck:
        raise Declined(
            plain(
                "nothing-new",
                "记录已是最新，没有要补入的事项。",
                "The record is up to date; there is nothing to add.",
                "无需操作。",
                "Nothing is to be done.",
            ),
            about=handover.key,
        )
    return one(acts.Drawn(handover=handover.key, lines=tuple(fresh), gone=struck))


def _writes(context: Context, handover: Handover) -> None:
    """Decline for anybody who is not to fill the record in by the regime."""
    need(context, handover, *pack_of(context, handover).handover.written_by)


def _fresh(context: Context, handover: Handover) -> list[acts.DrawnLine]:
    seen = look(context, handover)
    return outdated(handover, seen.pack, seen.facts)


class WriteLine(OfHandover):
    """A line by hand: its section, words, and the section's own fields."""

    section: Ref = Field(title="栏目 Section")
    text: Text = Field(title="内容 Text")
    fields: dict[Ref, MaybeText] = Field(default={}, max_length=30, title="字段 Fields")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")


@verb("handover.write_line", right=Right.WORK)
def write_line(context: Context, args: WriteLine) -> Decision:
    """在一个栏目里手写一条。"""
    handover = find(context, args.handover)
    _writes(context, handover)
    pack = pack_of(context, handover)
    section = _section(pack, args.section)
    _check_subject(context, section, args.subject)
    need_equipment(context, args.equipment)
    line = acts.DrawnLine(
        key=f"{section.id}.hand.{context.command}",
        section=section.id,
        text=written(args.text),
        fields=_fields(section, args.fields),
        equipment=args.equipment,
        subject=args.subject,
        at=context.now,
    )
    seen = look(context, handover)
    return one(acts.LineWritten(handover=handover.key, line=mark_line(pack, line, seen.facts)), section.clause)


def written(text: str) -> str:
    """Return what somebody wrote, without the spaces around it; refuse an empty one."""
    if not text.strip():
        raise BadInput(
            "text",
            Words(zh="内容是空的。", en="The text is empty."),
            Words(zh="请写明事项；没有事项时请选「无」。", en="Say what there is; if nothing, answer 'nothing'."),
        )
    return text.strip()


def _section(pack: Pack, key: str) -> Section:
    section = next((one for one in pack.handover.sections if one.id == key), None)
    if section is None:
        known = "、".join(one.id for one in pack.handover.sections)
        raise BadInput(
            "section",
            Words(zh=f"制度里没有栏目「{key}」。", en=f"The regime has no section {key!r}."),
            Words(zh=f"应为其中之一：{known}。", en=f"It should be one of {known}."),
        )
    return section


def _check_subject(context: Context, section: Section, subject: str) -> None:
    known = [key for key, _ in context.place.subjects]
    if subject in known or not (subject or section.per_subject):
        return
    wrong = Words(zh=f"本岗位没有交接对象「{subject}」。", en=f"The post has no subject {subject!r}.")
    if not subject:
        wrong = Words(
            zh="这个栏目逐项交接，请指明对象。", en="This section is handed over one by one: name the subject."
        )
    right = Words(zh="请不填。", en="Leave it out.")
    if known:
        right = Words(zh=f"应为其中之一：{'、'.join(known)}。", en=f"It should be one of {', '.join(known)}.")
    raise BadInput("subject", wrong, right)


def _fields(section: Section, given: dict[str, str]) -> dict[str, str]:
    known = {field.id: field for field in section.fields}
    for name, value in given.items():
        if name not in known:
            raise BadInput(
                f"fields.{name}",
                Words(zh=f"栏目「{section.title.zh}」没有这个字段。", en=f"Section {section.id} has no such field."),
                Words(zh=f"字段有：{'、'.join(known) or '无'}。", en=f"Its fields: {', '.join(known) or 'none'}."),
            )
        _check_value(known[name], name, value)
    return {name: value.strip() for name, value in given.items()}


def _check_value(field: FormField, name: str, value: str) -> None:
    if field.type == "choice" and value and value not in field.choices:
        raise BadInput(
            f"fields.{name}",
            Words(
                zh=f"{field.title.zh}：「{value}」不在可选项中。",
                en=f"{field.title.en or field.title.zh}: {value!r} is not one of the choices.",
            ),
            Words(zh=f"可选：{'、'.join(field.choices)}。", en=f"Choose one of {', '.join(field.choices)}."),
        )
    if field.type == "number" and value and not value.strip().lstrip("+-").replace(".", "", 1).isdecimal():
        raise BadInput(
            f"fields.{name}",
            Words(
                zh=f"{field.title.zh}：「{value}」不是数字。",
                en=f"{field.title.en or field.title.zh}: {value!r} is not a figure.",
            ),
            Words(
                zh=f"请只填数字{f'，单位 {field.unit}' if field.unit else ''}。",
                en=f"Write a figure alone{f', in {field.unit}' if field.unit else ''}.",
            ),
        )


class ChangeLine(OfHandover):
    """A new wording (hand-written lines), a remark (drawn lines) or fields of a line."""

    line: Ref = Field(title="条目 Line")
    text: MaybeText = Field(default="", title="内容 Text")
    remark: MaybeText = Field(default="", title="备注 Remark")
    fields: dict[Ref, MaybeText] = Field(default={}, max_length=30, title="字段 Fields")


@verb("handover.change_line", right=Right.WORK)
def change_line(context: Context, args: ChangeLine) -> Decision:
    """修改一条的内容或备注：已有的确认随之失效，须重新确认。"""
    handover = find(context, args.handover)
    _writes(context, handover)
    line = handover.lines.get(args.line)
    if line is None:
        raise NotFound(f"line {args.line}", "line")
    if args.text and line.body.source != "hand":
        raise BadInput(
            "text",
            Words(zh="这一条由系统资料生成，原文不能改。", en="This line is drawn from the books; its words stay."),
            Words(zh="请写备注，或更正原始记录。", en="Add a remark, or amend the original."),
        )
    section = _section(pack_of(context, handover), line.body.section)
    changed = acts.LineChanged(
        handover=handover.key,
        line=args.line,
        text=args.text.strip(),
        remark=args.remark.strip(),
        fields=_fields(section, args.fields),
    )
    return one(changed, section.clause)


class DropLine(OfHandover):
    """Which hand-written line is taken out, and why."""

    line: Ref = Field(title="条目 Line")
    reason: Text = Field(title="原因 Reason")


@verb("handover.drop_line", right=Right.WORK)
def drop_line(context: Context, args: DropLine) -> Decision:
    """删去手写的一条：原文和理由仍留在账上。"""
    handover = find(context, args.handover)
    _writes(context, handover)
    line = handover.lines.get(args.line)
    if line is None:
        raise NotFound(f"line {args.line}", "line")
    if line.body.source != "hand":
        raise Declined(
            plain(
                "line-drawn",
                "这一条由系统资料生成，不能从记录中拿掉。",
                "This line is drawn from the books and cannot be left out.",
                "可以写备注说明。",
                "Explain it in a remark.",
            ),
            about=handover.key,
        )
    return one(acts.LineDropped(handover=handover.key, line=args.line, reason=written(args.reason)))


class Nothing(OfHandover):
    """The section that is answered with 'nothing'; `section:subject` where the pack asks per subject."""

    section: Ref = Field(title="栏目 Section")


@verb("handover.nothing", right=Right.WORK)
def nothing(context: Context, args: Nothing) -> Decision:
    """对一个栏目明确回答「无」。"""
    handover = find(context, args.handover)
    _writes(context, handover)
    section = _section(pack_of(context, handover), args.section.split(":")[0])
    keys = {key: subject for key, subject, _ in section_keys(section, context.place)}
    if args.section not in keys:
        raise BadInput(
            "section",
            Words(zh="请指明是哪个对象的栏目。", en="Name the subject of the section."),
            Words(zh=f"应为其中之一：{'、'.join(keys)}。", en=f"It should be one of {', '.join(keys)}."),
        )
    subject = keys[args.section]
    lines = [
        line
        for line in handover.lines.values()
        if line.body.section == section.id and (not subject or line.body.subject == subject)
    ]
    if lines or not section.nothing:
        raise Declined(
            plain(
                f"section:{section.id}",
                f"「{section.title.zh}」已有 {len(lines)} 条，不能答「无」。"
                if lines
                else f"「{section.title.zh}」必须填写，不能答「无」。",
                f"{section.title.en or section.id} has lines, or must be filled; 'nothing' is no answer.",
                "请填写或保留已有内容。",
                "Fill it in, or leave what stands there.",
                who=("outgoing",),
            ),
            about=handover.key,
        )
    _nothing_waits(context, handover, section, subject)
    return one(acts.NothingSaid(handover=handover.key, section=args.section), section.clause)


def _nothing_waits(context: Context, handover: Handover, section: Section, subject: str) -> None:
    """Decline 'nothing' while something of the section happened that the record does not hold yet."""
    waiting = tuple(
        brief(line.text, pack_of(context, handover).head.tongue)
        for line in _fresh(context, handover)
        if line.section == section.id and (not subject or line.subject == subject)
    )
    if not waiting:
        return
    raise Declined(
        Reason(
            code=f"section:{section.id}",
            clause=section.clause,
            why=Words(
                zh=f"「{section.title.zh}」有还没补入记录的情况，不能答「无」：{(listed := listing(waiting)).zh}。",
                en=f"{section.title.en or section.id} is not empty, the record only lacks it yet: {listed.en}.",
            ),
            lifts=Words(zh="请先更新记录。", en="Draw what is new first."),
            who=("outgoing",),
            names=waiting,
        ),
        about=handover.key,
    )
