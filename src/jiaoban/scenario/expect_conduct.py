"""What is so of breaches, beside what was expected: cases with their steps, occasions, what decisions bring."""

from collections.abc import Callable, Iterable, Mapping

from jiaoban.conduct import queries
from jiaoban.conduct.queries import Offered, Seen
from jiaoban.kernel.effects import effects
from jiaoban.org import queries as org
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks
from jiaoban.scenario.shape_conduct import CasesAre, OccasionsAre


def _cases(scene: Scene, checks: Checks) -> Iterable[Found]:
    place = org.place(scene.book, scene.post, scene.now)
    listed = queries.of_post(scene.book, scene.post, limit=None)
    there = queries.seen(scene.book, listed, scene.world.packs, place.zone, scene.now)
    for wanted in checks.cases:
        found = [one for one in there if _like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            yield "cases", show(wanted), f"{len(found)}", [_told(scene, one) for one in there]


def _told(scene: Scene, one: Seen) -> str:
    words = one.decided_words if one.case.decisions else one.proposed_words
    return (
        f"{scene.world.name_of(one.case.person)} {one.case.ladder_id} {one.case.status}: {words.zh}; {one.because.zh}"
    )


def _like(scene: Scene, one: Seen, wanted: CasesAre) -> bool:
    case, stands, last = one.case, one.stands, one.case.decision
    words = one.decided_words if last else one.proposed_words
    return (
        wanted.person in (None, scene.world.name_of(case.person))
        and wanted.ladder in (None, case.ladder_id)
        and wanted.status in (None, case.status)
        and wanted.counts in (None, stands.counts if stands else None)
        and wanted.nth in (None, stands.nth if stands else None)
        and wanted.step in (None, stands.step if stands else None)
        and wanted.decided in (None, last.step if last else None)
        and wanted.measures in (None, words.zh)
        and wanted.figure in (None, one.figure)
        and wanted.make_good in (None, one.make_good)
        and wanted.heard in (None, one.heard)
        and (wanted.wants is None or set(wanted.wants) == {fact.id for fact in (stands.wanted if stands else ())})
        and wanted.would_be in (None, one.would_be)
    )


def _occasions(scene: Scene, checks: Checks) -> Iterable[Found]:
    place = org.place(scene.book, scene.post, scene.now)
    there = queries.offered(scene.book, place, scene.world.packs, scene.now)
    for wanted in checks.occasions:
        found = [one for one in there if _occasion_like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{one.name} {'、'.join(scene.names(one.occasion.people))}" for one in there]
            yield "occasions", show(wanted), f"{len(found)}", said


def _occasion_like(scene: Scene, one: Offered, wanted: OccasionsAre) -> bool:
    return (
        wanted.source in (None, one.occasion.source)
        and (wanted.person is None or wanted.person in scene.names(one.occasion.people))
        and (wanted.ladder is None or wanted.ladder in {ladder.id for ladder in one.ladders})
    )


def _effects(scene: Scene, checks: Checks) -> Iterable[Found]:
    for wanted in checks.effects:
        day = wanted.on or org.local_day(scene.book, scene.now)
        there = effects(scene.book, scene.post, wanted.kind, day)
        found = [
            one
            for one in there
            if wanted.person in (None, scene.world.name_of(one.person)) and wanted.what in (None, one.what)
        ]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{scene.world.name_of(one.person)} {one.what} {one.first} - {one.after}" for one in there]
            yield "effects", show(wanted), f"{len(found)}", said


CONDUCT_CHECKS: Mapping[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "cases": _cases,
    "occasions": _occasions,
    "effects": _effects,
}
