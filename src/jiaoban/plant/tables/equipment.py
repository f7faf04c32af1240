"""What is known of a piece of equipment, and how it came to be so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.naming import sought
from jiaoban.plant import acts
from jiaoban.plant.terms import EquipmentState


class Equipment(State):
    """A piece of equipment. `state` and `mode` since `changed_at`, as `changed_by` said; `last_at`: any change."""

    key: str
    code: str
    name: str
    parent: str
    post: str
    kind: str
    in_use: bool
    state: EquipmentState = "STANDBY"
    mode: str = ""
    note: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    seq: int
    last_at: datetime

    @property
    def label(self) -> str:
        """Code and name: what it is called where one is chosen."""
        return f"{self.code} {self.name}"

    @property
    def finding(self) -> str:
        """What a typed text is looked for in: whatever it may be called; the key tells two of one name apart."""
        return sought(self.label, self.code, self.name, self.key, f"{self.label} {self.key}")


class Change(State):
    """One change of a piece of equipment: its line of the register (REGISTERED), or its state and mode (STATE).

    Of a change of the register `code`, `name`, `parent`, `kind` and `in_use` are as they were written then.
    """

    key: str
    equipment: str
    post: str
    what: Literal["REGISTERED", "STATE"]
    at: datetime
    by: str
    seq: int
    state: EquipmentState | None = None
    mode: str = ""
    note: str = ""
    code: str = ""
    name: str = ""
    parent: str = ""
    kind: str = ""
    in_use: bool = True


def evolve(state: Equipment | None, act: Act, key: str) -> Equipment | None:
    """Return the equipment after this act; a moment told late does not undo a newer state."""
    p = act.payload
    if isinstance(p, acts.EquipmentRegistered):
        return _registered(state, p, act, key)
    assert isinstance(p, acts.StateSet)
    if state is None or (state.changed_at is not None and act.occurred_at < state.changed_at):
        return state
    changes: dict[str, object] = {"state": p.state, "mode": p.mode, "note": p.note}
    changes |= {"changed_at": act.occurred_at, "changed_by": act.actor}
    return state.model_copy(update=changes | {"seq": act.seq, "last_at": act.recorded_at})


def _registered(state: Equipment | None, p: acts.EquipmentRegistered, act: Act, key: str) -> Equipment:
    register: dict[str, object] = {
        "code": p.code,
        "name": p.name,
        "parent": p.parent,
        "kind": p.kind,
        "in_use": p.in_use,
        "last_at": act.recorded_at,
    }
    if state is not None:
        return state.model_copy(update=register)
    return Equipment.model_validate({"key": key, "post": act.post, "seq": act.seq, **register})


_equipment = keyed("equipment")


def _change_keys(act: Act) -> Iterable[str]:
    return (joint_key(*_equipment(act), act.id),)


def _change(_before: Change | None, act: Act, key: str) -> Change:
    p = act.payload
    common = {"key": key, "post": act.post, "at": act.occurred_at, "by": act.actor, "seq": act.seq}
    if isinstance(p, acts.EquipmentRegistered):
        return Change.model_validate({**common, "what": "REGISTERED", **p.model_dump()})
    assert isinstance(p, acts.StateSet)
    return Change.model_validate({**common, "what": "STATE", **p.model_dump()})


EQUIPMENT = Table(
    "plant_equipment",
    Equipment,
    kinds=(acts.EquipmentRegistered.KIND, acts.StateSet.KIND),
    keys=_equipment,
    evolve=evolve,
    columns=("post", "code", "name", "parent", "kind", "in_use", "changed_at", "last_at", "finding"),
    steady=8_000,
)
CHANGES = Table(
    "plant_equipment_change",
    Change,
    kinds=(acts.EquipmentRegistered.KIND, acts.StateSet.KIND),
    keys=_change_keys,
    evolve=_change,
    columns=("equipment", "post", "what", "at"),
)
