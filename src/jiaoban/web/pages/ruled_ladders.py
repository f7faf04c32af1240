"""What a regime says about breaches, in words, for the page of the regime."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

<<<<<<< HEAD
from jiaoban.conduct.rules.measures import named
from jiaoban.conduct.terms import PERIODS, ROLES
from jiaoban.org import queries as org
from jiaoban.regime.evaluate import in_words
from jiaoban.regime.ladders import Ladder, Ladders, LadderStep
from jiaoban.regime.reports import Reports
from jiaoban.regime.sources import SOURCES
||||||| parent of cef058de (conduct: Name the step of what is found, reach back as far as a breach may be recorded, say what counts.)
from jiaoban.conduct.rules.measures import named
from jiaoban.conduct.terms import PERIODS, ROLES
from jiaoban.org import queries as org
from jiaoban.regime.evaluate import in_words
from jiaoban.regime.ladders import Ladder, Ladders, LadderStep
from jiaoban.regime.sources import SOURCES
=======
from jiaoban.regime.ladders import Ladders
>>>>>>> cef058de (conduct: Name the step of what is found, reach back as far as a breach may be recorded, say what counts.)
from jiaoban.web.desk import Desk
from jiaoban.web.laddered import details


def ladder_rules(desk: Desk, said: Ladders, reports: Reports | None) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every ladder, in the order of the file; its conditions name reports."""
    forms = {one.id: desk.words(one.title) for one in reports.forms} if reports else {}
    for ladder in said.ladders:
        told = {
            "part": gettext("考核阶梯"),
            "title": desk.words(ladder.title),
<<<<<<< HEAD
            "details": list(_details(desk, ladder, said, forms)),
||||||| parent of cef058de (conduct: Name the step of what is found, reach back as far as a breach may be recorded, say what counts.)
            "details": list(_details(desk, ladder, said)),
=======
            "details": list(details(desk, ladder, said)),
>>>>>>> cef058de (conduct: Name the step of what is found, reach back as far as a breach may be recorded, say what counts.)
        }
        yield ladder.clause, told
<<<<<<< HEAD


def _details(desk: Desk, ladder: Ladder, said: Ladders, forms: dict[str, str]) -> Iterable[str]:
    if ladder.when is not None:
        titles = {**forms, **{fact.id: desk.words(fact.title) for fact in ladder.facts}}
        yield gettext("计入的条件：{when}").format(when=_named(desk.words(in_words(ladder.when)), titles))
    if ladder.exempt:
        names = [desk.words(fact.title) for name in ladder.exempt if (fact := ladder.fact(name))]
        yield gettext("不计：{facts}").format(facts=desk.tongue.all_of(names))
    yield from _steps(desk, ladder.steps, said)
    for branch in ladder.branches:
        title = desk.words(branch.title)
        if not branch.steps:
            yield gettext("{branch}：制度没有写").format(branch=title)
        for line in _steps(desk, branch.steps, said):
            yield gettext("{branch}：{step}").format(branch=title, step=line)
    if ladder.period != "ever":
        yield gettext("次数按{period}计").format(period=desk.words(PERIODS[ladder.period]))
    if ladder.also:
        names = [desk.words(ROLES[one]) for one in ladder.also]
        yield gettext("{people}与当事人一样").format(people=desk.tongue.all_of(names))
    if ladder.sources:
        names = [desk.words(SOURCES[one].says) for one in ladder.sources if one in SOURCES]
        yield gettext("由记录推算：{sources}").format(sources=desk.tongue.all_of(names))


def _steps(desk: Desk, steps: tuple[LadderStep, ...], said: Ladders) -> Iterable[str]:
    today = org.local_day(desk.book, desk.now)
    for number, step in enumerate(steps, start=1):
        words = named(step, number, said, today)
        text = gettext("第 {n} 次：{measures}").format(n=number, measures=desk.words(words))
        more = [gettext("由负责人决定")] if step.by == "head" else []
        grows = next((one.adds for one in step.measures if one.adds), None)
        if grows is not None:
            more.append(gettext("以后每次加 {amount}").format(amount=grows))
        elif number == len(steps) > 1:
            more.append(gettext("以后都按这一级"))
        yield text + (desk.tongue.bracket(desk.tongue.all_of(more)) if more else "")


def _named(text: str, names: dict[str, str]) -> str:
    """Write the facts and reports of a condition by their titles, each id as a whole."""
    return re.sub(r"[a-z][a-z0-9_-]*", lambda found: names.get(found[0], found[0]), text)
||||||| parent of cef058de (conduct: Name the step of what is found, reach back as far as a breach may be recorded, say what counts.)


def _details(desk: Desk, ladder: Ladder, said: Ladders) -> Iterable[str]:
    if ladder.when is not None:
        yield gettext("计入的条件：{when}").format(when=_named(desk, ladder, desk.words(in_words(ladder.when))))
    if ladder.exempt:
        names = [desk.words(fact.title) for name in ladder.exempt if (fact := ladder.fact(name))]
        yield gettext("不计：{facts}").format(facts=desk.tongue.all_of(names))
    yield from _steps(desk, ladder.steps, said)
    for branch in ladder.branches:
        title = desk.words(branch.title)
        if not branch.steps:
            yield gettext("{branch}：制度没有写").format(branch=title)
        for line in _steps(desk, branch.steps, said):
            yield gettext("{branch}：{step}").format(branch=title, step=line)
    if ladder.period != "ever":
        yield gettext("次数按{period}计").format(period=desk.words(PERIODS[ladder.period]))
    if ladder.also:
        names = [desk.words(ROLES[one]) for one in ladder.also]
        yield gettext("{people}与当事人一样").format(people=desk.tongue.all_of(names))
    if ladder.sources:
        names = [desk.words(SOURCES[one].says) for one in ladder.sources if one in SOURCES]
        yield gettext("由记录推算：{sources}").format(sources=desk.tongue.all_of(names))


def _steps(desk: Desk, steps: tuple[LadderStep, ...], said: Ladders) -> Iterable[str]:
    today = org.local_day(desk.book, desk.now)
    for number, step in enumerate(steps, start=1):
        words = named(step, number, said, today)
        text = gettext("第 {n} 次：{measures}").format(n=number, measures=desk.words(words))
        more = [gettext("由负责人决定")] if step.by == "head" else []
        grows = next((one.adds for one in step.measures if one.adds), None)
        if grows is not None:
            more.append(gettext("以后每次加 {amount}").format(amount=grows))
        elif number == len(steps) > 1:
            more.append(gettext("以后都按这一级"))
        yield text + (desk.tongue.bracket(desk.tongue.all_of(more)) if more else "")


def _named(desk: Desk, ladder: Ladder, text: str) -> str:
    """Write the facts of a condition by their titles."""
    for fact in sorted(ladder.facts, key=lambda one: -len(one.id)):
        text = text.replace(fact.id, desk.words(fact.title))
    return text
=======
>>>>>>> cef058de (conduct: Name the step of what is found, reach back as far as a breach may be recorded, say what counts.)
