"""Equipment: the register with states and modes, one piece with its matters, new lines of the register."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.plant import queries
from jiaoban.plant.pages.matters import tabs
from jiaoban.plant.terms import EQUIPMENT_STATES
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

TONES = {"RUNNING": "clear", "MAINTENANCE": "advise", "OUT": "block"}


@page()
def units(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the equipment of a post with state and mode."""
    found = queries.equipment_of(desk.book, desk.post)
    register = None
    if desk.can(Right.SUPERVISE):
        register = desk.form(
            "plant.register_equipment",
            label=gettext("登记"),
            form_id="register",
            only=("equipment", "code", "name", "parent", "kind"),
            options={"parent": [(one.key, one.name) for one in found]},
            help={"equipment": gettext("以后不变的代码，如 G1")},
        )
    context = {
        "tabs": tabs(desk, "units"),
        "units": [
            {
                "one": one,
                "url": desk.url("equipment", key=one.key),
                "state": desk.words(EQUIPMENT_STATES[one.state]),
                "tone": TONES.get(one.state, ""),
                "by": desk.name(one.changed_by) if one.changed_by else "",
            }
            for one in found
        ],
        "register": register,
    }
    return draw(request, desk, "plant/units.html", context)


@page()
def equipment(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a piece of equipment: state, mode, matters, and the form to change its state."""
    one = queries.equipment(desk.book, key)
    if one is None:
        raise NotFound(f"equipment {key}")
    may = desk.can(Right.WORK) and one.post == desk.post
    form = desk.form(
        "plant.set_state",
        label=gettext("记录状态"),
        fixed={"equipment": key},
        form_id="set-state",
        given={"state": one.state, "mode": one.mode},
        options={"state": [(code, desk.words(words)) for code, words in EQUIPMENT_STATES.items()]},
        help={"occurred_at": gettext("不填为现在")},
    )
    matters = [m for m in queries.matters_of_equipment(desk.book, key) if desk.may(Right.READ, m.post)]
    facts = [
        {"name": gettext("编号"), "words": one.code},
        {"name": gettext("类型"), "words": one.kind or "—"},
        {"name": gettext("状态"), "words": desk.words(EQUIPMENT_STATES[one.state])},
        {"name": gettext("运行方式"), "words": one.mode or "—"},
        {"name": gettext("说明"), "words": one.note or "—"},
    ]
    context = {
        "one": one,
        "tone": TONES.get(one.state, ""),
        "facts": facts,
        "changed_by": desk.name(one.changed_by) if one.changed_by else "",
        "matters": [shown.matter(desk, m, {one.key: one.name}) for m in matters],
        "form": form if may else None,
        "new_url": f"{desk.url('matter_new')}?equipment={key}" if may else "",
    }
    return draw(request, desk, "plant/unit.html", context)
