"""What reports tell other rooms: who was late with what, and what was found wrong, as occasions of a breach. Pure."""

from collections.abc import Iterable

from jiaoban.kernel.occasions import Asked, Occasion, finds_occasions
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.report import queries
from jiaoban.report.rules.due import Due
from jiaoban.report.rules.standing import Owed
from jiaoban.report.tables import Mistake, Report, report_key

DAY = queries.DAY


@finds_occasions("report-late")
def late(asked: Asked) -> Iterable[Occasion]:
    """Find the reports that were not there in time, one occasion for whoever answers for it, form and day: noted by the
    program or not. Whoever fills in the figures of everybody answers for all that is missing of a day at once.

    Facts: `report` is the id of the form; `totals_affected` whether the supervisor found that the totals went wrong for
    it, `totals_found` whether the supervisor has said so or not yet.
    """
    found: dict[tuple[str, str, str], list[Owed]] = {}
    for one in queries.owed(asked.book, asked.place, asked.packs, asked.first, asked.after):
        if one.late(asked.now):
            found.setdefault((one.due.form.id, one.due.day.isoformat(), one.answers), []).append(one)
    return [_late(asked, those) for those in found.values()]


def _late(asked: Asked, those: list[Owed]) -> Occasion:
    one, clock = those[0], clock_of(asked.place.zone)
    due, title = one.due, one.due.form.title
    totals = [each.report.totals for each in those if each.report and each.report.totals]
    later = [each.handed_in_at for each in those if each.handed_in_at]
    at_zh, at_en = CHINESE.day(due.last_at, clock), ENGLISH.day(due.last_at, clock)
    for_zh = for_en = ""
    if one.answers != one.person or len(those) > 1:
        for_zh, for_en = f"，共 {len(those)} 人的", f", of {len(those)} people"
    came_zh = came_en = ""
    if len(later) == len(those):
        came_zh = f"，{CHINESE.day(max(later), clock)} 才交"
        came_en = f", and came on {ENGLISH.day(max(later), clock)}"
    acts = [each.report.miss.seq for each in those if each.report and each.report.miss]
    acts += [each.report.versions[0].seq for each in those if each.report and each.report.versions]
    acts += [each.seq for each in totals]
    return Occasion(
        source="report-late",
        key=f"report-late:{report_key(asked.place.post, due.form.id, due.day, one.answers)}",
        post=asked.place.post,
        people=(one.answers,),
        happened_at=due.late_at,
        says=Words(
            zh=f"{title.zh}{for_zh}应在 {at_zh} 前交，没有按时交{came_zh}。",
            en=f"{title.in_('en')}{for_en}: due by {at_en}, not there in time{came_en}.",
        ),
        clause=due.form.clause,
        acts=tuple(sorted(acts)),
        facts={
            "report": due.form.id,
            "totals_affected": any(each.affected for each in totals),
            "totals_found": bool(totals),
        },
    )


@finds_occasions("report-wrong")
def wrong(asked: Asked) -> Iterable[Occasion]:
    """Find what the supervisor found wrong in a report or plan, by the day on which it was found. Facts: `report` is
    the id of the form."""
    # It may be found wrong weeks after it was due, or before.
    first, after = asked.first - 2 * queries.BACK, asked.after + 2 * queries.BACK
    zone = clock_of(asked.place.zone)
    return [
        _wrong(asked, due, one, each)
        for due, one in queries.found_wrong(asked.book, asked.place, asked.packs, first, after)
        for each in one.wrong
        if asked.first <= each.at.astimezone(zone).date() < asked.after
    ]


def _wrong(asked: Asked, due: Due, one: Report, each: Mistake) -> Occasion:
    form, clock = due.form, clock_of(asked.place.zone)
    due_zh, due_en = CHINESE.day(due.at, clock), ENGLISH.day(due.at, clock)
    submitted = [version.seq for version in one.versions]
    return Occasion(
        source="report-wrong",
        key=f"report-wrong:{each.finding}",
        post=asked.place.post,
        people=(one.person,),
        happened_at=each.at,
        says=Words(
            zh=f"{form.title.zh}（{due_zh} 应交）有错：{each.what}",
            en=f"{form.title.in_('en')} due on {due_en} is wrong: {each.what}",
        ),
        clause=form.wrong.clause if form.wrong else form.clause,
        acts=(*submitted, each.seq),
        facts={"report": form.id},
    )
