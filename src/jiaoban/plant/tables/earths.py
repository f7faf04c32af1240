"""What is known of portable earths: where each hangs now, and every time that one hung."""

from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.words import Words
from jiaoban.plant import acts


class Hanging(State):
    """One time that a portable earth hung somewhere: by which permit, hung and removed by whom and when.

    `hung_by`, `guardian`, `removed_by` are names of people as they were written; `recorded_by` and `unrecorded_by` are
    the keys of those who wrote it down.
    """

    key: str
    earth: str
    number: str
    post: str
    place: str
    equipment: str
    permit: str
    permit_number: str
    hung_by: str
    guardian: str
    hung_at: datetime
    recorded_by: str
    removed_at: datetime | None = None
    removed_by: str = ""
    unrecorded_by: str = ""
    note: str = ""
    seq: int

    @property
    def called(self) -> Words:
        """What people call the earth."""
        return earth_title(self.number)


class Earth(State):
    """A portable earth of the register. `hanging`: where it hangs now, None in store; `free_since`: it was last removed
    then."""

    key: str
    number: str
    spec: str
    home: str
    post: str
    in_use: bool
    hanging: Hanging | None = None
    free_since: datetime | None = None
    last: Hanging | None = None
    seq: int
    last_at: datetime

    @property
    def hangs(self) -> bool:
        """It hangs somewhere now."""
        return self.hanging is not None

    @property
    def called(self) -> Words:
        """What people call it: 3 becomes 3号接地线, Earth 3."""
        return earth_title(self.number)


def earth_title(number: str) -> Words:
    """Return what people call the earth of this number: 3 becomes 3号接地线, Earth 3."""
    if "接地线" in number or "earth" in number.lower():
        return Words(zh=number, en=number)
    return Words(zh=f"{number}号接地线" if number.isdigit() else f"{number}接地线", en=f"Earth {number}")


def _earth(before: Earth | None, act: Act, key: str) -> Earth | None:
    p = act.payload
    if isinstance(p, acts.EarthRegistered):
        line: dict[str, object] = {**p.model_dump(exclude={"earth"}), "seq": act.seq, "last_at": act.recorded_at}
        return (
            before.model_copy(update=line) if before else Earth.model_validate({"key": key, "post": act.post, **line})
        )
    if before is None:
        return None
    heard: dict[str, object] = {"seq": act.seq, "last_at": act.recorded_at}
    if isinstance(p, acts.EarthHung):
        return before.model_copy(update={"hanging": _hung(p, act), **heard})
    assert isinstance(p, acts.EarthRemoved)
    if before.hanging is None or before.hanging.key != p.hanging:
        return before
    over = {"hanging": None, "free_since": act.occurred_at, "last": _removed(before.hanging, p, act)}
    return before.model_copy(update={**over, **heard})


def _hung(p: acts.EarthHung, act: Act) -> Hanging:
    said = p.model_dump(exclude={"hanging"})
    return Hanging(key=p.hanging, post=act.post, hung_at=act.occurred_at, recorded_by=act.actor, seq=act.seq, **said)


def _removed(before: Hanging, p: acts.EarthRemoved, act: Act) -> Hanging:
    changes: dict[str, object] = {"removed_at": act.occurred_at, "removed_by": p.removed_by, "note": p.note}
    return before.model_copy(update={**changes, "unrecorded_by": act.actor, "seq": act.seq})


def _hanging(before: Hanging | None, act: Act, _key: str) -> Hanging | None:
    p = act.payload
    if isinstance(p, acts.EarthHung):
        return _hung(p, act)
    assert isinstance(p, acts.EarthRemoved)
    return _removed(before, p, act) if before else None


EARTHS = Table(
    "plant_earth",
    Earth,
    kinds=(acts.EarthRegistered.KIND, acts.EarthHung.KIND, acts.EarthRemoved.KIND),
    keys=keyed("earth"),
    evolve=_earth,
    columns=("post", "number", "hangs", "in_use", "last_at"),
)
HANGINGS = Table(
    "plant_hanging",
    Hanging,
    kinds=(acts.EarthHung.KIND, acts.EarthRemoved.KIND),
    keys=keyed("hanging"),
    evolve=_hanging,
    columns=("post", "earth", "equipment", "permit", "hung_at", "removed_at"),
)
