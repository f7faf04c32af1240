"""What is so of absences and recalls, beside what was expected."""

from collections.abc import Iterable

from jiaoban.absence import queries as absences
from jiaoban.absence.tables import Absence, RecallState
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import AbsencesAre, Checks, RecallsAre


def absences_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the absences of the post."""
    there = absences.of_post(scene.book, scene.post)
    for wanted in checks.absences:
        found = [one for one in there if _absence_like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{scene.world.name_of(one.person)} {one.kind} {one.status}" for one in there]
            yield "absences", show(wanted), f"{len(found)}", said


def _absence_like(scene: Scene, one: Absence, wanted: AbsencesAre) -> bool:
    return (
        wanted.person in (None, scene.world.name_of(one.person))
        and wanted.kind in (None, one.kind)
        and wanted.status in (None, one.status)
        and wanted.waiting in (None, sum(line.wanting for line in one.lines))
        and wanted.not_back in (None, len(absences.not_back(one, scene.now)))
        and wanted.back in (None, one.back_at is not None)
    )


def recalls_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the recalls of the post."""
    there = absences.recalls(scene.book, scene.post)
    for wanted in checks.recalls:
        found = [one for one in there if _recall_like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{scene.world.name_of(one.person)} answered {one.answered_at}" for one in there]
            yield "recalls", show(wanted), f"{len(found)}", said


def _recall_like(scene: Scene, one: RecallState, wanted: RecallsAre) -> bool:
    return (
        wanted.person in (None, scene.world.name_of(one.person))
        and wanted.answered in (None, one.answered_at is not None)
        and wanted.coming in (None, one.coming)
        and wanted.arrived in (None, one.arrived_at is not None)
        and wanted.late in (None, one.late(scene.now))
        and wanted.overdue in (None, one.overdue(scene.now))
    )
