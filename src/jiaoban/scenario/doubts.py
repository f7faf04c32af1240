"""What is doubtful in scenario files that read well: a case that expects nothing, shifts with a gap or an overlap."""

from collections.abc import Iterator
from itertools import pairwise

from jiaoban.kernel.words import Words
from jiaoban.regime.positions import Path, Problem, Tree, show
from jiaoban.scenario.shape import Given, PostIs, ScenarioFile, ShiftIs

_DAY = 24 * 60


def doubts(tree: Tree, content: ScenarioFile) -> Iterator[Problem]:
    """Yield what is doubtful in a file, each at its place."""
    for number, scenario in enumerate(content.scenarios):
        says = scenario.then or any(step.expect is not None for step in scenario.when)
        if not says:
            yield _problem(
                tree,
                ("scenarios", number, "name"),
                Words(
                    zh="这个场景没有写应当怎样，什么也没有检验。",
                    en="This scenario expects nothing: it shows nothing.",
                ),
                Words(
                    zh="加 then;只要受理就算对的，在那一步写 expect: accepted。",
                    en="Add `then`; where it is enough that a step is accepted, write expect: accepted at that step.",
                ),
            )
        yield from _posts(tree, ("scenarios", number, "given"), scenario.given)
    yield from _posts(tree, ("given",), content.given)
    for name, given in content.worlds.items():
        yield from _posts(tree, ("worlds", name), given)


def _posts(tree: Tree, path: Path, given: Given) -> Iterator[Problem]:
    for key, post in given.posts.items():
        if all(one.begins.count(":") == one.ends.count(":") == 1 and _plain(one) for one in post.shifts.values()):
            yield from _shifts(tree, (*path, "posts", key, "shifts"), post)


def _plain(shift: ShiftIs) -> bool:
    return " " not in shift.begins + shift.ends


def _shifts(tree: Tree, path: Path, post: PostIs) -> Iterator[Problem]:
    """Yield the hours of the day in which two shifts of a post stand side by side, and those in which none does."""
    spans = sorted((_minutes(one.begins), _minutes(one.ends), code) for code, one in post.shifts.items())
    spans = [(begins, ends if ends > begins else ends + _DAY, code) for begins, ends, code in spans]
    if not spans:
        return
    round_the_clock = [*spans, (spans[0][0] + _DAY, spans[0][1] + _DAY, spans[0][2])]
    for (_, ends, code), (begins, _, after) in pairwise(round_the_clock):
        if ends > begins and not post.overlap:
            yield _problem(
                tree,
                (*path, after),
                Words(
                    zh=f"「{after}」{_clock(begins)} 开始，「{code}」{_clock(ends)} 才结束：两班重叠。",
                    en=f'"{after}" begins at {_clock(begins)}, "{code}" only ends at {_clock(ends)}: they overlap.',
                ),
                Words(zh="一班的 ends 写成下一班的 begins。", en="Let a shift end when the next one begins."),
            )
        elif ends < begins and len(spans) > 1 and not post.safe_state:  # with one shift it is a post of the day
            yield _problem(
                tree,
                (*path, code),
                Words(
                    zh=f"{_clock(ends)} 到 {_clock(begins)} 没有人当班。",
                    en=f"Nobody is on duty from {_clock(ends)} to {_clock(begins)}.",
                ),
                Words(
                    zh="把班次接上；这段时间经批准可以无人的，写 safe_state。",
                    en="Close the gap; where the post may be left meanwhile, say in which safe_state.",
                ),
            )


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes % _DAY // 60:02d}:{minutes % 60:02d}"


def _problem(tree: Tree, path: Path, wrong: Words, right: Words) -> Problem:
    line, column = tree.place(path)
    return Problem(tree.file, line, column, show(path), wrong, right)
