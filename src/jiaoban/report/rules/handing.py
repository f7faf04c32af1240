"""When a report can be handed in, put right, excused, judged: the refusals. Pure."""

from datetime import datetime, timedelta

from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.report.rules.standing import Owed
from jiaoban.report.tables import Mistake, Report


def need_open(one: Owed, now: datetime, zone: str, longest: timedelta) -> None:
    """Decline what cannot be handed in yet, or is long over."""
    clock = clock_of(zone)
    if now < one.due.opens_at:
        raise Declined(
            Reason(
                code="report-not-open",
                clause=one.due.form.clause,
                why=Words(
                    zh="这一期还没有开始，不能提前交。", en="Its period has not begun; it cannot be handed in yet."
                ),
                lifts=Words(
                    zh=f"{CHINESE.day(one.due.opens_at, clock)} 起可以交。",
                    en=f"It can be handed in from {ENGLISH.day(one.due.opens_at, clock)} on.",
                ),
            )
        )
    if now > one.due.last_at + longest:
        raise Declined(
            Reason(
                code="report-long-over",
                clause=one.due.form.clause,
                why=Words(zh=f"已过期 {longest.days} 天以上。", en=f"It was due more than {longest.days} days ago."),
                lifts=Words(zh="不再补交。", en="It is no longer handed in."),
            )
        )


def need_hand(one: Owed, actor: str) -> None:
    """Decline to hand in for somebody else, unless it is theirs to fill in the figures of everybody."""
    if actor not in (one.person, one.answers):
        raise Declined(
            Reason(
                code="not-their-report",
                clause=one.due.form.clause,
                why=Words(zh="这是别人的报表。", en="It is somebody else's report."),
                lifts=Words(
                    zh="由本人交；指定统计数据的人可以代填。",
                    en="They hand it in, or whoever has been given the compiling.",
                ),
                who=tuple(dict.fromkeys((one.person, one.answers))),
            )
        )


def need_new(one: Owed) -> None:
    """Decline to hand in twice."""
    if one.handed_in_at is not None:
        raise Declined(
            plain(
                "handed-in-already",
                "已经交过了。",
                "It has been handed in.",
                "有改动请用「更正」，写明原因。",
                "Put it right with an amendment that says why.",
            ),
            conflict=True,
        )


def need_there(one: Report | None) -> Report:
    """Return a report that was handed in; decline where it was not."""
    if one is None or not one.versions:
        raise Declined(
            plain("not-handed-in", "还没有交。", "It has not been handed in.", "请先交。", "Let it be handed in first.")
        )
    return one


def need_author(one: Report, actor: str) -> None:
    """Decline a correction by anybody but whose report it is, or who handed it in."""
    if actor not in (one.person, one.versions[0].by):
        raise Declined(
            plain(
                "not-their-report",
                "只有本人或填报的人能更正。",
                "Only whose report it is, or who handed it in, puts it right.",
                "请由本人更正。",
                "Let them put it right.",
                who=tuple(dict.fromkeys((one.person, one.versions[0].by))),
            )
        )


def need_owed(one: Owed, now: datetime) -> None:
    """Decline to excuse what nobody has to hand in, what was in time, or what is excused."""
    if one.stand(now) not in ("AHEAD", "OPEN", "LATE", "MISSING"):
        raise Declined(
            plain(
                "nothing-to-excuse",
                "这一份不用免：已按时交、本来就免交，或已经准过。",
                "There is nothing to excuse: it came in time, is exempt, or is excused.",
                "请核对人员和日期。",
                "Check person and day.",
            )
        )


def need_late(one: Owed, now: datetime) -> None:
    """Decline to judge the totals where the form has none, or nobody was late."""
    if not one.due.form.totals or not one.late(now):
        raise Declined(
            plain(
                "nobody-late",
                "只有没按时交的，才判定是否影响总数。",
                "Whether the totals went wrong is found only where a report was not there in time.",
                "请核对人员和日期。",
                "Check person and day.",
            )
        )


def need_missed(one: Owed | None, now: datetime) -> Owed:
    """Return a report whose lateness is still to be noted; raises `BadInput`: nothing is noted twice, nor what is in
    time."""
    if one is None or not one.to_note(now):
        raise BadInput(
            "day",
            Words(zh="没有要记的迟交。", en="There is no lateness to note."),
            Words(zh="无需记。", en="Note nothing."),
        )
    return one


def need_others(person: str, actor: str) -> None:
    """Decline to judge one's own report."""
    if person == actor:
        raise Declined(
            plain(
                "own-report",
                "自己的报表由别人判定。",
                "Nobody judges their own report.",
                "请由另一位主管判定。",
                "Let another supervisor do it.",
            )
        )


def need_standing(one: Report, finding: str) -> Mistake:
    """Return something found wrong that stands; decline where it was withdrawn or never was."""
    found = next((each for each in one.wrong if each.finding == finding), None)
    if found is None:
        raise Declined(
            plain(
                "not-found-wrong",
                "没有这条出错记录，或已经撤销。",
                "Nothing of the kind was found wrong, or it was withdrawn.",
                "请核对。",
                "Check it.",
            ),
            conflict=True,
        )
    return found
