"""The course of one scenario with the reason of every verdict: which condition, over which facts, from which acts.

After each step the gates whose verdict has changed are told. Every fact of a verdict is traced to the step that made it
what it is: the last one after which what the gates look at in it was not as before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiaoban.handover.assess import Assessment, GateVerdict
from jiaoban.kernel.verbs import Outcome
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime import chinese
from jiaoban.regime.chinese_names import COLLECTIONS, SINGLE
from jiaoban.regime.conditions import Compare, Operand
from jiaoban.regime.evaluate import Trace
from jiaoban.regime.facts import Row
from jiaoban.regime.findings import walk
from jiaoban.regime.pack import Pack
from jiaoban.regime.spoken import both
from jiaoban.scenario.outcome import words_of
from jiaoban.scenario.read import Case, Placed
from jiaoban.scenario.run import Result, Runner
from jiaoban.scenario.scene import Scene

STATUS = {
    "CLEAR": "✓ 放行 clear",
    "BLOCKED": "✗ 拦下 blocked",
    "ADVISORY": "! 提醒 advisory",
    "LIFTED": "○ 已解除 lifted",
}
DONE = Words(zh="已办", en="done")
"""What came of a step that was not refused."""
BEGINNING = Words(zh="起点", en="the beginning")
"""Where a fact comes from that was so before the first step."""
MOST_ROWS = 8
MOST_SAID = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition with its verdict; `rows` are the things that decided, each with the step and the acts behind it."""

    holds: bool
    says: Words
    rows: tuple[tuple[Words, Words], ...]
    parts: tuple["Reason", ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        rows = [{"what": what.model_dump(), "from": source.model_dump()} for what, source in self.rows]
        return {
            "holds": self.holds,
            "says": self.says.model_dump(),
            "rows": rows,
            "parts": [one.plain() for one in self.parts],
        }

    def lines(self, depth: str) -> Iterator[str]:
        """Yield it as lines of text, the deepest reasons last."""
        yield f"{depth}{'✓' if self.holds else '✗'} {both(self.says)}"
        for what, source in self.rows[:MOST_ROWS]:
            yield f"{depth}    · {both(what)}  ← {both(source)}"
        if len(self.rows) > MOST_ROWS:
            yield f"{depth}    · … {len(self.rows) - MOST_ROWS} 项 more"
        for part in self.parts:
            yield from part.lines(depth + "  ")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate after a step: its status and why."""

    gate: str
    clause: str
    title: Words
    status: str
    reason: Reason

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "gate": self.gate,
            "clause": self.clause,
            "title": self.title.model_dump(),
            "status": self.status,
            "reason": self.reason.plain(),
        }

    def lines(self) -> Iterator[str]:
        """Yield it as lines of text."""
        yield f"      {STATUS[self.status]} {self.gate} [{self.clause}] {both(self.title)}"
        yield from self.reason.lines("        ")


@dataclass(frozen=True, slots=True)
class Course:
    """A step: who did what when, what came of it, and the gates whose verdict is another now."""

    number: int
    at: str
    who: str
    does: str
    said: str
    came: Words
    acts: tuple[tuple[int, str], ...]
    verdicts: tuple[Verdict, ...]
    place: str

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "step": self.number,
            "at": self.at,
            "who": self.who,
            "does": self.does,
            "with": self.said,
            "came": self.came.model_dump(),
            "acts": [{"seq": seq, "kind": kind} for seq, kind in self.acts],
            "gates": [one.plain() for one in self.verdicts],
            "place": self.place,
        }

    def lines(self) -> Iterator[str]:
        """Yield it as lines of text."""
        yield f"{self.number:3}. {self.at} {self.who} {self.does} {self.said}".rstrip() + f"  ({self.place})"
        acts = ", ".join(f"#{seq} {kind}" for seq, kind in self.acts)
        yield f"      → {both(self.came)}" + (f": {acts}" if acts else "")
        for one in self.verdicts:
            yield from one.lines()


@dataclass(frozen=True, slots=True)
class Told:
    """The whole course of a scenario, what came of it, and every gate as it is at the end."""

    result: Result
    steps: tuple[Course, ...]
    end: tuple[Verdict, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "name": self.result.case.scenario.name,
            "shows": list(self.result.case.scenario.shows),
            "passed": self.result.passed,
            "failing": [one.text() for one in self.result.failing],
            "steps": [one.plain() for one in self.steps],
            "end": [one.plain() for one in self.end],
        }

    def text(self) -> str:
        """Return it as text for a terminal."""
        case = self.result.case
        lines = [f"{'✓' if self.result.passed else '✗'} {case.scenario.name} ({', '.join(case.scenario.shows)})"]
        for step in self.steps:
            lines += step.lines()
        lines += ["  最后 At the end:"] if self.end else []
        for one in self.end:
            lines.append(f"      {STATUS[one.status]} {one.gate} [{one.clause}] {both(one.title)}")
        return "\n".join([*lines, *(one.text() for one in self.result.failing)])


def trace(pack: Pack, case: Case) -> Told:
    """Run one scenario and tell its course."""
    tracer = _Tracer(pack)
    result = Runner(pack, watch=tracer.see).one(case)
    return Told(result, tuple(tracer.steps), tracer.end())


@dataclass(slots=True)
class _Tracer:
    """Notes after each step what the gates look at, and since which step it is so."""

    pack: Pack
    steps: list[Course] = field(default_factory=list)
    status: dict[str, str] = field(default_factory=dict)
    since: dict[tuple[str, str], tuple[Any, Words]] = field(default_factory=dict)
    last: Assessment | None = None
    looked_at: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.looked_at = _looked_at(self.pack)

    def see(self, placed: Placed, scene: Scene) -> None:
        """Take in a step that was carried out."""
        step, number = placed.step, len(self.steps) + 1
        came = scene.outcome
        acts = tuple((act.seq, act.payload.KIND) for act in came.acts) if isinstance(came, Outcome) else ()
        self.last = scene.assessment
        at = _local(scene)
        numbers = ", ".join(f"#{seq} {kind}" for seq, kind in acts)
        told = f"{number}. {at} {step.who or 'system'} {step.does}"
        self._note(Words(zh=f"{told}（{numbers or '没有新的事实'}）", en=f"{told} ({numbers or 'no act'})"))
        verdicts = tuple(self._changed())
        said = ", ".join(f"{name}: {_brief(value)}" for name, value in step.with_.items())
        place = f"{placed.file}:{placed.line}"
        course = Course(number, at, step.who or "system", step.does or "", said, _came(came), acts, verdicts, place)
        self.steps.append(course)

    def end(self) -> tuple[Verdict, ...]:
        """Return every gate as it was after the last step."""
        return tuple(self._verdict(one) for one in self.last.gates) if self.last is not None else ()

    def _note(self, source: Words) -> None:
        if self.last is None:
            return
        for name, value in self.last.facts.single.items():
            self._keep(("", name), value, source)
        for collection, fields in self.looked_at.items():
            for row in self.last.rows(collection):
                seen = tuple(row.get(one) for one in sorted(fields))
                self._keep((collection, str(row.get("id"))), seen, source)

    def _keep(self, key: tuple[str, str], value: Any, source: Words) -> None:
        if key not in self.since or self.since[key][0] != value:
            self.since[key] = (value, source)

    def _changed(self) -> Iterator[Verdict]:
        for one in self.last.gates if self.last is not None else ():
            if self.status.get(one.gate.id) != one.status:
                self.status[one.gate.id] = one.status
                yield self._verdict(one)

    def _verdict(self, one: GateVerdict) -> Verdict:
        gate = one.gate
        return Verdict(gate.id, gate.clause, gate.title, one.status, self._reason(one.trace))

    def _reason(self, one: Trace) -> Reason:
        rows = tuple(self._row(collection, row) for collection, row in one.rows)
        if not one.parts and not rows:
            rows = tuple(self._value(name) for name in self._named(one.says))
        says = Words(zh=chinese.titled(one.words.zh, self.pack.titles), en=one.words.en)
        return Reason(one.holds, says, rows, tuple(self._reason(part) for part in one.parts))

    def _row(self, collection: str, row: Row) -> tuple[Words, Words]:
        fields = self.looked_at.get(collection, frozenset())
        names = [name for name in sorted(fields) if name not in ("id", "title")]
        values = ", ".join(f"{name} {row.get(name)}" for name in names)
        zh = "，".join(chinese.told(name, row.get(name), collection) for name in names)
        source = self.since.get((collection, str(row.get("id"))), ("", BEGINNING))[1]
        title = f"{row.get('title') or row.get('id')}"
        what = Words(
            zh=f"{COLLECTIONS.get(collection, collection)} {title}" + (f"（{zh}）" if zh else ""),
            en=f"{collection} {title}" + (f" ({values})" if values else ""),
        )
        return what, source

    def _value(self, name: str) -> tuple[Words, Words]:
        return Words(zh=SINGLE.get(name, name), en=name), self.since.get(("", name), ("", BEGINNING))[1]

    def _named(self, says: str) -> tuple[str, ...]:
        """Return the single value of which a comparison speaks first."""
        name = says.split(" ", 1)[0]
        return (name,) if ("", name) in self.since else ()


def _local(scene: Scene) -> str:
    """Return the clock time of the place; with the number of days after the scenario's day, where it is another."""
    there = scene.now.astimezone(clock_of(org.site(scene.book).zone))
    days = (there.date() - scene.world.day).days
    return (f"{days:+d} " if days else "") + f"{there:%H:%M:%S}".removesuffix(":00")


def _came(outcome: Outcome | Exception | None) -> Words:
    if isinstance(outcome, Exception):
        wrong = words_of(outcome)
        return Words(zh=f"没有受理：{wrong.zh}", en=f"not taken: {wrong.en}")
    if outcome is None:
        return Words(zh="")
    if outcome.refusal is None:
        return DONE
    reasons = outcome.refusal.reasons
    by = [f"{one.clause} {one.code}".strip() for one in reasons]
    return Words(
        zh="被拒：" + "；".join(f"{one.why.zh}（{which}）" for one, which in zip(reasons, by, strict=True)),
        en="refused: " + "; ".join(f"{one.why.in_('en')} ({which})" for one, which in zip(reasons, by, strict=True)),
    )


def _brief(value: Any) -> str:
    if isinstance(value, Mapping):
        value = ", ".join(f"{name} {_brief(one)}" for name, one in value.items())
    elif isinstance(value, list | tuple):
        value = ", ".join(_brief(one) for one in value)
    text = str(value)
    return text if len(text) <= MOST_SAID else text[:MOST_SAID] + "…"


def _looked_at(pack: Pack) -> Mapping[str, frozenset[str]]:
    """Return the collections at which the gates look, each with the fields that they look at."""
    found: dict[str, set[str]] = {}
    for _, part in walk(tuple(gate.clear_when for gate in pack.handover.gates)):
        collection = getattr(part, "of", None)
        if isinstance(collection, str):
            fields = found.setdefault(collection, {"id"})
            inner = [one for _, one in walk(part) if isinstance(one, Compare | Operand)]
            fields |= {one.field for one in inner if one.field}
    return {collection: frozenset(fields) for collection, fields in found.items()}
