"""A draft beside an adopted version, clause by clause."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jiaoban.authoring import texts
from jiaoban.authoring.pages import shown
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.org.tables import REGIMES
from jiaoban.regime.contrast import Change, contrast
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page(Right.DRAFT)
def draft_compare(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show in what a draft differs from a version: the one that `?with=` names, else the one from which it started."""
    one = shown.found(desk, key)
    adopted = desk.book.get(REGIMES, one.regime)
    versions = adopted.versions if adopted else ()
    wanted = request.GET.get("with", "") or one.base_version
    chosen = next((version for version in reversed(versions) if version.version == wanted), None) or (
        versions[-1] if versions else None
    )
    new = texts.checked(one.kept)
    old = _pack(desk, chosen.digest) if chosen else None
    context = shown.page_of(
        desk,
        one,
        "draft_compare",
        versions=[
            {"label": version.version, "url": f"?with={version.version}", "current": version is chosen}
            for version in versions
        ],
        chosen=chosen,
        found=shown.problems(desk, one, new),
        told=_told(desk, old, new.pack) if old and new.pack else None,
    )
    return draw(request, desk, "authoring/compare.html", context)


def _pack(desk: Desk, digest: str) -> Pack | None:
    try:
        return desk.packs(digest)
    except (NotFound, FileLost):
        return None


def _told(desk: Desk, old: Pack, new: Pack) -> dict[str, Any]:
    found = contrast(old, new)
    return {
        "same": not found,
        "document": [{"name": one.name, "before": one.before, "after": one.after} for one in found.document],
        "clauses": [
            {
                "id": one.clause.id,
                "number": one.clause.number,
                "says": desk.words(one.clause.says),
                "changes": [_change(desk, change) for change in ((one.itself,) if one.itself else ()) + one.rules],
            }
            for one in found.clauses
        ],
        "others": [_change(desk, one) for one in found.others],
        "remarks": [desk.words(one) for one in found.remarks],
    }


def _change(desk: Desk, one: Change) -> dict[str, Any]:
    return {
        "sort": one.sort,
        "path": one.path,
        "title": desk.words(one.title),
        "settings": [{"name": each.name, "before": each.before, "after": each.after} for each in one.settings],
    }
