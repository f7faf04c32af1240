"""The scenarios of a draft with what came of them; of one the course, with the reason of every verdict."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.authoring import texts, trying
from jiaoban.authoring.pages import shown
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.scenario.run import Result
from jiaoban.scenario.scene import Failing
from jiaoban.scenario.tracing import Told
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST_UNFOLDED = 30
"""Scenarios up to which the files are open; of more, only what failed is seen at once."""


@page(Right.DRAFT)
def draft_scenarios(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Run the scenarios of a draft, those of a clause alone where one is named."""
    one = shown.found(desk, key)
    checked = texts.checked(one.kept)
    ran = trying.ran(one.kept)
    clause = request.GET.get("clause", "")[:60]
    results = list(enumerate(ran.results))
    wanted = [(n, result) for n, result in results if not clause or clause in result.case.scenario.shows]
    files: dict[str, list[dict[str, Any]]] = {}
    for number, result in wanted:
        files.setdefault(result.case.file, []).append(_row(desk, key, number, result))
    clauses = sorted({shows for _, result in results for shows in result.case.scenario.shows})
    context = shown.page_of(
        desk,
        one,
        "draft_scenarios",
        found=shown.problems(desk, one, checked),
        files=[
            {"name": name, "rows": rows, "passed": sum(row["passed"] for row in rows)} for name, rows in files.items()
        ],
        failures=[row for rows in files.values() for row in rows if not row["passed"]],
        unfolded=len(wanted) <= MOST_UNFOLDED,
        passed=sum(result.passed for _, result in wanted),
        failed=sum(not result.passed for _, result in wanted),
        left=ran.left,
        clause=clause,
        clauses=clauses,
    )
    return draw(request, desk, "authoring/scenarios.html", context)


def _row(desk: Desk, key: str, number: int, result: Result) -> dict[str, Any]:
    return {
        "name": result.case.scenario.name,
        "shows": "、".join(result.case.scenario.shows),
        "passed": result.passed,
        "place": f"{result.case.file}:{result.case.line}",
        "failing": [_failing(one) for one in result.failing[:3]],
        "url": desk.url("draft_scenario", key=key, number=str(number)),
    }


@page(Right.DRAFT)
def draft_scenario(request: HttpRequest, desk: Desk, key: str, number: str) -> HttpResponse:
    """Tell the course of one scenario."""
    one = shown.found(desk, key)
    told = trying.told(one.kept, int(number))
    if told is None:
        raise NotFound(f"scenario {number}")
    case = told.result.case
    may = one.stage == "WRITING" and desk.may(Right.AUTHOR)
    context = shown.page_of(
        desk,
        one,
        "draft_scenarios",
        told=_in_words(desk, told),
        statuses=_statuses(),
        place=f"{case.file}:{case.line}",
        edit_url=shown.edit_url(desk, one, file=case.file, line=case.line) if may else "",
        back_url=desk.url("draft_scenarios", key=key),
    )
    return draw(request, desk, "authoring/scenario.html", context)


def _failing(one: Failing) -> dict[str, Any]:
    """Return what is not as expected; why a condition holds or not is said by the verdicts of the course itself."""
    why = [line for line in one.why if not line.lstrip().startswith(("✓", "✗"))]
    return {"what": one.what, "place": f"{one.file}:{one.line}", "expected": one.expected, "came": one.came, "why": why}


def _in_words(desk: Desk, told: Told) -> Any:
    """Return the course of a scenario in the reader's language, as far as the pack has it."""
    course = {**told.plain(), "failing": [_failing(one) for one in told.result.failing]}
    return _said(desk, course)


def _said(desk: Desk, told: Any) -> Any:
    """Return plain values with every {zh, en} in the reader's language."""
    if isinstance(told, dict):
        if set(told) == {"zh", "en"}:
            return desk.words(Words(**told))
        return {name: _said(desk, one) for name, one in told.items()}
    return [_said(desk, one) for one in told] if isinstance(told, list) else told


def _statuses() -> dict[str, str]:
    """What a gate can say, in words."""
    return {
        "CLEAR": gettext("放行"),
        "BLOCKED": gettext("拦下"),
        "ADVISORY": gettext("提醒"),
        "LIFTED": gettext("已解除"),
    }
