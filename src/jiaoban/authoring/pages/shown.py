"""What every page of a draft shows: its head, its tabs, and what the check says of it."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext, gettext_noop

from jiaoban.authoring import queries, texts
from jiaoban.authoring.tables import Draft
from jiaoban.authoring.terms import STAGES, TONES
from jiaoban.authoring.texts import Checked
from jiaoban.kernel.access import Right
from jiaoban.regime.positions import Problem
from jiaoban.web.desk import Desk

TABS = (
    ("draft", gettext_noop("概况"), Right.DRAFT),
    ("draft_edit", gettext_noop("编写"), Right.AUTHOR),
    ("draft_scenarios", gettext_noop("场景"), Right.DRAFT),
    ("draft_compare", gettext_noop("比较"), Right.DRAFT),
    ("draft_replay", gettext_noop("回放"), Right.DRAFT),
)


def page_of(desk: Desk, draft: Draft, here: str, **more: Any) -> dict[str, Any]:
    """Return the context that the pages of a draft share."""
    pack = texts.checked(draft.kept).pack
    return {
        "title": desk.words(pack.head.title) if pack else draft.regime,
        "kicker": gettext("制度草案"),
        "draft": draft,
        "stage": desk.words(STAGES[draft.stage]),
        "tone": TONES[draft.stage],
        "tabs": [
            {"label": gettext(label), "url": desk.url(name, key=draft.key), "current": name == here}
            for name, label, right in TABS
            if desk.may(right) and (name != "draft_edit" or draft.stage == "WRITING")
        ],
        **more,
    }


def found(desk: Desk, key: str) -> Draft:
    """Return the draft of an address; raises `NotFound`."""
    return queries.draft(desk.book, key)


def edit_url(desk: Desk, draft: Draft, **where: Any) -> str:
    """Return the address at which a file of a draft is written, at a line of it."""
    query = urlencode({name: value for name, value in where.items() if value})
    return desk.url("draft_edit", key=draft.key) + (f"?{query}" if query else "")


def problems(desk: Desk, draft: Draft, checked: Checked, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return what the check says as parts/findings.html draws it; `typed` are texts that are not saved yet."""
    given = texts.texts(draft.kept) | dict(typed or {})
    serious = [_problem(desk, draft, one, given, serious=True) for one in checked.problems]
    return {
        "usable": checked.pack is not None and not checked.problems,
        "problems": serious,
        "warnings": [_problem(desk, draft, one, given, serious=False) for one in checked.warnings],
        "by_file": _counted(checked.problems),
    }


def _problem(desk: Desk, draft: Draft, one: Problem, given: Mapping[str, str], *, serious: bool) -> dict[str, Any]:
    lines = given.get(one.file, "").split("\n")
    return {
        "file": one.file,
        "line": one.line,
        "column": one.column,
        "path": one.path,
        "wrong": desk.words(one.wrong),
        "right": desk.words(one.right),
        "serious": serious,
        "shows": lines[one.line - 1].strip()[:160] if 0 < one.line <= len(lines) else "",
        "url": edit_url(desk, draft, file=one.file, line=one.line),
    }


def _counted(found: Iterable[Problem]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in found:
        counted[one.file] = counted.get(one.file, 0) + 1
    return counted
