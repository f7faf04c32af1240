"""What is so of reports, their sums, and the occasions of a breach, beside what was expected."""

from collections.abc import Iterable
from datetime import timedelta

from jiaoban.kernel.occasions import Asked, Occasion, occasions
from jiaoban.kernel.place import Place
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.report import queries
from jiaoban.report import telling as _telling  # noqa: F401 - declares its occasions
from jiaoban.report.rules.filling import sums
from jiaoban.report.rules.standing import Owed
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape_reports import ReportChecks, ReportOccasionsAre, ReportsAre

DAY = timedelta(days=1)


def reports_are(scene: Scene, checks: ReportChecks) -> Iterable[Found]:
    """Yield what is not as expected of the reports of the post."""
    for wanted in checks.reports:
        day = scene.world.day + wanted.in_days * DAY
        there = queries.owed(scene.book, _place(scene), scene.world.packs, day, day + DAY, (wanted.form,))
        found = [one for one in there if _like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [
                f"{scene.world.name_of(one.person)} {one.stand(scene.now)} until {one.due.last_at}" for one in there
            ]
            yield "reports", show(wanted), f"{len(found)}", said


def _like(scene: Scene, one: Owed, wanted: ReportsAre) -> bool:
    known = one.report
    return (
        wanted.who in (None, scene.world.name_of(one.person))
        and wanted.stand in (None, one.stand(scene.now))
        and wanted.answers in (None, scene.world.name_of(one.answers))
        and wanted.due in (None, one.due.at.astimezone(clock_of(scene.world.zone)).time())
        and wanted.noted in (None, known is not None and known.miss is not None)
        and wanted.wrong in (None, len(known.wrong) if known else 0)
        and wanted.says.items() <= (known.values if known else {}).items()
    )


def sums_are(scene: Scene, checks: ReportChecks) -> Iterable[Found]:
    """Yield what is not as expected of the sums of a form."""
    for wanted in checks.report_sums:
        first = scene.world.day
        said = queries.ruled_on(scene.book, _place(scene), scene.world.packs, first)
        form = said.form(wanted.form, scene.post) if said else None
        there = queries.handed_in(scene.book, scene.post, wanted.form, first, first + wanted.days * DAY)
        came = {name: str(value) for name, value in sums(form, (one.values for one in there)).items()} if form else {}
        if not wanted.is_.items() <= came.items():
            yield "report_sums", show(wanted), str(came), [f"{one.day} {one.person}: {one.values}" for one in there]


def occasions_are(scene: Scene, checks: ReportChecks) -> Iterable[Found]:
    """Yield what is not as expected of the occasions of a breach."""
    for wanted in checks.report_occasions:
        first, after = scene.world.day, queries.today(_place(scene), scene.now) + DAY
        asked = Asked(scene.book, _place(scene), scene.world.packs, first, after, scene.now)
        there = occasions(asked, (wanted.source,))
        found = [one for one in there if _occasion_like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            yield (
                "report_occasions",
                show(wanted),
                f"{len(found)}",
                [f"{one.key}: {one.says.en} {one.facts}" for one in there],
            )


def _occasion_like(scene: Scene, one: Occasion, wanted: ReportOccasionsAre) -> bool:
    people = [scene.world.name_of(person) for person in one.people]
    return (wanted.who is None or wanted.who in people) and wanted.facts.items() <= one.facts.items()


def _place(scene: Scene) -> Place:
    return org.place(scene.book, scene.post, scene.now)


REPORT_CHECKS = {"reports": reports_are, "report_sums": sums_are, "report_occasions": occasions_are}
