"""What a scenario expects of hosts and counts, beside what follows from the book."""

from collections.abc import Iterable

from jiaoban.gathering import queries as gatherings
from jiaoban.gathering.rules.hosting import Hosting
from jiaoban.org import queries
from jiaoban.scenario.scene import Found, Scene
from jiaoban.scenario.shape import Checks


def host(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield who hosts the day of the moment, where it is somebody else."""
    came = scene.names([one for one in (_today(scene)[0].host,) if one])
    if came != ((checks.host,) if checks.host else ()):
        yield "host", checks.host or "nobody", "".join(came) or "nobody", _told(scene)


def owes(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield who owes how many extra days, where it is not as expected."""
    came = {scene.world.name_of(key): days for key, days in _today(scene)[1].items()}
    if came != checks.owes:
        yield "owes", str(checks.owes), str(came), _told(scene)


def missed(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield who missed a count of the day, where it is not as expected."""
    came = [scene.world.name_of(one.miss.person) for one in _today(scene)[0].missed]
    if sorted(came) != sorted(checks.missed or ()):
        yield "missed", ", ".join(checks.missed or ()), ", ".join(came), _told(scene)


def _today(scene: Scene) -> tuple[Hosting, dict[str, int]]:
    place = queries.place(scene.book, scene.post, scene.now)
    found = gatherings.hosted(scene.book, place, scene.world.packs, scene.now)
    return found.on(gatherings.today(place, scene.now)), found.owed()


def _told(scene: Scene) -> list[str]:
    """Return what was missed on the day, a line each."""
    return [
        f"{scene.world.name_of(one.miss.person)} {one.miss.hour}: {one.days} days, {one.nth}. time, {one.miss.excused}"
        for one in _today(scene)[0].missed
    ]
