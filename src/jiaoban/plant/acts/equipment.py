"""What is written of equipment and of portable earths."""

from jiaoban.kernel.act import Payload
from jiaoban.plant.terms import EquipmentState


class EquipmentRegistered(Payload, kind="plant.equipment_registered"):
    """Equipment stands in the register like this from now on. `parent`: key of what it is part of, or ''."""

    equipment: str
    code: str
    name: str
    parent: str = ""
    kind: str = ""
    in_use: bool = True


class StateSet(Payload, kind="plant.state_set"):
    """Equipment is in this state and mode since the act's `occurred_at`."""

    equipment: str
    state: EquipmentState
    mode: str = ""
    note: str = ""


class EarthRegistered(Payload, kind="plant.earth_registered"):
    """A portable earth stands in the register like this. `number` is painted on it; `home` is where it is kept."""

    earth: str
    number: str
    spec: str = ""
    home: str = ""
    in_use: bool = True


class EarthHung(Payload, kind="plant.earth_hung"):
    """A portable earth hangs at a place since the act's `occurred_at`.

    `hanging` is the key of this time that it hangs; `permit` the key of the matter by which it does, `permit_number`
    what stood on it then; `hung_by` and `guardian` are names, '' where nobody but the act's actor was named.
    """

    hanging: str
    earth: str
    number: str
    place: str
    equipment: str = ""
    permit: str = ""
    permit_number: str = ""
    hung_by: str = ""
    guardian: str = ""


class EarthRemoved(Payload, kind="plant.earth_removed"):
    """A portable earth hangs no longer, since the act's `occurred_at`."""

    hanging: str
    earth: str
    removed_by: str = ""
    note: str = ""
