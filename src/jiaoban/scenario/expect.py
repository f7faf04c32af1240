"""What is so, beside what was expected; where they differ, why - from the trace of the rules themselves."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from jiaoban.handover import queries as handovers
from jiaoban.handover.assess import GateVerdict
from jiaoban.handover.responsibility import Span, responsible, timeline
from jiaoban.handover.tables import FINDINGS, STAYS
from jiaoban.logbook import queries as logbook
from jiaoban.logbook.tables import ENTRIES, Entry
from jiaoban.scenario.attended import attended, closed, there
from jiaoban.scenario.expect_conduct import CONDUCT_CHECKS
from jiaoban.scenario.expect_everyday import EVERYDAY_CHECKS
from jiaoban.scenario.expect_leads import CUSTOMER_CHECKS
from jiaoban.scenario.expect_owners import OWNER_CHECKS
from jiaoban.scenario.expect_people import absences_are, recalls_are
from jiaoban.scenario.expect_reports import REPORT_CHECKS
from jiaoban.scenario.expect_sales import SALES_CHECKS
from jiaoban.scenario.hosting import host, missed, owes
from jiaoban.scenario.outcome import outcome
from jiaoban.scenario.resolve import Resolver, handover_of
from jiaoban.scenario.rostered import ROSTER_CHECKS
from jiaoban.scenario.scene import Failing, Found, Scene, show
from jiaoban.scenario.shape import Checks, EntriesAre, LinesAre, ResponsibleIs
from jiaoban.scenario.world import Impossible


def failings(scene: Scene, checks: Checks, file: str, line: int) -> list[Failing]:
    """Return everything that is not as expected."""
    found = list(outcome(scene, checks))
    if not found:
        for name, check in _CHECKS.items():
            if name in checks.model_fields_set:
                found.extend(check(scene, checks))
    return [Failing(file, line, what, expected, came, tuple(why)) for what, expected, came, why in found]


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
    open_duties += [str(row["point"]) for row in seen.rows("rounds") if row["due"] and not row["done"]] if seen else []
    stays = [one.duty for one in scene.book.find(STAYS, post=scene.post, done_at=None)]
    if set(checks.due or ()) != {*open_duties, *stays}:
        yield "due", _list(checks.due or ()), _list((*open_duties, *stays)), ()


def _lines(scene: Scene, checks: Checks) -> Iterable[Found]:
    resolver = Resolver(scene.book, scene.world, scene.labels, scene.post, scene.now)
    for wanted in checks.lines:
        said = wanted.model_dump(include={"section", "of", "source", "text"}, exclude_none=True)
        try:
            found = [key for key in resolver.matching(said) if _line_like(resolver, key, wanted)]
        except Impossible as error:
            yield "lines", show(wanted), str(error), ()
            continue
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            assert resolver.handover is not None
            texts = [f"{one.body.section}: {one.body.text}" for one in resolver.handover.lines.values()]
            yield "lines", show(wanted), f"{len(found)} lines", [one for one in texts if _same(one, wanted)]


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


def _holds(scene: Scene, checks: Checks) -> Iterable[Found]:
    came = scene.names(handovers.holders(scene.book, scene.post))
    if sorted(came) != sorted(checks.holds or ()):
        yield "holds", _list(checks.holds or ()), _list(came), ()


def _responsible(scene: Scene, checks: Checks) -> Iterable[Found]:
    for wanted in checks.responsible:
        moment = scene.world.moment(wanted.at, scene.book) if wanted.at else scene.now
        span = responsible(scene.book, wanted.post or scene.post, moment)
        if not _span_like(scene, span, wanted):
            people = _list(scene.names(span.people))
            came = f"is {people}, clause {span.clause}, basis {span.basis}, waiting {span.waiting}"
            came += f", late {_list(scene.names(span.late))}"
            yield "responsible", show(wanted), came, (span.says.zh,)


def _span_like(scene: Scene, span: Span, wanted: ResponsibleIs) -> bool:
    return (
        (wanted.is_ is None or sorted(wanted.is_) == sorted(scene.names(span.people)))
        and wanted.clause in (None, span.clause)
        and wanted.basis in (None, span.basis)
        and wanted.waiting in (None, span.waiting)
        and (wanted.late is None or sorted(wanted.late) == sorted(scene.names(span.late)))
    )


def _attributed(scene: Scene, checks: Checks) -> Iterable[Found]:
    wanted = checks.attributed
    found = max(scene.book.find(FINDINGS, post=scene.post), key=lambda one: one.seq, default=None)
    if wanted is None or found is None:
        yield "attributed", show(wanted), "nothing was found", ()
        return
    people = scene.names(found.people)
    if (
        wanted.side not in (None, found.side)
        or wanted.clause not in (None, found.clause)
        or (wanted.people is not None and sorted(wanted.people) != sorted(people))
        or wanted.sanction not in (None, found.follows.kind if found.follows else "unsaid")
        or wanted.decided not in (None, found.decision.measure if found.decision else None)
    ):
        came = f"side {found.side}, people {_list(people)}, clause {found.clause}: {found.because.zh}"
        came += f"; sanction {found.follows.kind if found.follows else 'unsaid'}, decided {found.decision}"
        yield "attributed", show(wanted), came, found.trace


def _gap_free(scene: Scene, checks: Checks) -> Iterable[Found]:
    since, until = scene.world.moment("00:00", scene.book), scene.world.moment("+1 00:00", scene.book)
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


def _version(scene: Scene, checks: Checks) -> Iterable[Found]:
    one = handover_of(scene.book, scene.post)
    came = scene.world.packs(one.regime).head.version if one else "there is no handover"
    if came != checks.version:
        yield "version", str(checks.version), came, ()


def _questions(scene: Scene, checks: Checks) -> Iterable[Found]:
    for wanted in checks.questions:
        reach = handovers.questions_to(scene.book, scene.post, scene.world.keys.get(wanted.to, wanted.to))
        said = [question.text for _, question in reach if wanted.text in question.text]
        if (wanted.count is None and not said) or wanted.count not in (None, len(said)):
            yield "questions", show(wanted), f"{len(said)}", said


def _entries(scene: Scene, checks: Checks) -> Iterable[Found]:
    there = scene.book.find(ENTRIES, post=scene.post, order=("occurred_at",))
    for wanted in checks.entries:
        found = [one for one in there if wanted.text in one.all_text and _entry_like(one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            yield "entries", show(wanted), f"{len(found)}", [one.all_text for one in there]


def _entry_like(one: Entry, wanted: EntriesAre) -> bool:
    return (
        (wanted.reads or "") in one.reads
        and wanted.struck in (None, one.struck_out)
        and wanted.amended in (None, bool(one.amendments))
        and wanted.late in (None, one.late)
    )


def _quality(scene: Scene, checks: Checks) -> Iterable[Found]:
    since, until = scene.world.moment("00:00", scene.book), scene.world.moment("+1 00:00", scene.book)
    for wanted in checks.quality:
        author = scene.world.keys.get(wanted.author, wanted.author)
        came = logbook.quality(scene.book, scene.post, author, since, until)
        asked = wanted.model_dump(exclude={"author"}, exclude_none=True)
        if any(getattr(came, name) != number for name, number in asked.items()):
            yield f"quality of {wanted.author}", show(wanted), str(came), ()


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
    "holds": _holds,
    "responsible": _responsible,
    "attributed": _attributed,
    "gap_free": _gap_free,
    "version": _version,
    "questions": _questions,
    "entries": _entries,
    "quality": _quality,
    "host": host,
    "owes": owes,
    "missed": missed,
    "there": there,
    "attendance": attended,
    "closed": closed,
    **ROSTER_CHECKS,
    "absences": absences_are,
    "recalls": recalls_are,
    **CUSTOMER_CHECKS,
    **CONDUCT_CHECKS,
    **REPORT_CHECKS,
    **EVERYDAY_CHECKS,
    **OWNER_CHECKS,
    **SALES_CHECKS,
}
