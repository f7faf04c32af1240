"""What is to be seen of a post and of a handover at a glance, as the API says it."""

from jiaoban.api.shapes import ActShape, Assessed, GateShape, PostShape, SpanShape, StepShape
from jiaoban.handover import queries, responsibility
from jiaoban.handover.assess import Assessment
from jiaoban.handover.blind import sight
from jiaoban.handover.state import Handover
from jiaoban.kernel.act import Act
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.org.door import Visit


def post_now(visit: Visit, place: Place) -> PostShape:
    """Return a post as it is now."""
    running = queries.current(visit.book, place.post)
    steps = assessment(visit, place, running).steps if running else ()
    return PostShape(
        key=place.post,
        name=place.post_name,
        regime=place.regime,
        shift=place.shift_at(visit.now),
        responsible=SpanShape.of(responsibility.responsible(visit.book, place.post, visit.now)),
        handover=running.key if running else None,
        stage=running.stage if running else None,
        step=next((one.step.id for one in steps if one.state == "CURRENT"), None),
        lead_until=running.due_at if running else None,
    )


def assessment(visit: Visit, place: Place, handover: Handover) -> Assessment:
    """Return the verdict over a handover now, by the regime under which it was opened."""
    return queries.assessment(visit.book, place, handover, visit.packs(handover.regime), visit.now)


def assessed(visit: Visit, place: Place, key: str) -> Assessed:
    """Return a handover of a post with the verdict over it; raises `NotFound`."""
    found = queries.handover(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"handover {key}")
    seen = assessment(visit, place, found)
    return Assessed(
        handover=sight(visit.book, place.post, visit.actor, seen.pack).handover(found),
        gates=[
            GateShape(
                id=one.gate.id,
                clause=one.gate.clause,
                title=one.gate.title,
                side=one.gate.side,
                severity=one.gate.severity,
                status=one.status,
                names=list(one.names),
                why=one.why,
                lifts=one.lifts,
                who=list(one.gate.who),
                trace=one.trace.lines(),
            )
            for one in seen.gates
        ],
        steps=[
            StepShape(
                id=one.step.id,
                clause=one.step.clause,
                title=one.step.title,
                by=one.step.by,
                state=one.state,
                met=one.met,
            )
            for one in seen.steps
        ],
        content=seen.content,
        signs_next=seen.next_signature.party if seen.next_signature else None,
    )


def act_seen(visit: Visit, act: Act) -> ActShape:
    """Return an act as its author may see it: a record that they had drawn does not tell them what they are to count
    blind. In the book it stands whole."""
    shape = ActShape.of(act)
    if not (shape.payload.get("lines") and act.post and act.regime):
        return shape
    seen = sight(visit.book, act.post, visit.actor, visit.packs(act.regime))
    return shape.model_copy(update={"payload": seen.payload(shape.payload)})
