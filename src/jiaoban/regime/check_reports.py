"""Static checks of reports and plans: can each be due, filled in and added up as it is written?"""

from collections.abc import Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path
from jiaoban.regime.recurrence import wrong
from jiaoban.regime.reports import Compiling, ReportField, ReportForm, Reports

DAY = timedelta(days=1)
MOST_FIELDS = 60
SUMMED = ("number", "money")
QUIET = "quiet"


def _reports(pack: Pack) -> Iterator[Finding]:
    said = pack.reports
    if said is None:
        return
    if not said.forms:
        right = Words(zh="至少写一种报表。", en="Write one form at least.")
        yield _error(("reports", "forms"), "一种报表也没有。", "There is no form.", right)
    yield from _unique([one.id for one in said.forms], ("reports", "forms"))
    for place, one in enumerate(said.forms):
        yield from _form(said, one, ("reports", "forms", place))
    if said.compiles is not None:
        yield from _compiles(said, said.compiles)
    if said.quiet is not None:
        yield from _unique([one.id for one in said.quiet.kinds], ("reports", "quiet", "kinds"))
        if not said.quiet.kinds:
            right = Words(zh="至少写一种。", en="Write one at least.")
            yield _error(("reports", "quiet", "kinds"), "没有写闲时做什么。", "It names nothing to do.", right)


def _unique(names: list[str], path: Path) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name in names[:place]:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            yield _error((*path, place, "id"), f"「{name}」重复了。", f'"{name}" is there twice.', right)


def _form(said: Reports, one: ReportForm, path: Path) -> Iterator[Finding]:
    yield from _unique([field.id for field in one.fields], (*path, "fields"))
    if not 1 <= len(one.fields) <= MOST_FIELDS:
        right = Words(zh=f"1 到 {MOST_FIELDS} 项。", en=f"From 1 to {MOST_FIELDS}.")
        yield _error((*path, "fields"), "报表的栏目太多或没有。", "It has no field, or too many.", right)
    if one.at.tzinfo is not None or one.at.microsecond:
        right = Words(zh='写当地时间，如 "21:00"。', en='Write the time of the place, like "21:00".')
        yield _error((*path, "at"), "这里写当地的钟点。", "A time of day by the clock of the place.", right)
    if not timedelta(0) <= one.grace < DAY or one.grace.microseconds:
        right = Words(zh="0 到 24 小时之间，到秒为止。", en="From 0 to 24 hours, in whole seconds.")
        yield _error((*path, "grace"), "宽限不合理。", "This grace makes no sense.", right)
    if one.rrule:
        bad = wrong(one)
        if bad is not None:
            right = Words(
                zh="写一条能算出日子的规则，如 FREQ=WEEKLY;BYDAY=TH。", en="Write one such as FREQ=WEEKLY;BYDAY=TH."
            )
            yield Finding((*path, "rrule"), bad, right)
    elif one.period != "day":
        right = Words(zh="写明 rrule。", en="Give rrule.")
        yield _error((*path, "period"), "没有写哪一天交，就是每天交。", "Without a rule it is due every day.", right)
    for place, field in enumerate(one.fields):
        yield from _field(said, field, (*path, "fields", place))


def _field(said: Reports, one: ReportField, path: Path) -> Iterator[Finding]:
    if (one.type == "choice") != bool(one.choices):
        right = Words(zh="选择题写 choices，别的不写。", en="Give choices to a choice and to nothing else.")
        yield _error((*path, "choices"), "选项和类型不合。", "The choices do not fit the type.", right)
    if one.sum and one.type not in SUMMED:
        right = Words(zh="改为 number 或 money，或删去 sum。", en="Make it number or money, or remove sum.")
        yield _error((*path, "sum"), "文字不能相加。", "Words cannot be added up.", right)
    if one.proposes == QUIET and (said.quiet is None or one.type != "lines"):
        right = Words(zh="补上 quiet:，并把类型写成 lines。", en="Add quiet:, and make its type lines.")
        yield _error((*path, "proposes"), "带不出闲时所做。", "Nothing of quiet hours can be proposed here.", right)
    elif one.proposes and one.proposes != QUIET and one.type not in SUMMED:
        right = Words(zh="改为 number 或 money，或删去 proposes。", en="Make it number or money, or remove proposes.")
        yield _error((*path, "proposes"), "文字带不出数字。", "No figure is proposed for words.", right)


def _compiles(said: Reports, one: Compiling) -> Iterator[Finding]:
    path: Path = ("reports", "compiles", "forms")
    known = [form.id for form in said.forms]
    if not one.forms:
        right = Words(zh="写明统计哪些报表。", en="Name the forms.")
        yield _error(path, "没有写统计什么。", "It compiles nothing.", right)
    for place, name in enumerate(one.forms):
        if name not in known:
            right = nearest(name, known)
            yield _error((*path, place), f"没有「{name}」这种报表。", f'There is no form "{name}".', right)


REPORT_CHECKS: tuple[Check, ...] = (_reports,)
