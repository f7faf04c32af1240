"""Who is there, and what follows for whoever was due, beside what was expected."""

from collections.abc import Iterable
from datetime import timedelta

from jiaoban.attendance import queries
from jiaoban.attendance.tables import PRESENCES
from jiaoban.org import queries as org
from jiaoban.regime.attending import DAY_AND_NIGHT
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import AttendedIs, Checks

DAY = timedelta(days=1)


def there(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Compare who is checked in at the post."""
    said = queries.attendance_at(scene.book, scene.post, scene.now, scene.world.packs)
    longest = said.longest if said else DAY_AND_NIGHT
    came = scene.names(one.person for one in queries.there(scene.book, scene.post, scene.now, longest))
    if sorted(came) != sorted(checks.there or ()):
        yield "there", _list(checks.there or ()), _list(came), ()


def attended(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Compare what follows for people from the shifts of a day."""
    for wanted in checks.attendance:
        place = org.place(scene.book, scene.post, scene.now)
        day = scene.world.day + wanted.day * DAY
        everybody = queries.of_post(scene.book, place, day, day + DAY, scene.now, scene.world.packs)
        own = [one for one in everybody if scene.world.name_of(one.person) == wanted.who]
        if not own:
            due = _list(scene.names(dict.fromkeys(one.person for one in everybody)))
            yield "attendance", show(wanted), f"not due that day; due are {due}", ()
            continue
        yield from _differs(own, wanted)


def _differs(own: list[queries.Attended], wanted: AttendedIs) -> Iterable[Found]:
    found = [finding for one in own for finding in one.findings]
    came: dict[str, timedelta] = {}
    for one in found:
        came[one.kind.lower()] = came.get(one.kind.lower(), timedelta(0)) + one.by
    cited = sorted({one.clause for one in found})
    if (
        came != wanted.found
        or (wanted.clauses is not None and sorted(set(wanted.clauses)) != cited)
        or wanted.ongoing not in (None, any(one.ongoing for one in found))
    ):
        said = [f"{one.kind} {one.missed.since:%H:%M:%S} - {one.missed.until:%H:%M:%S} UTC" for one in found]
        said += [f"expected {one.since:%H:%M:%S} - {one.until:%H:%M:%S} UTC" for each in own for one in each.hours]
        told = ", ".join(f"{kind} {span}" for kind, span in came.items()) or "nothing"
        yield "attendance", show(wanted), f"{told}; clauses {_list(cited)}", said


def closed(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Compare who left the post last, and what they saw to."""
    wanted = checks.closed
    found = [one for one in scene.book.find(PRESENCES, post=scene.post, counts=True) if one.left_at and one.last]
    newest = max(found, key=lambda one: one.left_at or one.came_at, default=None)
    came = (scene.world.name_of(newest.person), tuple(newest.closed)) if newest else ("nobody", ())
    if wanted is None or came != (wanted.who, wanted.lines):
        yield "closed", show(wanted), f"{came[0]}: {_list(came[1])}", ()


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(values) + "]"
