"""A file of a draft in an editor, the document's clauses beside it; checked while one types, and without any script."""

from difflib import unified_diff
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext

from jiaoban.authoring import beside, texts
from jiaoban.authoring.pages import shown
from jiaoban.authoring.tables import Draft
from jiaoban.authoring.texts import Checked
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import unix_lines
from jiaoban.kernel.refusal import NotFound
from jiaoban.regime.pack import Pack
from jiaoban.regime.unpacking import MOST_BYTES
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

FORM = "edit"
FIRST = "handover.yaml"
MOST_DIFFERENCES = 400
"""Lines of a difference that a page shows."""


@page(Right.AUTHOR, methods=("GET", "POST"))
def draft_edit(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Show a file to be written; a text that was sent is checked together with the other files, and not saved."""
    one = shown.found(desk, key)
    name = (request.POST if request.method == "POST" else request.GET).get("file", "") or FIRST
    if one.file(name) is None:
        raise NotFound(f"file {name}")
    if request.method != "POST":
        return _draw(request, desk, one, name)
    typed = str(unix_lines(request.POST.get("text", "")))[:MOST_BYTES]
    checked = texts.checked_with(one.kept, {name: typed})
    if request.accepts("text/html") and "application/json" not in request.headers.get("Accept", ""):
        return _draw(request, desk, one, name, typed=typed, checked=checked)
    told = shown.problems(desk, one, checked, {name: typed})
    return JsonResponse({"revision": one.revision, **{part: told[part] for part in ("usable", "problems", "warnings")}})


def _draw(
    request: HttpRequest,
    desk: Desk,
    one: Draft,
    name: str,
    *,
    typed: str | None = None,
    checked: Checked | None = None,
) -> HttpResponse:
    found = checked or texts.checked(one.kept)
    told = shown.problems(desk, one, found, {name: typed} if typed is not None else None)
    given = texts.texts(one.kept)
    stored = given[name]
    chosen = request.GET.get("clause", "")
    form = _form(desk, one, name, stored if typed is None else typed, chosen)
    line = request.GET.get("line", "")
    context = shown.page_of(
        desk,
        one,
        "draft_edit",
        file=name,
        form=form,
        text=form.fields[0].value,
        found=told,
        just_checked=checked is not None,
        conflict=_conflict(desk, one, name, stored),
        files=[
            {
                "label": file.name,
                "url": shown.edit_url(desk, one, file=file.name, clause=chosen),
                "current": file.name == name,
                "count": told["by_file"].get(file.name, 0),
            }
            for file in one.files
        ],
        clauses=_clauses(desk, one, name, given, found.pack, chosen),
        chosen=_chosen(desk, one, given, found.pack, chosen),
        line=line if line.isascii() and line.isdigit() else "",
        remove=_remove(desk, one, name),
    )
    return draw(request, desk, "authoring/edit.html", context)


def _form(desk: Desk, one: Draft, name: str, text: str, chosen: str) -> Form:
    made = desk.form(
        "authoring.save",
        label=gettext("保存"),
        fixed={"draft": one.key, "on": str(one.revision), "file": name},
        form_id=FORM,
        next_url=shown.edit_url(desk, one, file=name, clause=chosen),
        only=["text"],
        given={"text": text},
    )
    made.back = shown.edit_url(desk, one, file=name)
    made.draft = f"{desk.site.code}-{one.key}-{name}-{one.revision}"
    return made


def _remove(desk: Desk, one: Draft, name: str) -> Form | None:
    if name == "pack.yaml":
        return None
    return desk.form(
        "authoring.remove",
        label=gettext("删去这个文件"),
        fixed={"draft": one.key, "on": str(one.revision), "file": name},
        form_id="remove",
        next_url=desk.url("draft", key=one.key),
        tone="danger",
    )


def _conflict(desk: Desk, one: Draft, name: str, stored: str) -> dict[str, Any] | None:
    """Return both texts, when what was sent could not be saved because somebody else had saved before."""
    answer = desk.answer
    if answer is None or answer.form != FORM or answer.status != 409:
        return None
    there = one.file(name)
    assert there is not None
    mine = str(unix_lines(answer.typed("text")))
    lines = list(unified_diff(stored.splitlines(), mine.splitlines(), n=2, lineterm=""))[2:]
    return {
        "by": desk.name(there.by),
        "at": there.at,
        "text": stored,
        "lines": [{"kind": line[:1].strip(), "text": line} for line in lines[:MOST_DIFFERENCES]],
        "more": max(0, len(lines) - MOST_DIFFERENCES),
    }


def _clauses(
    desk: Desk, one: Draft, name: str, given: dict[str, str], pack: Pack | None, chosen: str
) -> list[dict[str, Any]]:
    return [
        {
            "number": clause.number or clause.id,
            "says": desk.words(clause.says),
            "rules": clause.rules,
            "url": shown.edit_url(desk, one, file=name, clause=clause.id),
            "current": clause.id == chosen,
        }
        for clause in beside.clauses(given, pack)
    ]


def _chosen(desk: Desk, one: Draft, given: dict[str, str], pack: Pack | None, chosen: str) -> dict[str, Any] | None:
    found = next((clause for clause in beside.clauses(given, pack) if clause.id == chosen), None)
    if found is None:
        return None
    chinese = desk.language.startswith("zh")
    return {
        "id": found.id,
        "number": found.number,
        "says": desk.words(found.says),
        "wording": found.wording,
        "url": shown.edit_url(desk, one, file=beside.CLAUSES, line=found.line, clause=chosen),
        "known": pack is not None,
        "rules": [
            {
                "title": (rule.words.zh if chinese else rule.words.en or rule.words.zh) or rule.words.id,
                "sort": rule.words.sort,
                "file": rule.file,
                "line": rule.line,
                "conditions": [(name, desk.words(words)) for name, words in rule.words.conditions],
                "url": shown.edit_url(desk, one, file=rule.file, line=rule.line, clause=chosen),
            }
            for rule in (beside.rules(given, pack, chosen) if pack else ())
        ],
    }
