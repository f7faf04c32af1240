"""What was done to hand over, as the record files it: steps, fitness, confirmations, counts, meetings, assignments."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext

from jiaoban.followup import queries as followup
from jiaoban.handover.pages.exchange import RESULTS
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Fit
from jiaoban.kernel.words import Words
from jiaoban.meeting import queries as meeting
from jiaoban.meeting.tables import Meeting
from jiaoban.meeting.terms import BRIEF, FITNESS, KINDS
from jiaoban.plant import queries as plant
from jiaoban.web.templatetags.jiaoban import spell_moment

_FITNESS: Mapping[str, Words] = {str(code): words for code, words in FITNESS.items()}


class Proceeding(NamedTuple):
    """A row of the record: its name and its lines."""

    name: str
    lines: list[str]


def proceedings(scene: Scene) -> list[Proceeding]:
    """Return everything of it that was done, in the order in which it usually is."""
    rows = [
        Proceeding(gettext("接班程序"), list(_steps(scene))),
        Proceeding(gettext("精神状态"), list(_fitness(scene))),
        Proceeding(gettext("当面与现场确认"), list(_confirmed(scene))),
        Proceeding(gettext("清点"), list(_counted(scene))),
        *(
            Proceeding(scene.desk.words(KINDS[held.kind]), list(_met(scene, held)))
            for held in meeting.of_occasion(scene.desk.book, scene.handover.key)
        ),
        Proceeding(gettext("安排的工作"), list(_assigned(scene))),
    ]
    return [row for row in rows if row.lines]


def _at(moment: datetime) -> str:
    return str(spell_moment(moment, "second"))


def _steps(scene: Scene) -> Iterator[str]:
    for step in scene.pack.handover.steps:
        mark = scene.handover.steps.get(step.id)
        if mark:
            yield f"{_at(mark.at)} {scene.desk.words(step.title)} {scene.desk.name(mark.by)}"


def _fitness(scene: Scene) -> Iterator[str]:
    for person in dict.fromkeys((*scene.handover.declared, *scene.handover.judged)):
        declared, judged = scene.handover.declared.get(person), scene.handover.judged.get(person)
        said = [
            *([gettext("本人申报 {words}").format(words=_fit(scene, declared))] if declared else []),
            *(
                [gettext("{by}判定 {words}").format(by=scene.desk.name(judged.by), words=_fit(scene, judged))]
                if judged
                else []
            ),
        ]
        yield _told(scene.desk.name(person), gettext("；").join(said))


def _told(name: str, text: str) -> str:
    return gettext("{name}：{text}").format(name=name, text=text)


def _fit(scene: Scene, one: Fit) -> str:
    words = scene.desk.words(_FITNESS[one.fitness])
    return words + scene.desk.tongue.bracket(one.note)


def _confirmed(scene: Scene) -> Iterator[str]:
    """Yield each point, with the line or subject it was confirmed for, and everybody who confirmed it when."""
    points = {point.id: scene.desk.words(point.title) for point in scene.pack.handover.confirmations}
    say, subjects = scene.desk.tongue, dict(scene.desk.here.subjects)
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in scene.handover.confirmations:
        if not one.waived:
            said = found.setdefault((one.point, one.line, one.subject), [])
            found_so = " " + scene.desk.words(RESULTS[one.result]) if one.result else ""
            shown = gettext("照片 {n} 张").format(n=len(one.photos)) if one.photos else ""
            more = say.part.join(part for part in (one.note, shown) if part)
            said.append(f"{scene.desk.name(one.by)} {_at(one.at)}{found_so}{say.bracket(more)}")
    for (point, line, subject), said in found.items():
        of = scene.handover.lines[line].body.text if line in scene.handover.lines else subjects.get(subject, subject)
        yield _told(points.get(point, point) + say.bracket(of), gettext("，").join(said))


def _counted(scene: Scene) -> Iterator[str]:
    for row in plant.counted(scene.desk.book, scene.handover.post, scene.handover.key):
        if not row.counts or not scene.sight.sees(row.line.key):
            continue
        by = scene.desk.all_names(list(dict.fromkeys(one.person for one in row.counts)))
        said = gettext("{name}：应有 {expected}，实有 {found}").format(
            name=row.line.name, expected=row.counts[-1].expected, found=row.found
        )
        wrong = "；".join(scene.desk.words(found.words()) for found in row.differences)
        said += f"（{wrong}）" if wrong else ""
        damaged = gettext("，有损坏") if row.damaged else ""
        cause = gettext("；原因：{cause}").format(cause=row.shortage.cause) if row.shortage else ""
        yield f"{said}{damaged}{scene.desk.tongue.bracket(f'{by} {_at(row.counts[-1].at)}')}{cause}"


def _met(scene: Scene, held: Meeting) -> Iterator[str]:
    ended = f"—{_at(held.closed_at)}" if held.closed_at else ""
    yield f"{_at(held.opened_at)}{ended} {gettext('主持')} {scene.desk.name(held.opened_by)}"
    roll = [
        f"{scene.desk.name(person)} {gettext('到') if call.present else gettext('未到')}"
        for person, call in held.roll.items()
    ]
    if roll:
        yield _told(gettext("点名"), gettext("，").join(roll))
    yield from (_told(f"{scene.desk.name(one.person)} {gettext('汇报')}", one.text) for one in held.reports)
    if held.brief:
        said = [(scene.desk.words(words), getattr(held.brief, name)) for name, words in BRIEF.items()]
        yield from (_told(name, text) for name, text in said if text)


def _assigned(scene: Scene) -> Iterator[str]:
    for one in followup.of_origin(scene.desk.book, scene.handover.key):
        to = one.owner_at(scene.handover.closed_at or scene.desk.now)
        yield _told(scene.desk.name(to), one.what)
