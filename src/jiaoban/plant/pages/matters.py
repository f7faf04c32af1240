"""Matters: accidents, defects, permits, orders - lists by kind, one with its story, a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.logbook import queries as logbook
from jiaoban.plant import queries
from jiaoban.plant.lives import GRADED, LIVES
from jiaoban.plant.pages.pictured import photos, taking
from jiaoban.plant.pages.works import people, site_people, standing, steps, tabs, with_roles, work_forms
from jiaoban.plant.rules import grading
from jiaoban.plant.tables import Matter, Turn
from jiaoban.plant.terms import SEVERITIES
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def plant(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the matters of a post, open ones or all, of every kind or of one."""
    everything = request.GET.get("show") == "all"
    kind = request.GET.get("kind", "")
    found = queries.matters(
        desk.book,
        desk.post,
        kinds=(kind,) if kind in LIVES else (),
        open=None if everything else True,
        search=request.GET.get("q", "").strip()[:100],
    )
    names = queries.names(desk.book, (one.equipment for one in found))
    context = {
        "tabs": tabs(desk, "all" if everything else "open"),
        "show": "all" if everything else "",
        "kind": kind,
        "q": request.GET.get("q", ""),
        "kinds": [(code, desk.words(life.name)) for code, life in LIVES.items()],
        "matters": [shown.matter(desk, one, names) for one in found],
        "new_url": desk.url("matter_new") if desk.can(Right.WORK) else "",
        "file_query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return draw(request, desk, "plant/matters.html", context)


@page(Right.WORK)
def matter_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new matter of a kind."""
    kind = request.GET.get("kind", "")
    if kind not in LIVES:
        kinds = [{"label": desk.words(life.name), "url": f"?kind={code}"} for code, life in LIVES.items()]
        return draw(request, desk, "plant/choose_kind.html", {"kinds": kinds})
    life = LIVES[kind]
    only = ["title", "text", "equipment"]
    only += [name for name in ("before", "after") if name in life.needs]
    only += ["severity"] if life.category in ("DEFECT", "ANOMALY", "ACCIDENT") else []
    only += ["number"] if kind in ("PERMIT", "SWITCHING", "DISPATCH", "INSTRUCTION") else []
    only += ["subject"] if desk.here.subjects else []
    only += ["valid_from", "valid_to"] if life.valid else []
    only += ["steps"] if life.stepped else []
    form = desk.form(
        "plant.open_matter",
        label=gettext("登记{kind}").format(kind=desk.words(life.name)),
        next_url=desk.url("matter", key="{key}"),
        fixed={"kind": kind},
        form_id="matter-new",
        only=[*only, "occurred_at"],
        options={
            "equipment": desk.choose("equipment"),
            "subject": list(desk.here.subjects),
            "severity": [(code, desk.words(words)) for code, words in SEVERITIES.items() if code],
        },
        required=life.needs,
        given={"equipment": request.GET.get("equipment", "")},
        help={"occurred_at": gettext("不填为现在"), "steps": gettext("一行一项，按操作顺序")},
        kinds={"steps": "area"},
    )
    taking(form, desk.url("matter_open"))
    return draw(
        request, desk, "plant/new.html", {"form": with_roles(desk, form, life.roles), "kind": desk.words(life.name)}
    )


@page()
def matter(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a matter with its story, and what can be done with it now."""
    one = queries.matter(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"matter {key}")
    unit = queries.equipment(desk.book, one.equipment) if one.equipment else None
    names = {unit.key: unit.name} if unit else {}
    works = desk.can(Right.WORK)
    context = {
        "one": one,
        "row": shown.matter(desk, one, names),
        "facts": list(_facts(desk, one, unit.name if unit else "")),
        "states": [
            {"name": desk.words(words), "current": code == one.state} for code, words in one.life.states.items()
        ],
        "history": [_told(desk, one, turn) for turn in reversed(one.history)],
        "standing": standing(desk, one),
        "steps": steps(desk, one) if one.steps else None,
        "extensions": one.extensions,
        "forms": _forms(desk, one) if works else [],
        "days": shown.by_day(
            [shown.entry(desk, e, names) for e in logbook.entries(desk.book, desk.post, matter=key, limit=20)],
            desk.zone,
        ),
        "follow_url": f"{desk.url('followup_new')}?origin={key}" if works and one.open else "",
    }
    return draw(request, desk, "plant/matter.html", context)


def _facts(desk: Desk, one: Matter, unit: str) -> list[dict[str, str]]:
    said = [
        (gettext("编号"), one.number),
        (gettext("设备"), unit),
        (gettext("等级"), desk.words(SEVERITIES[one.severity]) if one.severity else ""),
        (gettext("变动前"), one.before),
        (gettext("变动后"), one.after),
        (gettext("情况"), one.text if one.text != one.title else ""),
        (gettext("不明确之处"), one.unclear_why if one.unclear else ""),
        (gettext("登记人"), desk.name(one.opened_by)),
        (gettext("来源"), gettext("从原来的台账导入，时间是台账上的时间") if one.imported else ""),
        *_said(desk, one),
    ]
    said += [(person["role"], person["name"]) for person in people(desk, one)]
    facts = [{"name": name, "words": words} for name, words in said if words]
    if one.equipment:
        url = reverse("equipment", kwargs={"site": desk.site.code, "post": desk.post, "key": one.equipment})
        facts = [{**fact, "url": url} if fact["words"] == unit else fact for fact in facts]
    return facts


def _told(desk: Desk, one: Matter, turn: Turn) -> dict[str, Any]:
    """A turn of the story; where it was graded anew, from what to what."""
    text = desk.tongue.note(turn.text)
    if turn.graded:
        was, is_ = (desk.words(grading.said(grade)) for grade in turn.graded)
        text = gettext("{was} → {now}：{reason}").format(was=was, now=is_, reason=turn.text)
    what = gettext("改级") if turn.graded else desk.words(one.state_of(turn))
    return {"at": turn.at, "by": _who(desk, turn), "what": what, "text": text, "photos": photos(desk, one, turn)}


def _grading(desk: Desk, one: Matter) -> Form:
    return desk.form(
        "plant.regrade",
        label=gettext("改级"),
        fixed={"matter": one.key},
        form_id="regrade",
        options={
            "kind": [(code, desk.words(LIVES[code].name)) for code in GRADED],
            "severity": [(code, desk.words(words)) for code, words in SEVERITIES.items() if code],
        },
        given={"kind": one.kind, "severity": one.severity},
        help={
            "kind": gettext("升为事故时，已交出的交接会中止，已确认的内容须重新确认"),
            "severity": gettext("升级人人可办，降级由当班负责人办理；降级不会自动恢复已中止的交接"),
        },
    )


def _who(desk: Desk, turn: Turn) -> str:
    """Who did it, and who wrote it down where that is another."""
    wrote = desk.name(turn.by)
    return wrote if turn.who in ("", wrote) else gettext("{who}（{by} 记）").format(who=turn.who, by=wrote)


def _said(desk: Desk, one: Matter) -> list[tuple[str, str]]:
    """What was read back and reported, to whom."""
    said = []
    if one.read_back:
        to = gettext("{reader} 向 {to}：{words}")
        words = to.format(reader=one.read_back.who, to=one.read_back.to, words=one.read_back.words)
        said.append((gettext("复诵"), words))
    if one.reported:
        words = gettext("向 {to}：{words}").format(to=one.reported.to, words=one.reported.words)
        said.append((gettext("汇报"), words))
    return said


def _unread(one: Matter, state: str) -> bool:
    """Say whether an order would be carried out that nobody read back: marked, where the regime does not forbid it."""
    return one.life.order and state == "CARRIED_OUT" and one.read_back is None


def _forms(desk: Desk, one: Matter) -> list[tuple[str, Form]]:
    fixed = {"matter": one.key}
    acting = ("person", "who") if one.life.roles and not one.life.order else ()
    known = site_people(desk) if acting else []
    forms = [
        (
            gettext("转为：{state}").format(state=desk.words(one.life.states[state])),
            taking(
                desk.form(
                    "plant.advance",
                    label=desk.words(one.life.states[state]),
                    fixed={**fixed, "state": state},
                    form_id=f"to-{state.lower()}",
                    only=("note", "occurred_at", *acting),
                    options={"person": known},
                    help={
                        "occurred_at": gettext("不填为现在"),
                        "person": gettext("不填为记录人本人"),
                        "note": gettext("还没有复诵：执行后会标明「未经复诵即执行」") if _unread(one, state) else "",
                    },
                ),
                desk.url("matter_advance", key=one.key),
            ),
        )
        for state in one.life.after(one.state)
    ]
    forms = work_forms(desk, one) + forms if one.life.order else forms + work_forms(desk, one)
    note = desk.form("plant.note", label=gettext("写上"), fixed=fixed, form_id="note", only=("text",))
    forms.append((gettext("写一笔、补照片"), taking(note, desk.url("matter_note", key=one.key))))
    if one.kind in GRADED and one.open:
        forms.append((gettext("升级或降级"), _grading(desk, one)))
    if one.life.order and one.open and not one.unclear:
        unclear = desk.form(
            "plant.mark_unclear", label=gettext("标为不明确"), fixed=fixed, form_id="unclear", tone="danger"
        )
        forms.append((gettext("命令不明确"), unclear))
    if one.unclear:
        clear = desk.form("plant.clear_up", label=gettext("已澄清"), fixed=fixed, form_id="clear-up")
        forms.insert(0, (gettext("写下澄清结果"), clear))
    return forms
