"""What a ladder says, in words: what counts, its steps and what follows them, whom else it means, whence cases come.
The page of the regime and the form of a case tell it alike."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext

from jiaoban.conduct.rules.measures import named, plain
from jiaoban.conduct.terms import PERIODS, ROLES
from jiaoban.org import queries as org
from jiaoban.regime.evaluate import in_words
from jiaoban.regime.ladders import Ladder, Ladders, LadderStep
from jiaoban.regime.reports import Reports
from jiaoban.regime.sources import SOURCES
from jiaoban.web.desk import Desk


def details(desk: Desk, ladder: Ladder, said: Ladders, reports: Reports | None) -> Iterable[str]:
    """Yield everything that a ladder says, a line each; its conditions can name reports of the same regime."""
    yield from what_counts(desk, ladder, reports)
    yield from steps(desk, ladder.steps, said)
    for branch in ladder.branches:
        title = desk.words(branch.title)
        if not branch.steps:
            yield gettext("{branch}：制度没有写").format(branch=title)
        for line in steps(desk, branch.steps, said):
            yield gettext("{branch}：{step}").format(branch=title, step=line)
    if ladder.period != "ever":
        yield gettext("次数按{period}计").format(period=desk.words(PERIODS[ladder.period]))
    if ladder.also:
        names = [desk.words(ROLES[one]) for one in ladder.also]
        yield gettext("{people}与当事人一样").format(people=desk.tongue.all_of(names))
    if ladder.sources:
        names = [desk.words(SOURCES[one].says) for one in ladder.sources if one in SOURCES]
        yield gettext("由记录推算：{sources}").format(sources=desk.tongue.all_of(names))


def what_counts(desk: Desk, ladder: Ladder, reports: Reports | None) -> Iterable[str]:
    """Yield which cases count, and what takes one out."""
    if ladder.when is not None:
        titles = {one.id: desk.words(one.title) for one in reports.forms} if reports else {}
        titles |= {one.id: desk.words(one.title) for fact in ladder.facts for one in fact.choices}
        titles |= {one.id: desk.words(one.title) for one in ladder.facts}
        yield gettext("计入的条件：{when}").format(when=_named(desk.words(in_words(ladder.when)), titles))
    if ladder.exempt:
        names = [desk.words(fact.title) for name in ladder.exempt if (fact := ladder.fact(name))]
        yield gettext("不计：{facts}").format(facts=desk.tongue.all_of(names))


def steps(desk: Desk, those: tuple[LadderStep, ...], said: Ladders) -> Iterable[str]:
    """Yield the steps of a list: first, second, n-th time, and what holds after the last."""
    today = org.local_day(desk.book, desk.now)
    for number, step in enumerate(those, start=1):
        words = named(step, number, said, today)
        text = gettext("第 {n} 次：{measures}").format(n=number, measures=desk.words(words))
        more = [gettext("由负责人决定")] if step.by == "head" else []
        after = afterwards(step, number, len(those))
        yield text + (desk.tongue.bracket(desk.tongue.all_of([*more, *filter(None, [after])])) if more or after else "")


def afterwards(step: LadderStep, number: int, count: int) -> str:
    """Return what holds for all times after a step, '' where the next one follows, or nothing can."""
    if any(one.kind == "dismissal" for one in step.measures):
        return ""
    grows = next((one.adds for one in step.measures if one.adds), None)
    if grows is not None:
        return gettext("以后每次加 {amount}").format(amount=plain(grows))
    if number < count:
        return ""
    return gettext("以后都按这一级") if count > 1 else gettext("每次都一样")


def _named(text: str, titles: dict[str, str]) -> str:
    """Write the facts and reports of a condition by their titles, each id as a whole."""
    return re.sub(r"[a-z][a-z0-9_-]*", lambda found: titles.get(found[0], found[0]), text)
