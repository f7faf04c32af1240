"""Static checks of ladders: does every source, fact and measure make sense, and can a case be decided?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.ladders import CaseFact, Ladder, Ladders, LadderStep, Measure
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path
from jiaoban.regime.sources import SOURCES

SETTINGS = ("scope", "amount", "adds", "points", "effect", "what", "months")
FITTING: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "warning": (frozenset(), frozenset()),
    "circular": (frozenset({"scope"}), frozenset()),
    "figure": (frozenset({"amount"}), frozenset({"adds", "points"})),
    "make-good": (frozenset(), frozenset()),
    "dismissal": (frozenset(), frozenset()),
    "effect": (frozenset({"effect", "months"}), frozenset({"what"})),
}
"""By the kind of a measure: the settings that it wants, and those that it may have."""


def _ladders(pack: Pack) -> Iterator[Finding]:
    said = pack.ladders
    if said is None:
        return
    yield from _times(said)
    yield from _points(said)
    yield from _unique([one.id for one in said.ladders], ("ladders", "ladders"))
    for place, ladder in enumerate(said.ladders):
        path: Path = ("ladders", "ladders", place)
        yield from _sources(ladder, path)
        for number, fact in enumerate(ladder.facts):
            yield from _fact(ladder, fact, (*path, "facts", number))
        yield from _facts(ladder, path)
        yield from _steps(ladder.steps, ladder, (*path, "steps"))
        for number, branch in enumerate(ladder.branches):
            yield from _steps(branch.steps, ladder, (*path, "branches", number, "steps"))
        if not ladder.steps and not any(branch.steps for branch in ladder.branches):
            right = Words(zh="写 steps 或 branches。", en="Give steps or branches.")
            yield _error((*path, "steps"), "没有写后果。", "It says nothing of what follows.", right)


def _unique(names: Iterable[str], path: Path) -> Iterator[Finding]:
    listed = list(names)
    for place, name in enumerate(listed):
        if name in listed[:place]:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            yield _error((*path, place, "id"), f"「{name}」重复了。", f'"{name}" is there twice.', right)


def _times(said: Ladders) -> Iterator[Finding]:
    for name in ("answer_within", "appeal_within"):
        if not timedelta(0) < getattr(said, name) <= LONGEST:
            right = Words(zh="大于 0，不超过 366 天。", en="More than 0, up to 366 days.")
            yield _error(("ladders", name), "时长不合理。", "This duration makes no sense.", right)


def _points(said: Ladders) -> Iterator[Finding]:
    if said.per_point is not None and not said.per_point:
        right = Words(zh="大于 0。", en="More than 0.")
        yield _error(("ladders", "per_point"), "一分不能折 0 元。", "A point cannot stand for 0.", right)
    if said.figures != "points" or said.per_point:
        return
    for path, measure in _measures(said):
        if measure.kind == "figure" and (measure.points is None or measure.adds is not None):
            right = Words(zh="写 per_point，或为每个数额写 points。", en="Give per_point, or points for every figure.")
            yield _error(
                (*path, "kind"), "折成几分没有写。", "It does not say for how many points this figure stands.", right
            )


def _measures(said: Ladders) -> Iterator[tuple[Path, Measure]]:
    for place, ladder in enumerate(said.ladders):
        path: Path = ("ladders", "ladders", place)
        lists = [((*path, "steps"), ladder.steps)]
        lists += [((*path, "branches", n, "steps"), one.steps) for n, one in enumerate(ladder.branches)]
        for where, steps in lists:
            for number, step in enumerate(steps):
                for m, measure in enumerate(step.measures):
                    yield (*where, number, "measures", m), measure


def _sources(ladder: Ladder, path: Path) -> Iterator[Finding]:
    for place, name in enumerate(ladder.sources):
        if name not in SOURCES:
            wrong = (f"没有「{name}」这一来源。", f'There is no source "{name}".')
            yield _error((*path, "from", place), *wrong, nearest(name, SOURCES))


def _fact(ladder: Ladder, fact: CaseFact, path: Path) -> Iterator[Finding]:
    if (fact.type == "choice") != bool(fact.choices):
        right = Words(zh="type: choice 才写 choices。", en="Write choices with type: choice alone.")
        yield _error((*path, "type"), "种类与可选的值不符。", "Type and choices do not go together.", right)
    yield from _unique([one.id for one in fact.choices], (*path, "choices"))
    given = {name for source in ladder.sources if source in SOURCES for name in SOURCES[source].facts}
    kinds = {SOURCES[source].facts[fact.id].type for source in ladder.sources if fact.id in given if source in SOURCES}
    if kinds and (fact.type if fact.type != "choice" else "text") not in kinds:
        right = Words(zh=f"写 type: {min(kinds)}。", en=f"Write type: {min(kinds)}.")
        yield _error((*path, "type"), "与来源给出的种类不符。", "Its source gives it with another type.", right)
    if fact.assumed is None:
        return
    fits = {
        "flag": isinstance(fact.assumed, bool),
        "number": isinstance(fact.assumed, int) and not isinstance(fact.assumed, bool),
        "choice": fact.assumed in {one.id for one in fact.choices},
        "text": isinstance(fact.assumed, str),
    }
    if not fits[fact.type]:
        right = Words(zh="写一个这种事实能取的值。", en="Give a value that such a fact can have.")
        yield _error((*path, "assumed"), "不是这种事实的值。", "No value of such a fact.", right)


def _facts(ladder: Ladder, path: Path) -> Iterator[Finding]:
    yield from _unique([one.id for one in ladder.facts], (*path, "facts"))
    if not ladder.facts and (ladder.when is not None or ladder.branches):
        name = "when" if ladder.when is not None else "branches"
        right = Words(zh="在 facts 写出条件里的事实。", en="Name the facts of the condition in facts.")
        yield _error((*path, name), "条件里的事实没有写。", "The facts that it looks at are not named.", right)
    flags = {one.id: one for one in ladder.facts if one.type == "flag"}
    for place, name in enumerate(ladder.exempt):
        if name not in flags:
            wrong = (f"没有「{name}」这一事实。", f'There is no fact "{name}" that is so or not.')
            yield _error((*path, "exempt", place), *wrong, nearest(name, flags))
        elif flags[name].assumed is None:
            right = Words(zh="为它写 assumed: false。", en="Give it assumed: false.")
            wrong = ("没有人说起时算不算例外，没有写。", "It does not say what holds while nobody speaks of it.")
            yield _error((*path, "exempt", place), *wrong, right)
    yield from _unique([one.id for one in ladder.branches], (*path, "branches"))
    for name, times in Counter(ladder.also).items():
        if times > 1:
            right = Words(zh="每种写一次。", en="Name each once.")
            yield _error((*path, "also"), f"「{name}」重复了。", f'"{name}" is there twice.', right)


def _steps(steps: tuple[LadderStep, ...], ladder: Ladder, path: Path) -> Iterator[Finding]:
    for place, step in enumerate(steps):
        if not step.measures and step.says is None:
            right = Words(zh="写 measures，或用 says 说明。", en="Give measures, or say in says what is meant.")
            yield _error((*path, place, "measures"), "这一级是空的。", "This step is empty.", right)
        for number, measure in enumerate(step.measures):
            where = (*path, place, "measures", number)
            yield from _fitting(measure, where)
            last = place == len(steps) - 1
            if measure.adds is not None and not last:
                right = Words(zh="只有最后一级可以叠加。", en="Let the last step alone grow.")
                yield _error((*where, "adds"), "这一级只用一次。", "This step is taken once only.", right)
            if measure.months == "n-1" and place == 0:
                right = Words(zh="从第二级起写 n-1。", en="Use n-1 from the second step on.")
                yield _error((*where, "months"), "第一次就是 0 个月。", "The first time it would be no month.", right)
            if measure.kind == "make-good" and not ladder.sources:
                right = Words(zh="写明来源 from。", en="Name the sources in from.")
                yield _error((*where, "kind"), "没有来源给出差额。", "No source says how much is missing.", right)


def _fitting(measure: Measure, path: Path) -> Iterator[Finding]:
    wanted, allowed = FITTING[measure.kind]
    given = {name for name in SETTINGS if getattr(measure, name) is not None}
    for name in sorted(wanted - given):
        right = Words(zh=f"写上 {name}。", en=f"Give {name}.")
        wrong = (f"{measure.kind} 缺 {name}。", f"{measure.kind} lacks {name}.")
        yield _error((*path, "kind"), *wrong, right)
    for name in sorted(given - wanted - allowed):
        right = Words(zh=f"删去 {name}。", en=f"Remove {name}.")
        wrong = (f"{measure.kind} 没有 {name}。", f"{measure.kind} has no {name}.")
        yield _error((*path, name), *wrong, right)
    if measure.effect == "duty" and measure.what is None:
        right = Words(zh="写上 what：哪一项工作。", en="Say in what which duty it is.")
        yield _error((*path, "effect"), "没有写哪一项工作。", "It does not say which duty.", right)


LADDER_CHECKS: tuple[Check, ...] = (_ladders,)
