"""A draft beside an adopted version, or two adopted versions beside each other, clause by clause."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from jiaoban.authoring import queries, texts
from jiaoban.authoring.pages import shown
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.org.tables import REGIMES, AdoptedVersion, Regime
from jiaoban.regime.called import called
from jiaoban.regime.contrast import Change, Setting, contrast
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


@page()
def versions_compare(request: HttpRequest, desk: Desk, regime: str) -> HttpResponse:
    """Show in what two adopted versions differ: those that `?old=` and `?new=` name.

    Without them it leads to the address of the newest and the one before, so that what is passed on always names both.
    """
    found = queries.regime(desk.book, regime)
    here = desk.url("versions_compare", regime=regime)
    if not (request.GET.get("old") and request.GET.get("new")):
        old, new = queries.newest_two(found)
        return HttpResponseRedirect(f"{here}?{urlencode({'old': old.version, 'new': new.version})}")
    old, new = (queries.version_of(found, request.GET[which]) for which in ("old", "new"))
    before, after = _pack(desk, old.digest), _pack(desk, new.digest)
    context = {
        "title": desk.words(after.head.title) if after else regime,
        "regime": regime,
        "old": old,
        "new": new,
        "begins": [_begins(found, one) for one in (old, new)],
        "turned_url": f"{here}?{urlencode({'old': new.version, 'new': old.version})}",
        "choices": list({one.version: one for one in found.versions}.values()),
        "told": _told(desk, before, after) if before and after else None,
        "regime_url": desk.url("regime", regime=regime),
    }
    return draw(request, desk, "authoring/versions.html", context)


def _begins(found: Regime, version: AdoptedVersion) -> str:
    """Return from when a version holds; of one that was adopted again, from when it did at first."""
    return min(one.effective_from for one in found.versions if one.version == version.version).said


def _pack(desk: Desk, digest: str) -> Pack | None:
    try:
        return desk.packs(digest)
    except (NotFound, FileLost):
        return None


def _told(desk: Desk, old: Pack, new: Pack) -> dict[str, Any]:
    found = contrast(old, new)
    return {
        "same": not found,
        "document": _settings(desk, found.document),
        "clauses": [
            {
                "id": one.clause.id,
                "anchor": one.clause.id.replace("/", "-"),
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
        "settings": _settings(desk, one.settings),
    }


def _settings(desk: Desk, settings: Iterable[Setting]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name,
            "called": desk.words(called(one.name)),
            "before": desk.words(one.before),
            "after": desk.words(one.after),
        }
        for one in settings
    ]
