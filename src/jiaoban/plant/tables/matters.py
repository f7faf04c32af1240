"""What is known of a matter: everything of the plant that has a life cycle."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Searched, State, Table
from jiaoban.plant import acts
from jiaoban.plant.lives import LIVES, Life, MatterKind
from jiaoban.plant.terms import Severity


class Turn(State):
    """A turn in a matter's life: a state entered, or something written on it."""

    at: datetime
    by: str
    text: str
    state: str
    seq: int


class Matter(State):
    """A matter. `opened_at` is when it happened, `last_at` when the book last heard of it, `seq` its last act."""

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

    @property
    def life(self) -> Life:
        """The life that its kind leads."""
        return LIVES[self.kind]

    @property
    def open(self) -> bool:
        """Its life is not at its end."""
        return bool(self.life.after(self.state))


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
        return _turned(state, act, p.note, p.state, after)
    if isinstance(p, acts.Noted):
        return _turned(state, act, p.text, state.state, {})
    if isinstance(p, acts.MarkedUnclear):
        marked: dict[str, object] = {"unclear": True, "unclear_by": act.actor, "unclear_why": p.why}
        return _turned(state, act, p.why, state.state, marked)
    assert isinstance(p, acts.ClearedUp)
    return _turned(state, act, p.how, state.state, {"unclear": False})


def _turned(matter: Matter, act: Act, text: str, state: str, changes: dict[str, object]) -> Matter:
    turn = Turn(at=act.occurred_at, by=act.actor, text=text, state=state, seq=act.seq)
    common: dict[str, object] = {"history": (*matter.history, turn), "seq": act.seq, "last_at": act.recorded_at}
    return matter.model_copy(update=common | changes)


def _opened(p: acts.MatterOpened, act: Act) -> Matter:
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
        opened_at=act.occurred_at,
        opened_by=act.actor,
        state_at=act.occurred_at,
        closed_at=None if LIVES[p.kind].after(p.state) else act.occurred_at,
        history=(Turn(at=act.occurred_at, by=act.actor, text=p.text, state=p.state, seq=act.seq),),
        seq=act.seq,
        last_at=act.recorded_at,
    )


def _keys(act: Act) -> Iterable[str]:
    return (act.payload.matter,)  # type: ignore[attr-defined]  # every kind of the table names its matter


MATTERS = Table(
    "plant_matter",
    Matter,
    kinds=(
        acts.MatterOpened.KIND,
        acts.Advanced.KIND,
        acts.Noted.KIND,
        acts.MarkedUnclear.KIND,
        acts.ClearedUp.KIND,
    ),
    keys=_keys,
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
