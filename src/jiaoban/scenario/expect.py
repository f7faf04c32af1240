"""What came, beside what was expected; where they differ, why - from the trace of the rules themselves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from jiaoban.followup import queries as followups
from jiaoban.handover import queries as handovers
from jiaoban.handover.assess import Assessment, GateVerdict
from jiaoban.handover.responsibility import Span, responsible, timeline
from jiaoban.handover.tables import FINDINGS, STAYS
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound, Refusal
from jiaoban.kernel.verbs import Outcome
from jiaoban.org import queries
from jiaoban.scenario.resolve import Resolver, handover_of
from jiaoban.scenario.shape import Checks, FollowupsAre, LinesAre, Raised, Refused, ResponsibleIs
from jiaoban.scenario.world import Impossible, World


@dataclass(frozen=True, slots=True)
class Failing:
    """One thing that is not as expected; `why` are lines of the trace, the deepest reason last."""

    file: str
    line: int
    what: str
    expected: str
    came: str
    why: tuple[str, ...] = ()

    def text(self) -> str:
        """Return it as a few lines for a person."""
        head = f"  {self.file}:{self.line} {self.what}"
        told = [head, f"    expected 应为: {self.expected}", f"    came     实为: {self.came}"]
        return "\n".join([*told, *(f"      {one}" for one in self.why)])


Found = tuple[str, str, str, Sequence[str]]
"""What, expected, came, why."""


@dataclass(frozen=True)
class Scene:
    """Where the checks look: the book at a moment, at a post, after a step or (without an outcome) at the end."""

    book: MemoryBook
    world: World
    now: Any
    post: str
    labels: Mapping[str, str]
    outcome: Outcome | Exception | None

    @cached_property
    def assessment(self) -> Assessment | None:
        """The verdict over the handover of the post, or None without one."""
        one = handover_of(self.book, self.post)
        if one is None:
            return None
        place = queries.place(self.book, self.post, self.now)
        return handovers.assessment(self.book, place, one, self.world.packs(one.regime), self.now)

    def names(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return people's names."""
        return tuple(self.world.name_of(key) for key in keys)


def failings(scene: Scene, checks: Checks, file: str, line: int) -> list[Failing]:
    """Return everything that is not as expected."""
    found = list(_outcome(scene, checks))
    if not found:
        for name, check in _CHECKS.items():
            if name in checks.model_fields_set:
                found.extend(check(scene, checks))
    return [Failing(file, line, what, expected, came, tuple(why)) for what, expected, came, why in found]


def _outcome(scene: Scene, checks: Checks) -> Iterable[Found]:
    came = scene.outcome
    if came is None:
        return
    if isinstance(came, Exception):
        yield from _raised(came, checks.raised)
        return
    refusal = came.refusal
    if checks.raised is not None:
        yield "raised", checks.raised.kind, "accepted" if refusal is None else _told(refusal), ()
    elif checks.refused is None and refusal is not None:
        yield "accepted", "accepted", f"refused: {_told(refusal)}", _why_not(scene, refusal)
    elif checks.refused is not None and refusal is None:
        yield "refused", _show(checks.refused), "accepted", _why_clear(scene, checks.refused)
    elif checks.refused is not None and refusal is not None:
        yield from _refused(checks.refused, refusal)


def _raised(error: Exception, wanted: Raised | None) -> Iterable[Found]:
    kind, where, says = "impossible", "", str(error)
    if isinstance(error, BadInput):
        kind, where = "input", error.where
    elif isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        kind, where = "input", ".".join(str(part) for part in first["loc"])
        says = f"{where}: {first['msg']}"
    elif isinstance(error, NotAllowed):
        kind = "not-allowed"
    elif isinstance(error, NotFound):
        kind = "not-found"
    expected = "accepted or refused" if wanted is None else f"{wanted.kind} {wanted.where or ''}".strip()
    if wanted is None or wanted.kind != kind or (wanted.where is not None and wanted.where != where):
        yield "raised", expected, f"{kind}: {says}", ()


def _refused(wanted: Refused, refusal: Refusal) -> Iterable[Found]:
    for reason in refusal.reasons:
        good = (
            wanted.clause in (None, reason.clause)
            and wanted.gate in (None, reason.code)
            and wanted.code in (None, reason.code)
            and all(any(name in one for one in reason.names) for name in wanted.names)
            and set(wanted.lifted_by) <= set(reason.who)
        )
        if good:
            return
    yield "refused", _show(wanted), _told(refusal), ()


def _told(refusal: Refusal) -> str:
    return "; ".join(
        f"{one.code} {one.clause} {one.why.zh} [{'、'.join(one.names)}] ({', '.join(one.who)})"
        for one in refusal.reasons
    )


def _show(part: Any) -> str:
    said = part.model_dump(exclude_unset=True, by_alias=True)
    return ", ".join(f"{name} {value}" for name, value in said.items()) or "refused"


def _why_not(scene: Scene, refusal: Refusal) -> list[str]:
    seen = scene.assessment
    verdicts = [seen.gate(reason.code) for reason in refusal.reasons] if seen else []
    return [line for one in verdicts if one is not None for line in one.trace.lines()]


def _why_clear(scene: Scene, wanted: Refused) -> list[str]:
    seen = scene.assessment
    verdict = seen.gate(wanted.gate) if seen and wanted.gate else None
    return verdict.trace.lines() if verdict else []


def _gates(status: str, field: str) -> Callable[[Scene, Checks], Iterable[Found]]:
    def check(scene: Scene, checks: Checks) -> Iterable[Found]:
        for name in getattr(checks, field):
            verdict = _verdict(scene, name)
            if verdict is None:
                yield f"{field} {name}", status, "there is no handover", ()
            elif verdict.status != status:
                yield f"{field} {name}", status, verdict.status, verdict.trace.lines()

    return check


def _verdict(scene: Scene, gate: str) -> GateVerdict | None:
    seen = scene.assessment
    return seen.gate(gate) if seen else None


def _in_the_way(scene: Scene, checks: Checks) -> Iterable[Found]:
    seen = scene.assessment
    standing = seen.standing("sign") if seen else ()
    came = {one.gate.id for one in standing}
    if came != set(checks.in_the_way or ()):
        why = [line for one in standing if one.gate.id not in (checks.in_the_way or ()) for line in one.trace.lines()]
        yield "in_the_way", _list(checks.in_the_way or ()), _list(sorted(came)), why


def _named(scene: Scene, checks: Checks) -> Iterable[Found]:
    for gate, wanted in checks.names.items():
        verdict = _verdict(scene, gate)
        came = verdict.names if verdict else ()
        if not all(any(name in one for one in came) for name in wanted):
            yield f"names of {gate}", _list(wanted), _list(came), verdict.trace.lines() if verdict else ()


def _attribute(name: str) -> Callable[[Scene, Checks], Iterable[Found]]:
    def check(scene: Scene, checks: Checks) -> Iterable[Found]:
        one = handover_of(scene.book, scene.post)
        came = getattr(one, name) if one else "there is no handover"
        if came != getattr(checks, name):
            yield name, str(getattr(checks, name)), str(came), ()

    return check


def _step(scene: Scene, checks: Checks) -> Iterable[Found]:
    seen = scene.assessment
    current = next((one for one in seen.steps if one.state == "CURRENT"), None) if seen else None
    if (current.step.id if current else None) != checks.step:
        why = current.trace.lines() if current and current.trace else ()
        yield "step", str(checks.step), current.step.id if current else "none", why


def _due(scene: Scene, checks: Checks) -> Iterable[Found]:
    seen = scene.assessment
    open_duties = [str(row["id"]) for row in seen.rows("duties") if row["due"] and not row["done"]] if seen else []
    stays = [one.duty for one in scene.book.find(STAYS, post=scene.post, done_at=None)]
    if set(checks.due or ()) != {*open_duties, *stays}:
        yield "due", _list(checks.due or ()), _list((*open_duties, *stays)), ()


def _lines(scene: Scene, checks: Checks) -> Iterable[Found]:
    resolver = Resolver(scene.book, scene.world, scene.labels, scene.post)
    for wanted in checks.lines:
        said = wanted.model_dump(include={"section", "of", "source", "text"}, exclude_none=True)
        try:
            found = [key for key in resolver.matching(said) if _line_like(resolver, key, wanted)]
        except Impossible as error:
            yield "lines", _show(wanted), str(error), ()
            continue
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            assert resolver.handover is not None
            texts = [f"{one.body.section}: {one.body.text}" for one in resolver.handover.lines.values()]
            yield "lines", _show(wanted), f"{len(found)} lines", [one for one in texts if _same(one, wanted)]


def _same(text: str, wanted: LinesAre) -> bool:
    return wanted.section is None or text.startswith(f"{wanted.section}:")


def _line_like(resolver: Resolver, key: str, wanted: LinesAre) -> bool:
    assert resolver.handover is not None
    line = resolver.handover.lines[key]
    arriving = resolver.handover.arriving
    acknowledged = bool(arriving) and all(line.acknowledged_by(person) for person in arriving)
    return (
        wanted.critical in (None, line.body.critical)
        and wanted.on_site in (None, line.body.on_site)
        and wanted.acknowledged in (None, acknowledged)
    )


def _followups(scene: Scene, checks: Checks) -> Iterable[Found]:
    living = [one for one in followups.living(scene.book, scene.post, scene.now) if one.closed_at is None]
    for wanted in checks.followups:
        found = [one for one in living if _followup_like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{one.what} ({scene.world.name_of(one.owner)})" for one in living]
            yield "followups", _show(wanted), f"{len(found)}", said


def _followup_like(scene: Scene, one: Any, wanted: FollowupsAre) -> bool:
    return wanted.owner in (None, scene.world.name_of(one.owner)) and (wanted.what or "") in one.what


def _holds(scene: Scene, checks: Checks) -> Iterable[Found]:
    came = scene.names(handovers.holders(scene.book, scene.post))
    if sorted(came) != sorted(checks.holds or ()):
        yield "holds", _list(checks.holds or ()), _list(came), ()


def _responsible(scene: Scene, checks: Checks) -> Iterable[Found]:
    for wanted in checks.responsible:
        moment = scene.world.moment(wanted.at) if wanted.at else scene.now
        span = responsible(scene.book, wanted.post or scene.post, moment)
        if not _span_like(scene, span, wanted):
            people = _list(scene.names(span.people))
            came = f"is {people}, clause {span.clause}, basis {span.basis}, waiting {span.waiting}"
            yield "responsible", _show(wanted), came, (span.says.zh,)


def _span_like(scene: Scene, span: Span, wanted: ResponsibleIs) -> bool:
    return (
        (wanted.is_ is None or sorted(wanted.is_) == sorted(scene.names(span.people)))
        and wanted.clause in (None, span.clause)
        and wanted.basis in (None, span.basis)
        and wanted.waiting in (None, span.waiting)
    )


def _attributed(scene: Scene, checks: Checks) -> Iterable[Found]:
    wanted = checks.attributed
    found = max(scene.book.find(FINDINGS, post=scene.post), key=lambda one: one.seq, default=None)
    if wanted is None or found is None:
        yield "attributed", _show(wanted), "nothing was found", ()
        return
    people = scene.names(found.people)
    if (
        wanted.side not in (None, found.side)
        or wanted.clause not in (None, found.clause)
        or (wanted.people is not None and sorted(wanted.people) != sorted(people))
    ):
        came = f"side {found.side}, people {_list(people)}, clause {found.clause}: {found.because.zh}"
        yield "attributed", _show(wanted), came, found.trace


def _gap_free(scene: Scene, checks: Checks) -> Iterable[Found]:
    since, until = scene.world.moment("00:00"), scene.world.moment("+1 00:00")
    spans = timeline(scene.book, scene.post, since, until)
    broken = [f"{before.until} - {after.since}" for before, after in pairwise(spans) if before.until != after.since]
    broken += [f"nobody until {one.until}" for one in spans if not one.people]
    if not spans or (spans[0].since is not None and spans[0].since > since):
        broken.append("the day's begin is not covered")
    if spans and spans[-1].until is not None and spans[-1].until < until:
        broken.append("the day's end is not covered")
    if (not broken) is not checks.gap_free:
        told = [f"{one.since} - {one.until}: {_list(scene.names(one.people))} {one.clause}" for one in spans]
        yield "gap_free", str(checks.gap_free), _list(broken) or "without gap", told


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(values) + "]"


_CHECKS: dict[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "blocked": _gates("BLOCKED", "blocked"),
    "clear": _gates("CLEAR", "clear"),
    "warned": _gates("ADVISORY", "warned"),
    "lifted": _gates("LIFTED", "lifted"),
    "in_the_way": _in_the_way,
    "names": _named,
    "stage": _attribute("stage"),
    "ending": _attribute("ending"),
    "exceptional": _attribute("exceptional"),
    "step": _step,
    "due": _due,
    "lines": _lines,
    "followups": _followups,
    "holds": _holds,
    "responsible": _responsible,
    "attributed": _attributed,
    "gap_free": _gap_free,
}
