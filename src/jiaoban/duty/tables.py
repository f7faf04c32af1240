"""What is known of periodic duties, checklists, readings of the regime and observations after the acts so far."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.duty import acts
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.words import Words


class Done(State):
    """A duty of one post and shift: done (`done_at`), or not done with a reason; each with its photographs."""

    key: str
    post: str
    duty: str
    shift: str
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    reason: str = ""
    excused_at: datetime | None = None
    excused_by: str = ""
    excuse_photos: tuple[str, ...] = ()


def duty_key(post: str, duty: str, shift: str) -> str:
    """Return the key of a duty of one post and shift."""
    return joint_key(post, duty, shift)


def _keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.Done | acts.Excused)
    return (duty_key(act.post, p.duty, p.shift),)


def _evolve(state: Done | None, act: Act, key: str) -> Done:
    p = act.payload
    assert isinstance(p, acts.Done | acts.Excused)
    before = state or Done(key=key, post=act.post, duty=p.duty, shift=p.shift)
    if isinstance(p, acts.Done):
        told = {"done_at": act.occurred_at, "done_by": act.actor, "note": p.note, "photos": p.photos}
    else:
        told = {"reason": p.reason, "excused_at": act.occurred_at, "excused_by": act.actor}
        told["excuse_photos"] = p.photos
    return before.model_copy(update=told)


DONE = Table(
    "duty_done",
    Done,
    kinds=(acts.Done.KIND, acts.Excused.KIND),
    keys=_keys,
    evolve=_evolve,
    columns=("post", "shift", "duty", "done_at"),
)


class ReadOne(State):
    """Somebody has read a version of a regime."""

    key: str
    person: str
    regime: str
    version: str
    digest: str
    at: datetime


def reading_key(person: str, digest: str) -> str:
    """Return the key of a person's reading of a version."""
    return joint_key(person, digest)


def _read_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.RegimeRead)
    return (reading_key(act.actor, p.digest),)


def _fold_reading(state: ReadOne | None, act: Act, key: str) -> ReadOne:
    p = act.payload
    assert isinstance(p, acts.RegimeRead)
    said = p.model_dump(include={"regime", "version", "digest"})
    return state or ReadOne(key=key, person=act.actor, at=act.occurred_at, **said)


class Observation(State):
    """What a supervisor observed of somebody's conduct; `withdrawn`: why it does not stand any more."""

    key: str
    post: str
    person: str
    conduct: str
    title: Words
    clause: str
    good: bool
    text: str
    at: datetime
    by: str
    withdrawn: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""


def _fold_observation(state: Observation | None, act: Act, key: str) -> Observation | None:
    p = act.payload
    if isinstance(p, acts.Observed):
        return Observation(
            key=key,
            post=act.post,
            person=p.person,
            conduct=p.conduct,
            title=p.title,
            clause=act.clauses[0] if act.clauses else "",
            good=p.good,
            text=p.text,
            at=act.occurred_at,
            by=act.actor,
        )
    if state is None:
        return None
    assert isinstance(p, acts.ObservationWithdrawn)
    gone = {"withdrawn": p.reason, "withdrawn_at": act.occurred_at, "withdrawn_by": act.actor}
    return state.model_copy(update=gone)


class Checked(State):
    """A person's checklist of a shift, as it was filled in."""

    key: str
    post: str
    checklist: str
    shift: str
    person: str
    at: datetime
    fine: tuple[str, ...]
    found: tuple[acts.LineFound, ...]
    late: bool


def checked_key(post: str, checklist: str, shift: str, person: str) -> str:
    """Return the key of a person's checklist of a shift."""
    return joint_key(post, checklist, shift, person)


def _checked_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.FilledIn)
    return (checked_key(act.post, p.checklist, p.shift, act.actor),)


def _fold_checked(state: Checked | None, act: Act, key: str) -> Checked:
    p = act.payload
    assert isinstance(p, acts.FilledIn)
    return state or Checked(
        key=key,
        post=act.post,
        checklist=p.checklist,
        shift=p.shift,
        person=act.actor,
        at=act.occurred_at,
        fine=p.fine,
        found=p.found,
        late=p.late,
    )


READINGS = Table(
    "duty_reading",
    ReadOne,
    kinds=(acts.RegimeRead.KIND,),
    keys=_read_keys,
    evolve=_fold_reading,
    columns=("person", "digest"),
)
OBSERVATIONS = Table(
    "duty_observation",
    Observation,
    kinds=(acts.Observed.KIND, acts.ObservationWithdrawn.KIND),
    keys=keyed("observation"),
    evolve=_fold_observation,
    columns=("post", "person", "at"),
)
CHECKED = Table(
    "duty_checked",
    Checked,
    kinds=(acts.FilledIn.KIND,),
    keys=_checked_keys,
    evolve=_fold_checked,
    columns=("post", "shift", "person"),
)
