"""What is so on the roster, beside what a scenario expected: who is due, how far swaps have come, rest days left."""

from collections.abc import Callable, Iterable, Mapping

from jiaoban.org import queries as org
from jiaoban.roster import queries
from jiaoban.roster.outlook import rest_days
from jiaoban.roster.swaps import Swap, swaps_at
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks, DueIs, SwapsAre


def _due(scene: Scene, checks: Checks) -> Iterable[Found]:
    for wanted in checks.roster:
        came = _people(scene, wanted)
        if came is None or sorted(came) != sorted(wanted.is_):
            yield "roster", show(wanted), "there is no such shift" if came is None else "[" + ", ".join(came) + "]", ()


def _people(scene: Scene, wanted: DueIs) -> tuple[str, ...] | None:
    post, zone = wanted.post or scene.post, org.site(scene.book).zone
    day = wanted.day or scene.world.day + queries.DAY * wanted.in_days
    for shift in org.post(scene.book, post).shifts_on(day, zone):
        if shift.code == wanted.shift:
            return scene.names(queries.due(scene.book, org.place(scene.book, post, scene.now), shift))
    return None


def _swaps(scene: Scene, checks: Checks) -> Iterable[Found]:
    there = swaps_at(scene.book, scene.post)
    for wanted in checks.swaps:
        found = [one for one in there if _like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{scene.world.name_of(one.asker)}: {one.status}" for one in there]
            yield "swaps", show(wanted), f"{len(found)}", said


def _like(scene: Scene, one: Swap, wanted: SwapsAre) -> bool:
    return (
        wanted.asker in (None, scene.world.name_of(one.asker))
        and wanted.status in (None, one.status)
        and wanted.lapsed in (None, one.lapsed(scene.now))
    )


def _rest(scene: Scene, checks: Checks) -> Iterable[Found]:
    today = org.local_day(scene.book, scene.now)
    for wanted in checks.rest:
        first = (wanted.month or today).replace(day=1)
        pack = scene.world.pack
        months = rest_days(scene.book, pack.roster, first, today) if pack.roster else []
        key = scene.world.keys.get(wanted.person, wanted.person)
        came = [(one, rest) for one in months for rest in one.rests if rest.person == key]
        for month, rest in came:
            if wanted.unused not in (None, rest.unused) or wanted.stage not in (None, month.stage(scene.now)):
                told = f"unused {rest.unused} of {rest.owed}, stage {month.stage(scene.now)}"
                yield "rest", show(wanted), told, (f"taken {rest.taken}, planned {rest.planned}",)
        if not came:
            yield "rest", show(wanted), "no rule wants rest days of this person used up", ()


ROSTER_CHECKS: Mapping[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "roster": _due,
    "swaps": _swaps,
    "rest": _rest,
}
