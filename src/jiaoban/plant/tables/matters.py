"""What is known of a matter: everything of the plant that has a life cycle."""

from datetime import datetime
from typing import Any

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Searched, State, Table, keyed
from jiaoban.kernel.words import Words
from jiaoban.plant import acts
from jiaoban.plant.history import MatterImported
from jiaoban.plant.lives import LIVES, Life, MatterKind
from jiaoban.plant.tables.works import Extension, Said, Step, stepped, steps
from jiaoban.plant.terms import Severity


class Grade(State):
    """What a matter is thought to be, and how grave."""

    kind: MatterKind
    severity: Severity


class Turn(State):
    """A turn in a matter's life: a state entered, or something written on it.

    `who`: the name of whoever did it, where that is another than `by`, who wrote it down. `kind`: which kind of matter
    it was then, None while it is still the same. `graded`: it was graded anew, from what to what. `photos`: names of
    the pictures that show it.
    """

    at: datetime
    by: str
    text: str
    state: str
    seq: int
    who: str = ""
    kind: MatterKind | None = None
    graded: tuple[Grade, Grade] | None = None
    photos: acts.Photos = ()


class Matter(State):
    """A matter. `opened_at` is when it happened, `last_at` when the book last heard of it, `seq` its last act.

    `people` are names by role, `persons` the keys of those who belong to the site. `valid_to` is exclusive. `percent`
    is None while no progress was told.
    """

    key: str
    kind: MatterKind
    title: str
    text: str
    post: str
    equipment: str
    subject: str
    severity: Severity
    state: str
    before: str
    after: str
    number: str
    people: dict[str, str]
    opened_at: datetime
    opened_by: str
    state_at: datetime
    closed_at: datetime | None = None
    unclear: bool = False
    unclear_by: str = ""
    unclear_why: str = ""
    history: tuple[Turn, ...] = ()
    seq: int
    last_at: datetime
    persons: dict[str, str] = {}
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    steps: tuple[Step, ...] = ()
    percent: int | None = None
    read_back: Said | None = None
    reported: Said | None = None
    imported: bool = False
    """It came from an older register, with its own dates (plant/history.py)."""

    @property
    def life(self) -> Life:
        """The life that its kind leads."""
        return LIVES[self.kind]

    @property
    def open(self) -> bool:
        """Its life is not at its end."""
        return bool(self.life.after(self.state))

    @property
    def guarded(self) -> bool:
        """A guardian checks its steps."""
        return bool(self.people.get("guardian"))

    @property
    def steps_done(self) -> int:
        """How many steps need nothing more: done (and checked, under a guardian) or skipped."""
        return sum(one.settled(guarded=self.guarded) for one in self.steps)

    @property
    def stopped_after(self) -> int:
        """The number of the last step with which something was done, while others are left; else 0."""
        if self.steps_done == len(self.steps):
            return 0
        return max((one.number for one in self.steps if one.begun), default=0)

    def state_of(self, turn: Turn) -> Words:
        """Return the state that it was in after a turn, in the words of the kind that it was then."""
        return LIVES[turn.kind or self.kind].states[turn.state]

    @property
    def photos(self) -> frozenset[str]:
        """The names of all pictures in its story."""
        return frozenset(name for turn in self.history for name in turn.photos)

    def overrun(self, now: datetime) -> bool:
        """Say whether it is still open although its validity has run out."""
        return self.open and self.valid_to is not None and self.valid_to <= now


def evolve(state: Matter | None, act: Act, _key: str) -> Matter | None:
    """Return the matter after this act."""
    p = act.payload
    if isinstance(p, acts.MatterOpened):
        return _opened(p, act)
    if state is None:
        return None
    if isinstance(p, acts.Advanced):
        after: dict[str, object] = {"state": p.state, "state_at": act.occurred_at}
        if not state.life.after(p.state):
            after |= {"closed_at": act.occurred_at, "unclear": False}
        permits = p.state == "PERMITTED" and bool(p.who) and "permitter" not in state.people
        if permits:
            after["people"] = {**state.people, "permitter": p.who}
            after["persons"] = {**state.persons, **({"permitter": p.person} if p.person else {})}
        return _turned(state, act, p.note, p.state, after, who=p.who, photos=p.photos)
    if isinstance(p, acts.Noted):
        return _turned(state, act, p.text, state.state, {}, photos=p.photos)
    if isinstance(p, acts.Regraded):
        return _regraded(state, p, act)
    worked = _worked(state, act)
    if worked is not None:
        return worked
    if isinstance(p, acts.MarkedUnclear):
        marked: dict[str, object] = {"unclear": True, "unclear_by": act.actor, "unclear_why": p.why}
        return _turned(state, act, p.why, state.state, marked)
    assert isinstance(p, acts.ClearedUp)
    return _turned(state, act, p.how, state.state, {"unclear": False})


def _worked(state: Matter, act: Act) -> Matter | None:
    """Return the matter after an act about work, steps or an order's words; None after one of another kind."""
    p, at, by = act.payload, act.occurred_at, act.actor
    after = stepped(state.steps, act)
    if after is not None:
        return state.model_copy(update={"steps": after, "seq": act.seq, "last_at": act.recorded_at})
    if isinstance(p, acts.StepsListed):
        return state.model_copy(update={"steps": steps(p.steps), "seq": act.seq, "last_at": act.recorded_at})
    if isinstance(p, acts.Extended):
        before = state.valid_to or p.valid_to
        made = Extension(
            at=at, by=by, who=p.who, before=before, until=p.valid_to, reason=p.reason, late=before <= act.recorded_at
        )
        changes: dict[str, object] = {"valid_to": p.valid_to, "extensions": (*state.extensions, made)}
        return _turned(state, act, p.reason, state.state, changes, who=p.who)
    if isinstance(p, acts.PeopleChanged):
        persons = {role: key for role, key in state.persons.items() if role not in p.people} | p.persons
        people = {role: name for role, name in {**state.people, **p.people}.items() if name}
        return _turned(state, act, p.reason, state.state, {"people": people, "persons": persons})
    if isinstance(p, acts.Progressed):
        return _turned(state, act, f"{p.percent}%：{p.text}", state.state, {"percent": p.percent})
    if isinstance(p, acts.ReadBack):
        said = Said(at=at, by=by, words=p.words, who=p.reader, to=p.to)
        return _turned(state, act, p.words, state.state, {"read_back": said}, who=p.reader)
    if isinstance(p, acts.Reported):
        told = Said(at=at, by=by, words=p.text, who="", to=p.to)
        return _turned(state, act, p.text, state.state, {"reported": told})
    return None


def _regraded(state: Matter, p: acts.Regraded, act: Act) -> Matter:
    """What was said of it under its earlier kind keeps that kind, so that its story reads as it did."""
    grades = (
        Grade(kind=p.was_kind, severity=p.was_severity),
        Grade(kind=p.matter_kind, severity=p.severity),
    )
    turn = Turn(at=act.occurred_at, by=act.actor, text=p.reason, state=p.state, seq=act.seq, graded=grades)
    before = state.history
    if p.matter_kind != p.was_kind:
        before = tuple(one if one.kind else one.model_copy(update={"kind": p.was_kind}) for one in before)
    changes: dict[str, object] = {
        "kind": p.matter_kind,
        "severity": p.severity,
        "state": p.state,
        "state_at": state.state_at if p.state == state.state else act.occurred_at,
        "history": (*before, turn),
        "seq": act.seq,
        "last_at": act.recorded_at,
    }
    return state.model_copy(update=changes)


def _turned(
    matter: Matter,
    act: Act,
    text: str,
    state: str,
    changes: dict[str, object],
    who: str = "",
    photos: tuple[str, ...] = (),
) -> Matter:
    turn = Turn(at=act.occurred_at, by=act.actor, text=text, state=state, seq=act.seq, who=who, photos=photos)
    common: dict[str, object] = {"history": (*matter.history, turn), "seq": act.seq, "last_at": act.recorded_at}
    return matter.model_copy(update=common | changes)


def _opened(p: acts.MatterOpened, act: Act) -> Matter:
    told: dict[str, Any] = {
        "state_at": act.occurred_at,
        "closed_at": None if LIVES[p.kind].after(p.state) else act.occurred_at,
        "history": (Turn(at=act.occurred_at, by=act.actor, text=p.text, state=p.state, seq=act.seq, photos=p.photos),),
        **_carried(p, act),
    }
    return Matter(
        key=p.matter,
        kind=p.kind,
        title=p.title,
        text=p.text,
        post=act.post,
        equipment=p.equipment,
        subject=p.subject,
        severity=p.severity,
        state=p.state,
        before=p.before,
        after=p.after,
        number=p.number,
        people=p.people,
        persons=p.persons,
        valid_from=p.valid_from,
        valid_to=p.valid_to,
        steps=steps(p.steps),
        opened_at=act.occurred_at,
        opened_by=act.actor,
        seq=act.seq,
        last_at=act.recorded_at,
        **told,
    )


def _carried(p: acts.MatterOpened, act: Act) -> dict[str, Any]:
    """What an older register says besides of a matter: when it ended. What lay between nobody tells."""
    if not isinstance(p, MatterImported):
        return {}
    if p.closed_at is None:
        return {"imported": True}
    came = Turn(at=act.occurred_at, by=act.actor, text=p.text, state=LIVES[p.kind].first, seq=act.seq)
    ended = Turn(at=p.closed_at, by=act.actor, text="", state=p.state, seq=act.seq)
    return {"imported": True, "closed_at": p.closed_at, "state_at": p.closed_at, "history": (came, ended)}


MATTERS = Table(
    "plant_matter",
    Matter,
    kinds=(
        acts.MatterOpened.KIND,
        MatterImported.KIND,
        acts.Advanced.KIND,
        acts.Noted.KIND,
        acts.Regraded.KIND,
        acts.MarkedUnclear.KIND,
        acts.ClearedUp.KIND,
        acts.Extended.KIND,
        acts.PeopleChanged.KIND,
        acts.StepsListed.KIND,
        acts.StepDone.KIND,
        acts.StepChecked.KIND,
        acts.StepSkipped.KIND,
        acts.Progressed.KIND,
        acts.ReadBack.KIND,
        acts.Reported.KIND,
    ),
    keys=keyed("matter"),
    evolve=evolve,
    columns=(
        "post",
        "kind",
        "open",
        "severity",
        "equipment",
        "subject",
        "unclear",
        "number",
        "title",
        "opened_at",
        "closed_at",
        "last_at",
    ),
    searched=Searched("title", newest="opened_at", within=("post", "kind", "equipment")),
)
