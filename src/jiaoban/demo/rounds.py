"""The rounds that were gone at a demo site before the visitor comes."""

from datetime import datetime, timedelta
from typing import Any

from jiaoban.demo.description import RoundIs, SiteIs
from jiaoban.demo.gauges import Figures
from jiaoban.demo.troupe import Part, Troupe, turn_at

WAY = timedelta(minutes=2, seconds=20)
"""From one point to the next."""
STAY, GLANCE = timedelta(seconds=75), timedelta(seconds=12)


def gone(troupe: Troupe, one: RoundIs, begins: datetime, figures: Figures) -> Part:
    """Go a round as whoever is on duty when it begins, reading at each point what its route wants read there."""
    yield begins
    who = turn_at(troupe.site, one.post, begins).on_duty

    def do(verb: str, **said: Any) -> str:
        return troupe.do(verb, who, one.post, **said)

    gauges = {gauge.key: gauge for gauge in troupe.site.registers.parameters}
    key = do("round.start", route=one.route)
    for point in points(troupe.site, one.route):
        yield troupe.now + WAY
        code = point["code"]
        if code in one.skipped:
            do("round.skip", round=key, point=code, reason=one.skipped[code])
            continue
        arrived = troupe.now - (GLANCE if code in one.quick else STAY)
        read = [
            {"parameter": name, "value": figures.at(gauges[name], troupe.now)} for name in point.get("parameters", ())
        ]
        do("round.visit", round=key, point=code, arrived_at=arrived, note=one.notes.get(code, ""), readings=read)
    yield troupe.now + timedelta(seconds=40)
    do("round.finish", round=key)


def points(site: SiteIs, route: str) -> list[dict[str, Any]]:
    """Return the points of a route as the site's registers enter it."""
    entered = (one.with_ for one in site.registers.also if one.does == "round.register_route")
    return next(list(said["points"]) for said in entered if said["route"] == route)
