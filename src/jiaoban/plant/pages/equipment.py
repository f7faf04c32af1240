"""The register of equipment: as a tree that folds, and searched by name, code and state."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.plant import queries
from jiaoban.plant.pages.works import tabs
from jiaoban.plant.tables import Equipment
from jiaoban.plant.terms import EQUIPMENT_STATES, EquipmentState
from jiaoban.plant.tree import Node, Tree
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.parse import page_start
from jiaoban.web.visit import page

TONES = {"RUNNING": "clear", "MAINTENANCE": "advise", "OUT": "block"}
UNFOLDED = 60
"""Lines that a tree shows unfolded at first, level by level."""
LEVEL = 200
"""Brothers that are shown at once, and hits of a search."""
CHOICES = 200
"""Pieces that hang right below one, shown on its page."""


@page()
def units(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the equipment of a post as a tree: from its roots or from the piece `at`, `first` brothers left out; or,
    with `q` or `state`, as a list of what is found. With `below`, a part for a branch that is being unfolded."""
    tree = Tree.of(queries.all_equipment(desk.book)).of_post(desk.post)
    at = tree.nodes.get(request.GET.get("at", "")) or tree.nodes.get(request.GET.get("below", ""))
    nodes = at.children if at else list(tree.roots)
    if request.GET.get("below") and request.headers.get("HX-Request"):
        return render(
            request, "plant/branch.html", {"rows": _level(desk, nodes, set()), "more": _more(desk, at, nodes, 0)}
        )
    search, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    states = (state,) if state in EQUIPMENT_STATES else ()
    found = tree.found(search, states) if search or states else None
    first = page_start(request.GET.get("first", ""))
    shown = nodes[first : first + LEVEL]
    context = {
        "tabs": tabs(desk, "units"),
        "q": search,
        "state": state,
        "states": [(code, desk.words(words)) for code, words in EQUIPMENT_STATES.items()],
        "counts": _counts(desk, tree),
        "total": sum(1 for node in tree.nodes.values() if node.one.post == desk.post),
        "hits": None if found is None else [_hit(desk, tree, one) for one in found[:LEVEL]],
        "hits_more": max(0, len(found or ()) - LEVEL),
        "at": _line(desk, at.one) if at else None,
        "path": [{"name": one.name, "url": _at(desk, one.key)} for one in (*tree.path(at.one.key), at.one)]
        if at
        else [],
        "rows": _level(desk, shown, tree.opened(shown, UNFOLDED)),
        "more": _more(desk, at, nodes, first),
        "register": _register(desk) if desk.can(Right.SUPERVISE) else None,
        "import_url": desk.link("import_equipment") if desk.can(Right.SUPERVISE) else "",
        "downloads": downloads(desk, "equipment", request.GET.urlencode()) + downloads(desk, "states"),
    }
    return draw(request, desk, "plant/units.html", context)


def downloads(desk: Desk, what: str, query: str = "") -> list[dict[str, str]]:
    """Return the files of a list as they are asked for: CSV and Excel, with the filters of the page."""
    names = {"equipment": gettext("设备台账"), "states": gettext("设备状态"), "matters": gettext("事项")}
    names |= {"earths": gettext("接地线"), "links": gettext("保护压板")}
    behind = f"?{query}" if query else ""
    made = (
        {"label": f"{names.get(what, what)} {label}", "url": desk.link("export", what=what, form=form)}
        for form, label in (("csv", "CSV"), ("xlsx", "Excel"))
    )
    return [{**one, "url": one["url"] + behind} for one in made if one["url"]]


def _register(desk: Desk) -> Form:
    return desk.form(
        "plant.register_equipment",
        label=gettext("登记"),
        form_id="register",
        only=("equipment", "code", "name", "parent", "kind"),
        options={"parent": desk.choose("equipment")},
        help={"equipment": gettext("以后不变的代码，如 G1")},
    )


def _counts(desk: Desk, tree: Tree) -> list[dict[str, Any]]:
    own = [node.one.state for node in tree.nodes.values() if node.one.post == desk.post]
    return [
        {"state": code, "name": desk.words(words), "tone": TONES.get(code, ""), "n": own.count(code)}
        for code, words in EQUIPMENT_STATES.items()
        if code in own
    ]


def _at(desk: Desk, key: str) -> str:
    return f"{desk.url('units')}?at={key}"


def _line(desk: Desk, one: Equipment) -> dict[str, Any]:
    return {
        "one": one,
        "url": desk.url("equipment", key=one.key),
        "state": desk.words(EQUIPMENT_STATES[one.state]),
        "tone": TONES.get(one.state, ""),
        "post": desk.post_names.get(one.post, one.post) if one.post != desk.post else "",
    }


def _hit(desk: Desk, tree: Tree, one: Equipment) -> dict[str, Any]:
    return {**_line(desk, one), "path": " › ".join(above.name for above in tree.path(one.key))}


def _level(desk: Desk, nodes: list[Node], opened: set[str]) -> list[dict[str, Any]]:
    """Return brothers as plant/branch.html draws them; of a branch that is not opened only how much is in it."""
    return [
        {
            **_line(desk, node.one),
            "below": node.below,
            "marks": _marks(desk, node),
            "open": node.one.key in opened,
            "rows": _level(desk, node.children, opened) if node.one.key in opened else [],
            "part_url": f"{desk.url('units')}?below={node.one.key}",
            "at_url": _at(desk, node.one.key),
        }
        for node in nodes[:LEVEL]
    ]


def _marks(desk: Desk, node: Node) -> list[dict[str, str]]:
    """Return what is not as it should be below a piece: how many are under repair, how many out."""
    numbers: dict[EquipmentState, int] = {"MAINTENANCE": node.repaired, "OUT": node.out}
    return [
        {"words": f"{desk.words(EQUIPMENT_STATES[state])} {number}", "tone": TONES[state]}
        for state, number in numbers.items()
        if number
    ]


def _more(desk: Desk, at: Node | None, nodes: list[Node], first: int) -> dict[str, Any] | None:
    left = len(nodes) - first - LEVEL
    if left <= 0:
        return None
    where = f"at={at.one.key}&" if at else ""
    return {"n": left, "url": f"{desk.url('units')}?{where}first={first + LEVEL}"}
