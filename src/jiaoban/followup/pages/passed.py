"""What the pages of follow-ups show of departments, superiors and limits that have passed."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.followup.rules import passing as rules
from jiaoban.followup.tables import Followup, Move
from jiaoban.followup.terms import CHIEFS
from jiaoban.kernel.access import Right, Role
from jiaoban.regime.everyday import Chief, Duties, Items
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form


def duties(desk: Desk, post: str = "") -> Duties | None:
    """Return what the regime of a post (default: this one) says about everyday work, or None."""
    pack = desk.rule_book(post)
    return pack.duties if pack else None


def items(desk: Desk, one: Followup) -> Items | None:
    """Return what the regime of the post of a follow-up says about items, or None."""
    said = duties(desk, one.post)
    return said.items if said else None


def takes_faults(desk: Desk) -> bool:
    """Say whether faults are reported at this post."""
    said = duties(desk)
    return said is not None and said.faults is not None


def chief(desk: Desk, who: Chief, post: str = "") -> str:
    """Return what the supervisor or the head is called under the regime of a post."""
    pack = desk.rule_book(post)
    called = pack.head.calls.supervisor if pack and who == "supervisor" else None
    if called is not None:
        return desk.words(called)
    return desk.role(Role.HEAD, post) if who == "head" else desk.words(CHIEFS[who])


def facts(desk: Desk, one: Followup) -> list[dict[str, str]]:
    """Which department is asked, or has it, and who sees to it there."""
    made = []
    if one.with_ is not None:
        name = desk.words(one.with_.title)
        words = (
            gettext("{name}（{contact}）").format(name=name, contact=one.with_.contact) if one.with_.contact else name
        )
        made.append({"name": gettext("所在部门"), "words": words})
    if one.asked is not None:
        made.append({"name": gettext("已转给，等答复"), "words": desk.words(one.asked.title)})
    return made


def notices(desk: Desk, one: Followup) -> list[str]:
    """Return who is told by now that it is late, in words."""
    reached = rules.reached(one, items(desk, one), desk.now)
    return [gettext("已过时限，上报{who}").format(who=chief(desk, step.to, one.post)) for step in reached]


def history(desk: Desk, one: Followup) -> list[dict[str, Any]]:
    """Return what happened to it between departments, and who was told that it is late."""
    said: list[dict[str, Any]] = []
    for move in one.moves:
        said += _moved(desk, move)
    for told in one.told:
        what = gettext("逾期，上报{who}").format(who=chief(desk, told.to, one.post))
        said.append({"at": told.at, "by": "system", "what": what, "text": ""})
    return said


def _moved(desk: Desk, move: Move) -> list[dict[str, Any]]:
    name = desk.words(move.title)
    said: list[dict[str, Any]] = [
        {"at": move.at, "by": move.by, "what": gettext("转给「{name}」").format(name=name), "text": move.reason}
    ]
    if move.answered_at is None:
        return said
    if move.accepted:
        what = gettext("「{name}」接收，由{owner}跟进").format(name=name, owner=desk.name(move.taker))
        text = gettext("对方经办人：{name}").format(name=move.contact) if move.contact else ""
    else:
        what, text = gettext("「{name}」退回").format(name=name), move.why
    said.append({"at": move.answered_at, "by": move.answered_by, "what": what, "text": text})
    return said


def answers(desk: Desk, one: Followup) -> list[tuple[str, Form]]:
    """Return the forms by which the department that is asked takes it over or gives it back."""
    if one.asked is None or not rules.may_answer(one, desk.actor):
        return []
    name, fixed = desk.words(one.asked.title), {"followup": one.key}
    accept = desk.form(
        "followup.accept",
        label=gettext("接收"),
        fixed=fixed,
        form_id="accept",
        options={"owner": desk.choose("person")},
        given={"owner": desk.actor.person},
        only=("owner", "due_at") if one.asked.post or one.asked.answers == "head" else ("owner", "contact", "due_at"),
        help={"due_at": gettext("不填则时限不变")},
    )
    back = desk.form("followup.give_back", label=gettext("退回"), fixed=fixed, form_id="give-back", tone="")
    return [
        (gettext("「{name}」接收").format(name=name), accept),
        (gettext("「{name}」退回").format(name=name), back),
    ]


def settled(desk: Desk, one: Followup) -> list[tuple[str, Form]]:
    """Return the form by which a superior who stands no shift closes it."""
    if not desk.can(Right.SUPERVISE):
        return []
    form = desk.form("followup.settle", label=gettext("完成"), fixed={"followup": one.key}, form_id="settle")
    return [(gettext("完成并写结果"), form)]


def onward(desk: Desk, one: Followup) -> list[tuple[str, Form]]:
    """Return the form by which it is put to a department, where the regime names some and none is asked."""
    said = items(desk, one)
    mine = desk.actor.person == one.owner or desk.may(Right.SUPERVISE, one.post)
    now = one.with_.to if one.with_ else ""
    known = [(each.id, desk.words(each.title)) for each in (said.departments if said else ()) if each.id != now]
    if not known or not mine or one.asked is not None:
        return []
    form = desk.form(
        "followup.transfer",
        label=gettext("转给部门"),
        fixed={"followup": one.key},
        form_id="transfer",
        options={"to": known},
    )
    return [(gettext("自己解决不了，转给部门或上级"), form)]
