"""`jiaoban roster propose|take|solve`: a month's roster by the rules of the regime found and taken, or a published
problem, from a shell."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, django_ready, group

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.kernel.words import Words
    from jiaoban.roster.proposing.answer import Answer, Progress
    from jiaoban.roster.proposing.asking import Ask
    from jiaoban.roster.proposing.problem import Problem


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "roster", "rosters: propose a month, take what was proposed, solve a published problem")
    parser = command(inner, "propose", propose, "propose the roster of a month at a post, and change nothing")
    parser.add_argument("post")
    parser.add_argument("month", type=_month, metavar="YYYY-MM")
    parser.add_argument("--site", help="the site; may be left out where there is one")
    parser.add_argument("--people", metavar="KEY,KEY", help="who is to be put on it (default: those who stand it now)")
    parser.add_argument("--each", metavar="SHIFT=N,SHIFT=N", help="people a shift (default: as many as now)")
    parser.add_argument("--free-hand", action="store_true", help="what was changed by hand may go")
    parser.add_argument("--few-changes", action="store_true", help="change as little as possible")
    parser.add_argument("--uneven", action="store_true", help="equal shares do not matter")
    parser.add_argument("--hard-only", action="store_true", help="rules that only want a reason need not be kept")
    _limits(parser, 30)
    parser = command(inner, "take", take, "have shifts stood as a proposal has them, all of them or none")
    parser.add_argument("post")
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="what `propose --json` wrote; - reads it from the input"
    )
    parser.add_argument("--as", dest="username", required=True, metavar="USERNAME", help="who takes it: a supervisor")
    parser.add_argument("--reason", required=True, help="why, for the book")
    parser.add_argument("--despite", default="", metavar="REASON", help="why, although it breaks a rule")
    parser.add_argument("--site", help="the site; may be left out where there is one")
    parser = command(inner, "solve", solve, "solve a problem in the text format of schedulingbenchmarks.org")
    parser.add_argument("file", type=Path)
    _limits(parser, 60)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month, such as 2026-12") from None


def _limits(parser: argparse.ArgumentParser, seconds: int) -> None:
    parser.add_argument("--seconds", type=int, default=seconds, help="how long to search (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same answer (default: %(default)s)")


def propose(arguments: argparse.Namespace) -> int:
    """Propose; 0 when there is a roster, 1 when there is none, 2 on wrong use."""
    from pydantic import ValidationError

    django_ready()
    from jiaoban.cli.ledger import chosen_site
    from jiaoban.kernel.refusal import BadInput, Declined, NotFound
    from jiaoban.org import door, packs
    from jiaoban.org import queries as org
    from jiaoban.roster.proposing import asking

    visit = door.as_system(chosen_site(arguments.site))
    book = visit.book
    try:
        place = visit.place(arguments.post)
        said = _asked(book, arguments)
        pack = packs.packs(place.regime) if place.regime else None
        today = org.local_day(book, visit.now)
        problem = asking.question(book, arguments.post, pack, said, today)
    except NotFound as error:
        raise Misuse(f"There is no {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise Misuse(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except BadInput as error:
        raise Misuse(f"{error.wrong.in_('en')} {error.right.in_('en')}") from error
    except Declined as error:
        raise Failure(" ".join(f"{one.why.in_('en')} {one.lifts.in_('en')}" for one in error.reasons)) from error
    limits = {"seconds": said.seconds, "seed": said.seed, "gap": 0.005}
    found = _search(problem, limits)
    names = {one.key: one.name for one in org.people(book, everybody=True)}
    answer(arguments, _plain(said, problem, found), _text(problem, found, names))
    return GOOD if found.state == "FOUND" else BAD


def take(arguments: argparse.Namespace) -> int:
    """Have shifts stood as a proposal has them: the verb `roster.fill`, in the name of a person. The same file twice is
    taken once. 0 when it was taken, 1 when it was refused, 2 on wrong use."""
    from hashlib import sha256

    from pydantic import ValidationError

    content = _read(arguments.file)
    cells = _cells(arguments.file, content)
    django_ready()
    from jiaoban.cli.ledger import chosen_site
    from jiaoban.cli.user import find
    from jiaoban.kernel.refusal import BadInput, CommandReused, NotAllowed, NotFound
    from jiaoban.org import door

    site = chosen_site(arguments.site)
    said = {"cells": cells, "reason": arguments.reason, "despite": arguments.despite}
    key = f"take-{sha256(f'{site} {arguments.post} {content}'.encode()).hexdigest()[:40]}"
    try:
        visit = door.enter(find(arguments.username), site)
        outcome = visit.do("roster.fill", said, command=key, post=arguments.post)
    except NotFound as error:
        raise Misuse(f"There is no {error}.") from error
    except NotAllowed as error:
        raise Failure(f"{arguments.username}: {error}. 没有这项权限。") from error
    except CommandReused as error:
        raise Failure("This proposal was taken already, with another reason. 这个方案已经采用，原因不同。") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise Misuse(f"{arguments.file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except BadInput as error:
        raise Misuse(f"{arguments.file}: {error.where}: {_both(error.wrong)} {_both(error.right)}") from error
    reasons = outcome.refusal.reasons if outcome.refusal else ()
    told = {"taken": not reasons, "shifts": 0 if reasons else len(outcome.acts), "repeated": outcome.repeated,
            "reasons": [one.model_dump(mode="json") for one in reasons]}  # fmt: skip
    lines = [f"✗ {_both(one.why)} {_both(one.lifts)}" for one in reasons]
    done = "was taken already 已经采用过" if outcome.repeated else "taken 已采用"
    lines += [] if reasons else [f"{len(outcome.acts)} shifts {done}."]
    answer(arguments, told, "\n".join(lines))
    return BAD if reasons else GOOD


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{file} cannot be read: {error}. 文件读不了。") from error


def _cells(file: Path, content: str) -> list[Any]:
    try:
        said = json.loads(content)
    except ValueError as error:
        raise Misuse(f"{file} is no JSON: {error}. It is what `roster propose --json` writes. 不是 JSON。") from error
    cells = said.get("cells") if isinstance(said, dict) else None
    if not isinstance(cells, list) or not cells:
        raise Misuse(f"{file} has no shifts to change (cells). 文件里没有要改的班次。")
    return cells


def _asked(book: Any, arguments: argparse.Namespace) -> "Ask":
    from jiaoban.roster.proposing.asking import Ask, usual

    now = usual(book, arguments.post, arguments.month)
    people = tuple(arguments.people.split(",")) if arguments.people else now.people
    return Ask.model_validate(
        {
            "month": f"{arguments.month:%Y-%m}",
            "people": people,
            "each": {**now.each, **_numbers(arguments.each)},
            "keep_hand": not arguments.free_hand,
            "few_changes": arguments.few_changes,
            "even": not arguments.uneven,
            "advisory": not arguments.hard_only,
            "seconds": arguments.seconds,
            "seed": arguments.seed,
        }
    )


def _numbers(text: str | None) -> dict[str, int]:
    found = {}
    for pair in text.split(",") if text else ():
        code, _, number = pair.partition("=")
        if not number.isdecimal():
            raise Misuse(f"{pair!r} is no number of people of a shift, such as night=2")
        found[code] = int(number)
    return found


def _search(problem: "Problem", said: dict[str, Any]) -> "Answer":
    from pydantic import ValidationError

    from jiaoban.roster.proposing.answer import Limits
    from jiaoban.roster.proposing.highs import SolverMissing
    from jiaoban.roster.proposing.solving import answer as solved

    try:
        return solved(problem, Limits(**said), _told)
    except ValidationError as error:
        first = error.errors()[0]
        raise Misuse(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except SolverMissing as error:
        raise Failure(str(error)) from error


def _told(progress: "Progress") -> bool:
    if sys.stderr.isatty():
        gap = "" if progress.gap is None else f", gap {progress.gap:.1%}"
        print(f"\r{progress.step} {progress.seconds:.0f} s{gap}   ", end="", file=sys.stderr, flush=True)
    return True


def _plain(said: "Ask", problem: "Problem", found: "Answer") -> dict[str, Any]:
    from jiaoban.roster.proposing.outcome import told

    return {"asked": said.model_dump(mode="json"), **told(problem, found)}


def _text(problem: "Problem", found: "Answer", names: dict[str, str]) -> str:
    from jiaoban.roster.proposing import outcome

    def called(people: tuple[str, ...]) -> str:
        return "、".join(names.get(one, one) for one in people) or "—"

    if found.state == "NONE_IN_TIME":
        return "No roster was found in this time; allow more --seconds. 时间内没有找到方案。"
    if found.state == "IMPOSSIBLE":
        assert found.conflict is not None
        lines = ["No roster keeps all of these together. 下列要求不能同时满足："]
        lines += [f"  [{one.clause or '-'}] {_both(one.says)}" for one in outcome.demands(problem, found.conflict)]
        days = outcome.where(problem, found.conflict)
        return "\n".join([*lines, *([f"  on 于 {', '.join(map(str, days))}"] if days else [])])
    lines = [f"{one.slot.day} {one.slot.shift}: {called(one.was)} → {called(one.people)}"
             for one in outcome.changes(problem, found.roster)]  # fmt: skip
    lines += [f"wish not met 未满足的意愿: {one.day} {names.get(one.person, one.person)}"
              for one in outcome.unmet(problem, found.roster)]  # fmt: skip
    gap = f"{found.gap:.1%}" if found.gap is not None else "?"
    return "\n".join([*lines, f"cost 代价 {found.cost:.0f}, gap 差距 {gap}, {found.seconds:.1f} s"])


def _both(words: "Words") -> str:
    return f"{words.zh} {words.in_('en')}"


def solve(arguments: argparse.Namespace) -> int:
    """Solve a published problem; 0 when there is a roster, 1 when there is none, 2 on wrong use."""
    from jiaoban.kernel.refusal import BadInput
    from jiaoban.roster.proposing import published

    try:
        text = arguments.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{arguments.file} cannot be read: {error}.") from error
    try:
        given = published.read(text)
    except BadInput as error:
        raise Misuse(f"{error.where}: {error.wrong.in_('en')} {error.right.in_('en')}") from error
    found = _search(published.problem_of(given), {"seconds": arguments.seconds, "seed": arguments.seed})
    rows = published.stood(given, found.roster)
    cost = published.objective(given, rows) if found.state == "FOUND" else None
    told = {"state": found.state, "cost": cost, "bound": found.bound, "gap": found.gap, "seconds": found.seconds}
    lines = [f"{key:>8} {' '.join(one or '.' for one in row)}" for key, row in rows.items()]
    said = ", ".join(f"{name} {value}" for name, value in told.items())
    answer(arguments, {**told, "rows": {key: list(row) for key, row in rows.items()}}, "\n".join([*lines, said]))
    return GOOD if found.state == "FOUND" else BAD
