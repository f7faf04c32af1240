"""What is said of reports in a chat group: what was handed in or put right, and who has not in time. Pure."""

from jiaoban.kernel.saying import REMINDERS, REPORTS, Said, Told, field, lines, quoted, says_in_chat
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.reports import ReportForm
from jiaoban.report import acts, queries
from jiaoban.report.rules.due import due_on
from jiaoban.report.tables import REPORTS as REPORTED
from jiaoban.report.tables import Report, report_key

DAY = queries.DAY


@says_in_chat("report.submitted", REPORTS)
def submitted(told: Told) -> Said | None:
    """Tell what a report says that was handed in, field by field, where the regime has it posted."""
    return _posted(told)


@says_in_chat("report.amended", REPORTS)
def amended(told: Told) -> Said | None:
    """Tell what was put right and why."""
    return _posted(told)


@says_in_chat("report.missed", REMINDERS)
def missed(told: Told) -> Said | None:
    """Tell who has not handed in: once for a form and day, with everybody, and not of what is long over."""
    p = told.act.payload
    assert isinstance(p, acts.Missed)
    form = _form(told, p)
    if form is None or told.act.occurred_at - p.last_at > DAY:
        return None
    there = queries.owed(told.book, told.place, told.packs, p.day, p.day + DAY, (p.report,))
    noted = [one.report.miss.seq for one in there if one.report and one.report.miss]
    if any(seq < told.act.seq for seq in noted):
        return None
    late = [told.names(one.person) for one in there if one.late(told.act.occurred_at)]
    said = told.tongue
    title = said(Words(zh="{title}没有按时交", en="{title} not handed in"), title=said(form.title))
    how_many = said(Words(zh="没有按时交的 {n} 人：", en="{n} not in time: "), n=len(late))
    return Said(title, lines(quoted(_until(told, form, p)), f"{how_many}{quoted(said.all_of(late))}"))


def _posted(told: Told) -> Said | None:
    p = told.act.payload
    assert isinstance(p, acts.Submitted | acts.Amended)
    form = _form(told, p)
    there = told.book.get(REPORTED, report_key(told.act.post, p.report, p.day, p.person))
    if form is None or not form.posted or there is None:
        return None
    return message_of(told, form, there, p)


def message_of(told: Told, form: ReportForm, there: Report, p: acts.Submitted | acts.Amended) -> Said:
    """Return the message about a report that was handed in, or about what was put right in it."""
    said, name = told.tongue, told.names(p.person)
    day = f"{p.day.month}月{p.day.day}日" if said.language == "zh" else p.day.isoformat()
    rows = [
        field(said, _label(said, one.title, one.unit), p.values[one.id]) for one in form.fields if p.values.get(one.id)
    ]
    if isinstance(p, acts.Amended):
        title = said(
            Words(zh="更正 {title} {day} {name}", en="{title} {day} amended, {name}"), **_named(said, form, day, name)
        )
        return Said(title, lines(*rows, field(said, said(Words(zh="原因", en="Why")), p.reason)))
    title = said(Words(zh="{title} {day} {name}", en="{title} {day}, {name}"), **_named(said, form, day, name))
    in_time = _in_time(told, form, there)
    by = said(Words(zh="由 {name} 代填", en="filled in by {name}"), name=told.names(told.act.actor))
    notes = [by] if told.act.actor != p.person else []
    notes += [] if in_time else [said(Words(zh="迟交", en="late"))]
    return Said(title, lines(*rows, quoted(p.note), quoted(said.all_of(notes))))


def _named(said: Tongue, form: ReportForm, day: str, name: str) -> dict[str, str]:
    return {"title": said(form.title), "day": day, "name": name}


def _label(said: Tongue, title: Words, unit: Words | None) -> str:
    return f"{said(title)}{said.bracket(said(unit))}" if unit else said(title)


def _in_time(told: Told, form: ReportForm, there: Report) -> bool:
    due = due_on(form, there.day, told.place.zone)
    return due is None or there.handed_in_at is None or due.in_time(there.handed_in_at)


def _until(told: Told, form: ReportForm, p: acts.Missed) -> str:
    local = p.last_at.astimezone(clock_of(told.place.zone))
    return told.tongue(
        Words(zh="{title}最晚 {at}", en="{title} was due by {at}"),
        title=told.tongue(form.title),
        at=f"{local:%m-%d %H:%M:%S}",
    )


def _form(told: Told, p: acts.OfReport) -> ReportForm | None:
    said = queries.ruled_on(told.book, told.place, told.packs, p.day)
    return said.form(p.report, told.place.post) if said else None
