"""What is known of an entry after the acts so far, and what entries may be linked to."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Searched, State, Table, keyed
from jiaoban.logbook import acts
from jiaoban.logbook.terms import Category

EQUIPMENT_REGISTERED = "plant.equipment_registered"
MATTER_OPENED = "plant.matter_opened"
MATTER_IMPORTED = "plant.matter_imported"


class Amendment(State):
    """A later wording of an entry: `seq` is the number of its act."""

    at: datetime
    by: str
    text: str
    reason: str
    seq: int


class Strike(State):
    """Who struck an entry, when and why."""

    at: datetime
    by: str
    reason: str
    seq: int


class Entry(State):
    """An entry of the logbook. `text` is what was written first, `reads` how it reads now; `seq` its first act."""

    key: str
    post: str
    category: Category
    text: str
    occurred_at: datetime
    recorded_at: datetime
    author: str
    shift: str
    written_shift: str
    late: bool
    late_shift: bool
    equipment: str
    matter: str
    photos: tuple[str, ...]
    amendments: tuple[Amendment, ...] = ()
    struck: Strike | None = None
    seq: int
    last_at: datetime

    @property
    def reads(self) -> str:
        """The wording that counts now."""
        return self.amendments[-1].text if self.amendments else self.text

    @property
    def struck_out(self) -> bool:
        """Struck: legible, but no longer counting."""
        return self.struck is not None

    @property
    def all_text(self) -> str:
        """Every wording, oldest first: what a search looks through."""
        return "\n".join([self.text, *(one.text for one in self.amendments)])


class Linkable(State):
    """Something of the plant that an entry may be linked to: `kind` is EQUIPMENT or MATTER."""

    key: str
    kind: str
    post: str


def evolve(entry: Entry | None, act: Act, _key: str) -> Entry | None:
    """Return the entry after this act."""
    p = act.payload
    if isinstance(p, acts.Written):
        return _written(p, act)
    if entry is None:
        return None
    if isinstance(p, acts.Amended):
        one = Amendment(at=act.recorded_at, by=act.actor, text=p.text, reason=p.reason, seq=act.seq)
        return entry.model_copy(update={"amendments": (*entry.amendments, one), "last_at": act.recorded_at})
    assert isinstance(p, acts.Struck)
    strike = Strike(at=act.recorded_at, by=act.actor, reason=p.reason, seq=act.seq)
    return entry.model_copy(update={"struck": strike, "last_at": act.recorded_at})


def _written(p: acts.Written, act: Act) -> Entry:
    return Entry(
        key=p.entry,
        post=act.post,
        category=p.category,
        text=p.text,
        occurred_at=act.occurred_at,
        recorded_at=act.recorded_at,
        author=act.actor,
        shift=p.shift,
        written_shift=p.written_shift,
        late=p.late,
        late_shift=p.late_shift,
        equipment=p.equipment,
        matter=p.matter,
        photos=p.photos,
        seq=act.seq,
        last_at=act.recorded_at,
    )


def link_key(kind: str, key: str) -> str:
    """Return the row of something that may be linked: `kind` is EQUIPMENT or MATTER."""
    return f"{kind}.{key}"


def _link(act: Act) -> tuple[str, str]:
    # The plant stands a floor above, so its acts are known here by the name of their kind alone.
    if act.kind == EQUIPMENT_REGISTERED:
        return "EQUIPMENT", act.payload.equipment  # type: ignore[attr-defined]
    return "MATTER", act.payload.matter  # type: ignore[attr-defined]


def _linkable_keys(act: Act) -> Iterable[str]:
    return (link_key(*_link(act)),)


def _linkable(_before: Linkable | None, act: Act, _key: str) -> Linkable:
    kind, key = _link(act)
    return Linkable(key=key, kind=kind, post=act.post)


ENTRIES = Table(
    "logbook_entry",
    Entry,
    kinds=(acts.Written.KIND, acts.Amended.KIND, acts.Struck.KIND),
    keys=keyed("entry"),
    evolve=evolve,
    columns=(
        "post",
        "category",
        "occurred_at",
        "recorded_at",
        "author",
        "shift",
        "written_shift",
        "late",
        "late_shift",
        "equipment",
        "matter",
        "struck_out",
        "last_at",
        "all_text",
    ),
    searched=Searched("all_text", newest="occurred_at", within=("post", "category", "author", "equipment", "matter")),
)
LINKABLES = Table(
    "logbook_linkable",
    Linkable,
    kinds=(EQUIPMENT_REGISTERED, MATTER_OPENED, MATTER_IMPORTED),
    keys=_linkable_keys,
    evolve=_linkable,
)
