"""Enters the plant of a demo site in its registers: equipment, parameters, things in custody."""

from jiaoban.demo.troupe import Troupe


def enter(troupe: Troupe) -> None:
    """Enter everything that the site's description has in its registers."""
    registers, by = troupe.site.registers, troupe.site.registrar
    hours = troupe.site.past.readings if troupe.site.past else 0
    schedule = f"FREQ=HOURLY;INTERVAL={hours}" if hours else ""
    for one in registers.equipment:
        line = {"equipment": one.key, "code": one.code, "name": one.name, "kind": one.kind, "parent": one.parent}
        troupe.do("plant.register_equipment", by, one.post, **line)
        troupe.do("plant.set_state", by, one.post, equipment=one.key, state=one.state, mode=one.mode)
    for gauge in registers.parameters:
        troupe.do(
            "plant.register_parameter",
            by,
            gauge.post,
            parameter=gauge.key,
            name=gauge.name,
            unit=gauge.unit,
            group=gauge.group,
            low=gauge.low,
            high=gauge.high,
            decimals=gauge.decimals,
            equipment=gauge.equipment,
            rolls_at=gauge.rolls_at,
            schedule=schedule,
        )
    for thing in registers.custody:
        troupe.do(
            "plant.register_custody",
            by,
            thing.post,
            custody_item=thing.key,
            name=thing.name,
            kind=thing.kind,
            expected=thing.expected,
        )
    for entry in registers.also:
        troupe.do(entry.does, by, entry.post, **entry.with_)
