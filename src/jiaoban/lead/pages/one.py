"""One customer: what happened in order, and what can be written next. A whole number is shown to who asked for it, for
a while, and that they did stands in the book."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between
from jiaoban.kernel.money import spelled
from jiaoban.kernel.refusal import NotFound
from jiaoban.lead import queries
from jiaoban.lead.pages import shown
from jiaoban.lead.rules import numbers
from jiaoban.lead.tables import Event, Lead, Merging
from jiaoban.regime.leads import Contacts
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

SHOWN_FOR = timedelta(minutes=10)
"""So long a number stays visible to who had it shown."""
Forms = list[tuple[str, Form]]
SECTIONS: list[Callable[[Desk, Lead, list[Event]], Mapping[str, Any] | None]] = []
"""What else stands on the page of a customer: each returns the context of its template (`template` in it), or None."""


@page()
def lead(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a customer with everything that happened, the newest first."""
    one, ruled, rule = queries.lead(desk.book, key), shown.rule_of(desk), shown.reading(desk)
    if one is None or one.post != desk.post:
        raise NotFound(f"customer {key}")
    happened = queries.events_of(desk.book, key)
    refs = [one.name, one.note]
    refs += [ref for event in happened for ref in (event.note, event.cancelled_why, *(m.reason for m in event.moves))]
    whole = _shown_to(desk, key)
    typed = queries.values(desk.book, [*refs, *one.numbers]) if shown.sees(desk) else {}
    said = typed if whole else shown.values(desk, refs, one.numbers)
    context: dict[str, Any] = {
        "one": one,
        "row": shown.row(desk, one, rule, said),
        "note": said.get(one.note, ""),
        "facts": list(_facts(desk, one, rule)),
        "numbers": [_number(said[ref], rule, whole=whole) for ref in one.numbers if ref in said],
        "whole": whole,
        "events": [_event(desk, event, rule, said, gone=one.gone or not ruled) for event in reversed(happened)],
        "forms": _forms(desk, one, rule, typed, happened, whole=whole)
        if desk.can(Right.WORK) and ruled and not one.gone
        else [],
        "guard": _guard(desk, one, rule, whole=whole, noted=_holds_number(one, typed))
        if ruled and not one.gone
        else [],
        "into_url": desk.url("lead", key=one.into) if one.into else "",
        "mergings": [_merging(desk, each) for each in one.mergings],
        "erased_by": desk.name(one.erased_by) if one.erased_by else "",
        "sections": [found for made in SECTIONS if not one.into and (found := made(desk, one, happened)) is not None],
        "back_url": desk.url("leads"),
    }
    return draw(request, desk, "lead/lead.html", context)


def _merging(desk: Desk, one: Merging) -> dict[str, Any]:
    """How two records came to be one customer: who said so, when, why, what came over, and the act that shows it."""
    return {
        "by": desk.name(one.by),
        "at": one.at,
        "why": one.why,
        "act": one.act,
        "numbers": one.numbers,
        "events": one.events,
        "url": desk.url("lead", key=one.lead),
    }


def _shown_to(desk: Desk, key: str) -> bool:
    mine = {"lead": key, "person": desk.actor.person, "what": "REVEALED"}
    return bool(queries.accesses(desk.book, limit=1, at=Between(desk.now - SHOWN_FOR, None), **mine))


def _number(number: str, rule: Contacts, *, whole: bool) -> dict[str, str]:
    if not whole:
        return {"words": numbers.masked(number, rule.region), "url": ""}
    return {"words": numbers.shown(number, rule.region), "url": f"tel:{number.partition(';')[0]}"}


def _facts(desk: Desk, one: Lead, rule: Contacts) -> Iterator[dict[str, str]]:
    if one.source:
        yield {"name": gettext("来源"), "words": shown.titled(desk, rule.sources, one.source)}
    yield {"name": gettext("登记人"), "words": desk.name(one.opened_by)}
    yield {"name": gettext("联系过的人"), "words": desk.all_names(one.people)}
    sold = sum(sale.amount for sale in one.of("SALE") if sale.amount)
    paid = sum(part.amount for part in one.of("DEPOSIT") if part.amount)
    if paid:
        yield {"name": gettext("定金"), "words": spelled(paid)}
    if sold:
        yield {"name": gettext("成交金额"), "words": spelled(sold)}


def _event(desk: Desk, one: Event, rule: Contacts, said: Mapping[str, str], *, gone: bool) -> dict[str, Any]:
    made = shown.event(desk, one, rule, said)
    mine = desk.actor.person in (one.by, one.person)
    if not gone and desk.can(Right.WORK) and (mine or desk.can(Right.SUPERVISE)):
        made["correct"] = _correct(desk, one)
    return made


def _correct(desk: Desk, one: Event) -> Form:
    fields = {"APPOINTMENT": ("for_at", "where"), "DEPOSIT": ("amount",), "SALE": ("amount",)}.get(one.kind, ())
    who = ("person",) if desk.can(Right.SUPERVISE) else ()
    return desk.form(
        "lead.correct",
        label=gettext("更正这一条"),
        form_id=f"correct-{one.key}",
        fixed={"lead": one.lead, "event": one.key},
        only=("at", *fields, *who, "struck", "reason"),
        given={"struck": one.struck_at is not None},
        options={"person": desk.choose("person")} if who else {},
        help={"at": gettext("不改的留空。"), "reason": gettext("写进账本，不能写号码。")},
        tone="",
    )


def _forms(
    desk: Desk, one: Lead, rule: Contacts, said: Mapping[str, str], happened: list[Event], *, whole: bool
) -> Forms:
    """What is written next, the likeliest first; each a form of its own."""
    made: Forms = [(gettext("记一次联系"), _contact(desk, one, rule)), (gettext("邀约"), _appoint(desk, one))]
    for appointment in (event for event in happened if event.kind == "APPOINTMENT" and event.standing):
        made += _of_appointment(desk, one, appointment)
    made.append((gettext("到店"), _visit(desk, one, happened)))
    who = _who(desk)
    for verb, title, only in (
        ("lead.take_deposit", gettext("收定金"), ("amount",)),
        ("lead.sell", gettext("成交"), ("amount", "note")),
        ("lead.lose", gettext("流失"), ("reason",)),
    ):
        if verb == "lead.lose" and one.of("SALE"):
            continue
        form = _happened(
            desk, one, verb, title, (*only, "at", *who), tone="danger" if verb == "lead.lose" else "primary"
        )
        made.append((title, form))
    about = _about(desk, one, rule, said)
    if not whole and _holds_number(one, said):  # the form would show it
        about = about[1:]
    return [*made, *about]


def _holds_number(one: Lead, said: Mapping[str, str]) -> bool:
    """Say whether a number stands in what the customer is called or in the note."""
    return any(numbers.without_numbers(said.get(ref, "")) != said.get(ref, "") for ref in (one.name, one.note))


def _who(desk: Desk) -> tuple[str, ...]:
    return ("person",) if desk.can(Right.SUPERVISE) else ()


def _happened(
    desk: Desk, one: Lead, verb: str, title: str, only: tuple[str, ...], tone: str = "primary", **asked: Any
) -> Form:
    options = {"person": desk.choose("person"), **asked.pop("options", {})}
    return desk.form(
        verb,
        label=gettext("记下：{what}").format(what=title),
        form_id=verb.replace(".", "-").replace("_", "-"),
        fixed={"lead": one.key, **asked.pop("fixed", {})},
        only=only,
        options={name: value for name, value in options.items() if name in only},
        help={
            "at": gettext("就是现在的留空。"),
            "person": gettext("算谁的；留空是您自己。"),
            "despite": gettext("先和同事沟通并记下来，就不用填。写进账本，不能写号码。"),
        },
        tone=tone,
        **asked,
    )


def _contact(desk: Desk, one: Lead, rule: Contacts) -> Form:
    choices = {"way": shown.options(desk, rule.means), "result": shown.options(desk, rule.results)}
    only = ("way", "result", "note", "at", *_who(desk))
    return _happened(desk, one, "lead.contact", gettext("联系"), only, options=choices)


def _appoint(desk: Desk, one: Lead) -> Form:
    theirs = any(
        fixed.person != desk.actor.person and fixed.for_at and fixed.for_at >= desk.now
        for fixed in one.of("APPOINTMENT")
    )
    despite = ("despite",) if theirs else ()
    return _happened(
        desk, one, "lead.appoint", gettext("邀约"), ("for_at", "where", "note", *despite, "at", *_who(desk))
    )


def _of_appointment(desk: Desk, one: Lead, event: Event) -> Forms:
    move = desk.form(
        "lead.move_appointment",
        label=gettext("改约"),
        form_id=f"move-{event.key}",
        fixed={"lead": one.key, "event": event.key},
        given={"for_at": event.for_at, "where": event.where},
    )
    cancel = desk.form(
        "lead.cancel_appointment",
        label=gettext("取消邀约"),
        form_id=f"cancel-{event.key}",
        fixed={"lead": one.key, "event": event.key},
        tone="danger",
    )
    return [(gettext("改约"), move), (gettext("取消邀约"), cancel)]


def _visit(desk: Desk, one: Lead, happened: list[Event]) -> Form:
    standing = [event for event in happened if event.kind == "APPOINTMENT" and event.standing and event.for_at]
    options = {
        "appointment": [(event.key, f"{desk.name(event.person)} · {event.where}") for event in reversed(standing)],
        "assisted": desk.choose("person"),
    }
    only = (*(("appointment",) if standing else ()), "assisted", "note", "at", *_who(desk))
    given = {"appointment": standing[-1].key} if standing else {}
    return _happened(desk, one, "lead.visit", gettext("到店"), only, options=options, given=given)


def _about(desk: Desk, one: Lead, rule: Contacts, said: Mapping[str, str]) -> Forms:
    """What is known of the customer beside what happens."""
    describe = desk.form(
        "lead.describe",
        label=gettext("保存"),
        form_id="describe",
        fixed={"lead": one.key},
        given={"name": said.get(one.name, ""), "note": said.get(one.note, ""), "source": one.source},
        options={"source": shown.options(desk, rule.sources)},
    )
    add = desk.form(
        "lead.add_number",
        label=gettext("加上这个号码"),
        form_id="add-number",
        fixed={"lead": one.key},
        kinds={"number": "tel"},
    )
    merge = desk.form(
        "lead.merge",
        label=gettext("合并"),
        form_id="merge",
        fixed={"lead": one.key},
        only=("number", "reason"),
        required=("number",),
        kinds={"number": "tel"},
        next_url=desk.url("leads"),
        help={
            "number": gettext("这一位并入那一位，两边的记录都在那一位名下。"),
            "reason": gettext("写进账本，不能写号码。"),
        },
    )
    return [
        (gettext("改称呼、来源、备注"), describe),
        (gettext("加一个号码"), add),
        (gettext("和另一位是同一位客户"), merge),
    ]


def _guard(desk: Desk, one: Lead, rule: Contacts, *, whole: bool, noted: bool) -> Forms:
    """Seeing the whole number, and erasing it: for whom the regime names."""
    made: Forms = []
    fixed = {"lead": one.key}
    if not whole and queries.may(desk.actor, rule.reveals, desk.post):
        reveal = desk.form(
            "lead.reveal",
            label=gettext("显示完整号码"),
            form_id="reveal",
            fixed=fixed,
            tone="",
            help={"why": gettext("称呼或备注里也有号码：显示以后才能改称呼、来源、备注。")} if noted else {},
        )
        made.append((gettext("看完整号码（查看会记录在账上）"), reveal))
    if queries.may(desk.actor, rule.erases, desk.post):
        erase = desk.form(
            "lead.erase",
            label=gettext("删除资料"),
            form_id="erase",
            fixed=fixed,
            tone="danger",
            help={"reason": gettext("号码、称呼、备注和售后图片删了就找不回；发生过的事留在账上。原因里不能写号码。")},
        )
        made.append((gettext("按客户要求删除资料"), erase))
    return made
