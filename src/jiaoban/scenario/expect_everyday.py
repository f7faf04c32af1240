"""What is so of everyday work - checklists, readings, observations, suggestions - beside what was expected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from jiaoban.duty import checking, reading
from jiaoban.duty import queries as duty
from jiaoban.followup import queries as followup
from jiaoban.followup.rules.passing import reached
from jiaoban.followup.tables import Followup
from jiaoban.org import queries as org
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks, FollowupsAre

DAY = timedelta(days=1)


def followups(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the open follow-ups of the post."""
    living = followup.open_for(scene.book, scene.post)
    for wanted in checks.followups:
        found = [one for one in living if _followup_like(scene, one, wanted)]
        said = [_told(scene, one) for one in living]
        yield from _counted("followups", wanted, found, said)


def _followup_like(scene: Scene, one: Followup, wanted: FollowupsAre) -> bool:
    return (
        wanted.owner in (None, scene.world.name_of(one.owner))
        and (wanted.what or "") in one.what
        and wanted.category in (None, one.category)
        and wanted.asked in (None, one.asked.to if one.asked else "")
        and wanted.department in (None, one.with_.to if one.with_ else "")
        and (wanted.goes_up is None or sorted(wanted.goes_up) == sorted(_reached(scene, one)))
        and (wanted.told is None or sorted(wanted.told) == sorted(_recorded(one)))
        and (wanted.due is None or scene.world.moment(wanted.due, scene.book) == one.due_at)
    )


def _reached(scene: Scene, one: Followup) -> list[str]:
    duties = scene.world.pack.duties
    return [step.to for step in reached(one, duties.items if duties else None, scene.now)]


def _recorded(one: Followup) -> list[str]:
    return [told.to for told in one.told if told.due_at == one.due_at]


def _told(scene: Scene, one: Followup) -> str:
    owner, up = scene.world.name_of(one.owner), ", ".join(_reached(scene, one)) or "nobody"
    return f"{one.what} ({owner}), due {one.due_at:%Y-%m-%d %H:%M:%S} UTC, goes up to {up}"


def checklists(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the checklists by person."""
    place = org.place(scene.book, scene.post, scene.now)
    for wanted in checks.checklists:
        day = scene.world.day + wanted.in_days * DAY
        there = checking.turns(scene.book, place, scene.world.packs, day, day + DAY)
        found = [
            one
            for one in there
            if wanted.checklist in (None, one.checklist.id)
            and wanted.person in (None, scene.world.name_of(one.person))
            and wanted.state in (None, one.state(scene.now))
        ]
        said = [f"{scene.world.name_of(one.person)} {one.checklist.id} {one.state(scene.now)}" for one in there]
        yield from _counted("checklists", wanted, found, said)


def readers(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of who has read the regime."""
    place = org.place(scene.book, scene.post, scene.now)
    there = reading.readers(scene.book, place, scene.world.pack, scene.now)
    for wanted in checks.readers:
        found = [
            one
            for one in there
            if wanted.person in (None, scene.world.name_of(one.person))
            and wanted.read in (None, one.read_at is not None)
            and wanted.late in (None, one.late(scene.now))
        ]
        said = [f"{scene.world.name_of(one.person)} by {one.due_at}, read {one.read_at}" for one in there]
        yield from _counted("readers", wanted, found, said)


def observations(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the observations of conduct."""
    there = duty.observations(scene.book, scene.post)
    for wanted in checks.observations:
        found = [
            one
            for one in there
            if wanted.person in (None, scene.world.name_of(one.person))
            and wanted.conduct in (None, one.conduct)
            and wanted.good in (None, one.good)
            and wanted.withdrawn == (one.withdrawn_at is not None)
        ]
        said = [f"{scene.world.name_of(one.person)} {one.conduct} good {one.good}" for one in there]
        yield from _counted("observations", wanted, found, said)


def suggestions(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the suggestions of the post."""
    there = followup.suggestions(scene.book, scene.post)
    for wanted in checks.suggestions:
        found = [
            one
            for one in there
            if (wanted.title or "") in one.title
            and wanted.standing in (None, one.standing)
            and wanted.owner in (None, scene.world.name_of(one.owner))
        ]
        yield from _counted("suggestions", wanted, found, [f"{one.title} {one.standing}" for one in there])


def _counted(name: str, wanted: Any, found: Sequence[object], said: list[str]) -> Iterable[Found]:
    if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
        yield name, show(wanted), f"{len(found)}", said


EVERYDAY_CHECKS: Mapping[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "followups": followups,
    "checklists": checklists,
    "readers": readers,
    "observations": observations,
    "suggestions": suggestions,
}
